"""Organisations by the words that they are called by: ministries, courts, firms, banks, schools.

No list of firms: a head (`Wizara ya`, `министрлігі`, `Authority`) or a legal form (`GmbH`, `ТОО`)
with the capitalised words beside it, or an acronym. What is called by a name alone is left to a
tagger of yours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from opengovai.redaction.bodies.words import (
    FIRST,
    LABELS,
    LAST,
    STEMS_FIRST,
    STEMS_LAST,
    STEMS_WHOLE,
)
from opengovai.redaction.identifiers import listed
from opengovai.redaction.persons.words import UPPER
from opengovai.types import EntitySpan

ENTITY = "ORGANISATION"
SCORE = 0.55

_KNOWN = (
    "Safaricom|Irembo|Schufa|BAföG-Amt|Bundestag|Bundesrat|Парламент|Мәжіліс|Үкімет|Сенат|Ақорда|"
    "Правительство"
)
"""Bodies that are called by a name alone."""

_ACRONYM = f"(?<![{UPPER}] )[{UPPER}]{{3,8}}(?:-?[a-zа-яәғқңөұүһі]{{0,5}})(?! [{UPPER}]{{2}})"
"""Capitals among other words; whether they are a label or a unit is looked up."""

_NO_BODIES = listed(
    "kes, ksh, usd, eur, gbp, rwf, frw, ugx, tzs, kzt, rub, chf, pdf, jpg, png, doc, docx, xls, "
    "csv, sms, otp, pin, cvv, cvc, gps, atm, dob, tel, fax, gsm, url, www, http, https, html, iso, "
    "din, ref, utc, gmt, covid, hiv, tva, ttc, usb"
)
"""Currencies, formats and units."""

_NUMBERED = frozenset(LABELS) - {"nssf", "nhif", "kra", "rssb", "nida", "nhs", "цон", "egov"}
"""Labels of numbers, but for those that name the body which gives the number."""

_SMALL = "a-z\u00df-\u00f6\u00f8-\u024fа-яёәғқңөұүһі"
_WORD = f"[{UPPER}](?:[{_SMALL}{UPPER}'\u2019&]|-(?=[{UPPER}{_SMALL}]))*"
_LINK = (
    "(?:of|for|and|the|ya|wa|la|cha|za|na|de|du|des|et|la|le|für|der|des|und|am|zu|\\w['\u2019])"
)
_QUOTED = '[«"\u201c\u201e][^«»"\u201c\u201d\u201e\n]{2,60}[»"\u201d\u201c]'
_GENITIVE = (
    f"(?:города|области|района|[{_SMALL}-]{{2,30}}(?:ого|его|ой|ей|ых|их|ии|ства|ции|ра|ния|дел))"
)
_NO_ARTICLE = (
    "(?!(?:The|A|An|My|Our|Your|This|That|In|At|To|From|And|For|With|Dear|Der|Die|Das|Le|La|Les|"
    "Il|Elle)\\b)"
)
_RUSSIAN_FORM = "(?:ТОО|ООО|АО|ОАО|ЗАО|ПАО|ИП|НАО|КГП|КГУ|ГКП|РГП|РГУ|ЖШС|АҚ|ЖК|КМҚК|КММ|МКҚК)"
_FORM_BEHIND = (
    "(?:Ltd|Limited|Inc|LLC|LLP|Plc|PLC|Co|Corp|GmbH|AG|KG|UG|eG|OHG|SE|SARL|SAS|SA|EURL|SCI|Sarl|"
    "e[.] ?V[.]|SACCO|Sacco|Group)"
)


class OrganisationRecognizer:
    """Finds organisations. Implements `protocols.Recognizer`."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of the names with their heads."""
        for pattern in _patterns():
            for match in pattern.finditer(text):
                if _is_label(match[0]):
                    continue
                end = match.start() + len(match[0].rstrip(" ,"))
                yield EntitySpan(
                    start=match.start(),
                    end=end,
                    entity=ENTITY,
                    score=SCORE,
                    recognizer="organisation",
                )


def _is_label(word: str) -> bool:
    """Whether an acronym names a number, a unit or a format."""
    small = word.lower()
    return small in _NO_BODIES or small in _NUMBERED


def _either(words: Iterable[str]) -> str:
    """Any of the words, with a capital or without."""
    unique = sorted({word.lower() for word in words}, key=len, reverse=True)
    return "|".join(f"[{word[0].upper()}{word[0]}]{re.escape(word[1:])}" for word in unique)


def _capital(words: Iterable[str]) -> str:
    return "|".join(sorted({word.capitalize() for word in words}, key=len, reverse=True))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    first = _either([*FIRST["sw"], *FIRST["rw"], *FIRST["fr"]])
    english = _capital([*FIRST["en"], *FIRST["de"]])
    last = _capital([*LAST["en"], *LAST["sw"]])
    kazakh = _either(STEMS_LAST)
    russian = _either(STEMS_FIRST)
    german = _either(STEMS_WHOLE)
    elided = f"(?:\\w{{1,3}}['\u2019])?{_WORD}"
    joined = f"(?:(?: (?:of|for|and|und|et|&))? {_WORD}){{0,4}}"
    kazakh_form = f"[{_SMALL}]*(?:қоғам|серіктестіг|бірлестіг|компания|қор)[{_SMALL}]*"
    forms = (
        rf"(?:{first})(?: {_LINK})* {elided}(?:(?: {_LINK})* {elided}){{0,4}}",
        rf"(?:{english})(?: {_LINK})+(?: {_WORD})(?:(?: {_LINK})* {_WORD}){{0,4}}",
        rf"{_NO_ARTICLE}{_WORD}{joined} (?:{last})(?:(?: (?:of|for|and))+ {_WORD}(?: {_WORD})?)?",
        rf"(?:{_WORD}[{_SMALL}]*)(?: [\w-]+){{0,4}} (?:{kazakh})[{_SMALL}]*",
        rf"(?:{russian})[{_SMALL}]*(?: {_GENITIVE}){{0,3}}(?: (?:{_WORD}|{_QUOTED})){{1,4}}",
        rf"(?:{_capital(STEMS_FIRST)})[{_SMALL}]*(?: {_GENITIVE}){{0,3}}",
        rf"(?:{german})[{_SMALL}]*(?: (?:für|der|des|in|am|{_WORD}))*(?<![ ]für)",
        rf"{_RUSSIAN_FORM} ?(?:{_QUOTED}|{_WORD}(?: {_WORD}){{0,3}})",
        rf"{_QUOTED} (?:{_RUSSIAN_FORM}|{kazakh_form})",
        rf"{_NO_ARTICLE}{_WORD}{joined},? {_FORM_BEHIND}",
        rf"(?:{_KNOWN})(?:-?[{_SMALL}]{{0,6}})",
        _ACRONYM,
    )
    return tuple(re.compile(rf"(?<![\w]){form}(?![\w])") for form in forms)
