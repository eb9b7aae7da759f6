"""Headings of laws in running text, where no markup says so.

"Article 5. Title", "§ 3 Grenzübertritt", "Статья 12. ...", "2-бап. ...", "Ingingo ya 3: ...",
"PART IV - ...": a line of its own that opens with a division word and a number.
"""

from __future__ import annotations

import re

_NUMBER = r"(?:\d{1,4}(?:[./-]\d{1,3})?\s?[a-zа-я]?|[IVXLC]{1,7}|[A-Z])"
_LARGE = (
    r"(?:part|chapter|title|book|division|schedule|annex|appendix|teil|kapitel|abschnitt|anlage"
    r"|anhang|partie|chapitre|titre|livre|section|annexe|umutwe(?: wa)?|igice(?: cya)?|icyiciro"
    r"|sehemu(?: ya)?|sura(?: ya)?|jedwali|mlango"
    r"|раздел|глава|часть|подраздел|приложение|параграф)"
)
_SMALL = (
    r"(?:articles?|art\.|artikel|section|sec\.|paragraph|ingingo ya|ibara la|kifungu cha|статья"
    r"|§{1,2})"
)
_END = r"(?=$|\s*[.:–—-]|\s+[(\"«„A-ZÀ-ÞА-ЯЁӘҒҚҢӨҰҮҺІ])"
_KAZAKH_LARGE = re.compile(
    rf"^{_NUMBER}[- ]?(?:тарау|бөлім|бөлік|кіші бөлім|қосымша)\b", re.IGNORECASE
)
_KAZAKH_SMALL = re.compile(rf"^{_NUMBER}-бап\b", re.IGNORECASE)
_LARGE_LINE = re.compile(
    rf"^(?i:{_LARGE})\s+(?:{_NUMBER}|(?i:one|two|three|four|five|six|seven|eight|nine|ten)){_END}"
)
_SMALL_LINE = re.compile(rf"^(?i:{_SMALL})\s?{_NUMBER}\.?{_END}")
_LENGTH_LIMIT = 200


def level(line: str) -> int:
    """2 for a part or chapter, 3 for an article or section, 0 for running text."""
    if len(line) > _LENGTH_LIMIT or "\n" in line or line.endswith((",", ";", ":")):
        return 0
    if _LARGE_LINE.match(line) or _KAZAKH_LARGE.match(line):
        return 2 if not line.lower().startswith("section") else 3
    if _SMALL_LINE.match(line) or _KAZAKH_SMALL.match(line):
        return 3
    return 0
