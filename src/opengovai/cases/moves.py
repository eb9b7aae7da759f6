"""Where somebody moved, in running text: `I moved from Rose Lane 5, Leeds to Elm Road 2, York`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.cases.dates import Found

# An address begins with a capital or a number, has a number, and ends before a date or a clause.
_PLACE = r"(?:[^.!?;:\n]|\.(?= ?\d)|\n(?!\n)){5,80}?"
_OLD, _NEW = rf"(?P<old>{_PLACE})", rf"(?P<new>{_PLACE})"
_END = (
    r"(?=[.!?;]|\n|\s*\Z|,?\s(?:am|zum|seit|und|on|since|and|le|depuis|et|tarehe|tangu|na|с|и)\s)"
)
_ARTICLE = r"(?:(?:der|dem|die|den|das)\s)?"
_MOVES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"\bvon\s{_ARTICLE}{_OLD}\s(?:in|nach|zu|zur)\s{_ARTICLE}{_NEW}\s(?:um)?gezogen\b",
        rf"\b(?:um)?gezogen\svon\s{_ARTICLE}{_OLD}\s(?:in|nach|zur?)\s{_ARTICLE}{_NEW}{_END}",
        rf"\bumgezogen\s(?:in|nach|zur?)\s{_ARTICLE}{_NEW}{_END}",
        rf"\b(?:in|nach)\s{_ARTICLE}{_NEW}\sumgezogen\b",
        rf"\bmoved\sfrom\s{_OLD}\sto\s{_NEW}{_END}",
        rf"\bmoved\sto\s{_NEW}{_END}",
        rf"\bdéménagée?\s(?:du|de)\s{_OLD}\s(?:au|à)\s{_NEW}{_END}",
        rf"\b(?:\w*hamia)\s(?:kutoka\s)?{_OLD}\s(?:hadi|kwenda)\s{_NEW}{_END}",
        rf"\bпереехал[аи]?\s(?:с|из)\s{_OLD}\s(?:на|в)\s{_NEW}{_END}",
    )
)
_SIDES = {"old_address": "old", "new_address": "new"}


def find_moved(text: str, like: str) -> Found | None:
    """The old or the new address of somebody who says so; None for a field that is like neither."""
    return next(_found(text, _SIDES[like]), None) if like in _SIDES else None


def _found(text: str, side: str) -> Iterator[Found]:
    for shape in _MOVES:
        for match in shape.finditer(text):
            place = match.groupdict().get(side)
            if place and _is_address(place):
                start = match.start(side)
                yield Found(" ".join(place.split()), start, start + len(place))


def _is_address(place: str) -> bool:
    return bool(re.search(r"\d", place)) and (place[0].isdigit() or place[0].isupper())
