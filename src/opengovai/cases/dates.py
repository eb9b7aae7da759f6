"""Dates as people write them in seven languages, with their range."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple

from opengovai.cases.days import DAY_WORD, day_of
from opengovai.cases.months import WORD, month

Order = Literal["dmy", "mdy"]


class Found(NamedTuple):
    """A value in its normal form, and where it stands in the text that was searched."""

    value: str
    start: int
    end: int


class Sure(NamedTuple):
    """A value, and how sure it is that it is what it is taken for."""

    found: Found
    confidence: float


_PIVOT = 35
"""Years of two digits up to this one are of this century."""

_YEAR = r"(?P<y>(?:1[89]|20)\d\d)"
_DAY = rf"(?P<d>\d{{1,2}}|{DAY_WORD})(?:st|nd|rd|th|er|\.|-?го|-?е)?"
_OF = r"(?:\s+(?:of|de|du mois de|ya|mwezi wa|ukwezi kwa|z'ukwezi kwa))?"
_IN = r"(?:\s+(?:of|mwaka wa|umwaka wa))?"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?<!\d)" + _YEAR + r"-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<one>\d{1,2})\s?[./-]\s?(?P<two>\d{1,2})\s?[./-]\s?" + _YEAR + r"(?!\d)",
        r"(?<![\d./-])(?P<one>\d{1,2})(?P<mark>[./])(?P<two>\d{1,2})(?P=mark)(?P<y>\d\d)(?![\d./])",
        rf"(?<!\w){_DAY}{_OF}[\s\u00a0-]{{0,4}}(?P<w>{WORD})\.?,?{_IN}[\s\u00a0-]{{1,4}}{_YEAR}(?!\d)",
        rf"(?<!\w)(?P<w>{WORD})\.?\s+{_DAY},?\s+{_YEAR}(?!\d)",
        (
            rf"(?<!\d){_YEAR}\s*(?:жылғы|жылдың|жылы|ж\.)\s*(?P<d>\d{{1,2}})\s*-?\s*(?P<w>{WORD})"
            r"(?!\w)"
        ),
    )
)


def find_date(text: str, *, order: Order = "dmy") -> Found | None:
    """The first date in the text, as ISO 8601; the range covers exactly the date.

    `order` decides how 04/03/2026 is read; where that month is above 12, the other way is.
    """
    best: Found | None = None
    for shape in _SHAPES:
        for match in shape.finditer(text):
            value = _value(match, order)
            if value is not None and (best is None or match.start() < best.start):
                best = Found(value.isoformat(), match.start(), match.end())
                break
    return best


def find_dates(text: str, *, order: Order = "dmy") -> list[Found]:
    """Every date in the text, in their order."""
    found: list[Found] = []
    for shape in _SHAPES:
        for match in shape.finditer(text):
            value = _value(match, order)
            if value is not None:
                found.append(Found(value.isoformat(), match.start(), match.end()))
    found.sort(key=lambda each: (each.start, -each.end))
    return [each for n, each in enumerate(found) if not n or each.start >= found[n - 1].end]


def _value(match: re.Match[str], order: Order) -> date | None:
    parts = match.groupdict()
    year = int(parts["y"])
    if year < 100:
        year += 2000 if year <= _PIVOT else 1900
    if parts.get("one"):
        first, second = int(parts["one"]), int(parts["two"])
        day, number = (second, first) if order == "mdy" else (first, second)
        return _date(year, number, day) or _date(year, day, number)
    word = parts.get("w")
    return _date(year, month(word) if word else int(parts["m"]), day_of(parts["d"]))


def _date(year: int, number: int, day: int) -> date | None:
    try:
        return date(year, number, day)
    except ValueError:
        return None
