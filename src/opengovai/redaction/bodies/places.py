"""Places by list and by the word beside them: countries, capitals, administrative units.

The names of countries in English, French, German and Russian are those of libphonenumber's locale
data (Apache-2.0, from CLDR); `places.txt` holds the rest. Kazakh and Russian names take case
endings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from opengovai.redaction.persons.words import UPPER
from opengovai.types import EntitySpan

ENTITY = "PLACE"
SCORE = 0.55
"""Just enough to be masked: an address or a name in which the place stands goes first."""

_LANGUAGES = ("en", "fr", "de", "ru")
_LOWER = "a-z\u00df-\u00f6\u00f8-\u024fа-яёәғқңөұүһі"
_KAZAKH = (
    "(?:дағы|дегі|тағы|тегі|ның|нің|дың|дің|тың|тің|дан|ден|тан|тен|нан|нен|да|де|та|те|ға|ге|қа|ке|"
    "ны|ні|ды|ді|ты|ті|мен|бен|пен|лық|лік|дық|дік|тық|тік)(?:тар|тер|дар|дер|лар|лер)?"
)
_RUSSIAN_STEM = re.compile("[аеияйьоы]$")
_RUSSIAN = "(?:а|я|е|и|у|ю|ой|ей|ы|ом|ем|о|й|ь|ию|ии|ия|ией)?"
_WORD = f"[{UPPER}][{_LOWER}'\u2019]+(?:-[{UPPER}][{_LOWER}]+)*"
_NAMED = re.compile(
    rf"(?<!\w)(?:[Cc]ounty of|[Ww]ilaya ya|[Kk]aunti ya|[Mm]koa wa|[Kk]ata ya|[Jj]iji la|[Mm]ji wa|"
    rf"[Kk]ijiji cha|[Aa]karere ka|[Uu]murenge wa|[Ii]ntara y['\u2019a]? ?|[Uu]mujyi wa|"
    rf"[Aa]kagari ka|[Uu]mudugudu wa|[Cc]ommune de|[Vv]ille de|"
    rf"[Dd]épartement (?:de |du |des |de la )|"
    rf"[Rr]égion (?:de |du )?|[Ss]tadt|[Ll]andkreis|[Ll]and|[Гг]ород[аеу]?|г\.|село|сел[аеу]|"
    rf"пос[её]л\w+) ?({_WORD}(?: {_WORD})?)"
    rf"|(?<!\w)({_WORD}(?: {_WORD})?) (?:County|Sub-County|District|Province|Ward|"
    rf"қаласы|облысы|ауданы|ауылы|област|район|кра[йяею])[{_LOWER}]*"
)


class PlaceRecognizer:
    """Finds countries, cities and administrative units. Implements `protocols.Recognizer`."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of the names, with the word beside them where that made them out."""
        for match in (*listed_places().finditer(text), *_NAMED.finditer(text)):
            yield EntitySpan(
                start=match.start(), end=match.end(), entity=ENTITY, score=SCORE, recognizer="place"
            )


@cache
def listed_places() -> re.Pattern[str]:
    names = set(_countries())
    content = (files("opengovai.redaction.bodies") / "places.txt").read_text("utf-8")
    lines = [line for line in content.splitlines() if not line.startswith("#")]
    names |= {name.strip() for name in ",".join(lines).split(",")} - {""}
    forms = sorted(map(_inflected, names), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w])")


def _countries() -> Iterator[str]:
    from phonenumbers.geodata.locale import LOCALE_DATA

    for names in LOCALE_DATA.values():
        for language in _LANGUAGES:
            name = names.get(language, "")
            name = names.get(name[1:], "") if name.startswith("*") else name
            if len(name) > 3:
                yield name


def _inflected(name: str) -> str:
    """The pattern of a name with the endings that its script's languages give it."""
    if not re.search("[а-яәғқңөұүһі]", name):
        return re.escape(name) + "(?:['\u2019]s)?"
    last = name.rpartition(" ")[2]
    stem = _RUSSIAN_STEM.sub("", last) if len(last) > 4 else last
    head = name[: len(name) - len(last)]
    forms = (re.escape(last) + _KAZAKH, re.escape(stem) + _RUSSIAN, re.escape(last))
    return f"{re.escape(head)}(?:{'|'.join(forms)})"
