"""Dates as people write them in seven languages, with their range."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple

from opengovai.cases.months import MONTHS

Order = Literal["dmy", "mdy"]


class Found(NamedTuple):
    """A value in its normal form, and where it stands in the text that was searched."""

    value: str
    start: int
    end: int


_WORD = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_YEAR = r"(?P<y>(?:1[89]|20)\d\d)"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.|-?го|-?е)?"
_OF = r"(?:\s+(?:of|de|du mois de|ya|mwezi wa|ukwezi kwa|z'ukwezi kwa))?"
_IN = r"(?:\s+(?:of|mwaka wa|umwaka wa))?"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?<!\d)" + _YEAR + r"-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<one>\d{1,2})\s?[./-]\s?(?P<two>\d{1,2})\s?[./-]\s?" + _YEAR + r"(?!\d)",
        rf"(?<!\d){_DAY}{_OF}\s*(?P<w>{_WORD})\.?,?{_IN}\s+{_YEAR}(?!\d)",
        rf"(?<!\w)(?P<w>{_WORD})\.?\s+{_DAY},?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}\s*(?:жылғы|жылы|ж\.)\s*(?P<d>\d{{1,2}})\s*-?\s*(?P<w>{_WORD})",
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


def _value(match: re.Match[str], order: Order) -> date | None:
    parts = match.groupdict()
    year = int(parts["y"])
    if parts.get("one"):
        day, month = int(parts["one"]), int(parts["two"])
        if order == "mdy":
            day, month = month, day
        return _date(year, month, day) or _date(year, day, month)
    word = parts.get("w")
    month = MONTHS[" ".join(word.casefold().split())] if word else int(parts["m"])
    return _date(year, month, int(parts["d"]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
