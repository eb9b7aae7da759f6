"""Which countries' rules a question asks about: a country that it names as a place, by the names in
`places_asked.txt`.

Not every country in a question is asked about: "May I hire a Ugandan?" names people, "a trip to
Uganda" a way, and both are about the rules at home. So only names of countries themselves count,
and not after words of movement; in Russian and Kazakh the case says it. An adjective counts beside
a word for law: "under Ugandan law".
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import pairwise

from opengovai.languages.countries import named

_COLUMNS = ("en", "de", "fr", "ru", "kk", "sw", "rw")
_KAZAKH = "(?:[дт][ае]ғы|[дт]егі|[дт][ае]|[ндт][ыі]ң)?"  # place or owner; not whither or whence
# Before a country: it is where somebody comes from or goes to.
_MOVED = {
    "en": r"(?:to|from|via|through|into|towards|between|leav(?:e|ing)|visit(?:ing)?|enter(?:ing)?)"
    r"(?: the)?",
    "de": r"(?:nach|aus|über|durch|von|zwischen|in die)",
    "fr": r"(?:vers|pour|depuis|via|entre"
    r"|(?:vien|ven|arriv|quitt|rentr)\w* (?:du|de la|de l['’]|d['’]|de|le|la|l['’])"
    r"|(?:aller|vais|va|voyage\w*|rends|rendre|partir|pars|entrer|retourner|envoyer|transférer)"
    r" (?:au|en|aux|à))",
    "ru": r"(?:из|через|до|от|между|вокруг)",
    "kk": r"(?:арқылы)",
    "sw": r"(?:kutoka|toka|kwenda|hadi|mpaka|kuingia|kusafiri|kuelekea|kupitia|kati ya)",
    "rw": r"(?:kujya|kuva|gusubira|kwinjira|\w*vuye|\w*jya)(?: mu| muri| i)?(?: u)?",
}
# With an adjective it is what is asked about: after it, in French before it.
_LAW = {
    "en": r"(?:laws?|acts?|legislation|constitution|rules|regulations|code)",
    "de": r"(?:recht|rechts|gesetze?n?|gesetzes|verfassung|regeln|vorschriften)",
    "fr": r"(?:droit|lois?|législation|constitution|règles|code)",
    "ru": r"(?:закон\w*|прав[оае]|праву|конституци\w*|правил\w*|кодекс\w*)",
    "kk": r"(?:заң\w*|құқы[қғ]\w*|конституция\w*)",
}
_AND = re.compile(r"\s*(?:,|and|or|und|oder|et|ou|и|или|және|немесе|na|au|no|cyangwa)\s*")


def places_asked(text: str, language: str) -> frozenset[str]:
    """ISO 3166-1 codes of the countries whose rules the text asks about; empty for a language that
    is none of the seven."""
    if language not in _COLUMNS:
        return frozenset()
    lowered = text.lower()
    found = [(m.start(), m.end(), m.lastgroup or "") for m in _names(language).finditer(lowered)]
    moved = [_moves(lowered[:start], language) for start, _, _ in found]
    for at, (before, after) in enumerate(pairwise(found), start=1):
        joined = _AND.fullmatch(lowered, before[1], after[0]) is not None
        moved[at] = moved[at] or (moved[at - 1] and joined)
    places = {code for (_, _, code), out in zip(found, moved, strict=True) if not out}
    return frozenset(places | _laws(lowered, language))


def places_named(text: str, language: str) -> frozenset[str]:
    """ISO 3166-1 codes of the countries that the text names as places, moved to or not."""
    if language not in _COLUMNS:
        return frozenset()
    return frozenset(found.lastgroup or "" for found in _names(language).finditer(text.lower()))


@cache
def country_names() -> dict[str, frozenset[tuple[str, ...]]]:
    """The countries' names by language, in lower case and cut into words."""
    return {
        language: frozenset(
            tuple(re.findall(r"\w+", name.replace("_", " ")))
            for row in _rows()
            for name in row[column].split()
        )
        for column, language in enumerate(_COLUMNS, start=1)
    }


def _laws(lowered: str, language: str) -> set[str]:
    """Countries whose law is named by an adjective."""
    law = _LAW.get(language)
    if law is None:
        return set()
    if language == "fr":
        before = re.compile(rf"(?<!\w){law}\s$")
        return {code for at, code in named(lowered) if before.search(lowered, 0, at)}
    after = re.compile(rf"[\w-]+\s+{law}(?!\w)")
    return {code for at, code in named(lowered) if after.match(lowered, at)}


def _moves(before: str, language: str) -> bool:
    return re.search(rf"(?<!\w){_MOVED[language]}\s*$", before) is not None


def _rows() -> list[list[str]]:
    lines = (files("opengovai.languages") / "places_asked.txt").read_text("utf-8").splitlines()
    return [line.split("|") for line in lines if not line.startswith("#")]


@cache
def _names(language: str) -> re.Pattern[str]:
    column = 1 + _COLUMNS.index(language)
    ending = _KAZAKH if language == "kk" else ""
    groups = [
        f"(?P<{row[0].strip()}>{'|'.join(map(_spelled, row[column].split()))})"
        for row in _rows()
        if row[column].strip()
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)}){ending}(?![\w-])")


def _spelled(name: str) -> str:
    return re.escape(name).replace("_", " ")
