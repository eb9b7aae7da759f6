"""Where somebody lived and lives, in running text: `moved from Rose Lane 5, Leeds to Elm Road 2`.

Addresses are known by their shape; what stands at one says whether it is the old or the new one.
Where one of two is known, the other is the other one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from opengovai.cases import moves_words as says
from opengovai.cases.dates import Found, Sure
from opengovai.cases.shapes import words

CLEAR, LIKELY = 0.8, 0.6
_BEFORE, _BEHIND = 60, 40
_MOST = 40
"""Addresses that are looked at: a letter with more is a list."""

_SENTENCE = re.compile(r"(?<=[^\W\d_]{4})[.]\s|[!?;]\s|\n\s{0,9}\n")


class Addresses(NamedTuple):
    """The old and the new one, each with its confidence; None where it is not clear."""

    old: Sure | None
    new: Sure | None


def find_addresses(text: str, seen: Sequence[tuple[int, int]] = ()) -> Addresses:
    """Both addresses of somebody who moved; `seen` are ranges that a recognizer takes for one."""
    places = _places(text, seen)
    sides = [_side(text, place, places) for place in places]
    old = [p for p, side in zip(places, sides, strict=True) if side < 0]
    new = [p for p, side in zip(places, sides, strict=True) if side > 0]
    rest = [p for p, side in zip(places, sides, strict=True) if side == 0]
    if len(rest) == 1 and len(old) + len(new) == 1:
        return Addresses(
            old=Sure(old[0], CLEAR) if old else Sure(rest[0], LIKELY),
            new=Sure(new[0], CLEAR) if new else Sure(rest[0], LIKELY),
        )
    return Addresses(old=_only(old) or _moved(text, "old"), new=_only(new) or _moved(text, "new"))


def _moved(text: str, side: str) -> Sure | None:
    for shape in says.MOVES:
        for match in shape.finditer(text):
            place = match.groupdict().get(side)
            if place and re.search(r"\d", place) and (place[0].isdigit() or place[0].isupper()):
                start = match.start(side)
                return Sure(Found(" ".join(place.split()), start, start + len(place)), LIKELY)
    return None


def _only(places: Sequence[Found]) -> Sure | None:
    if not places:
        return None
    alike = {re.sub(r"\W", "", place.value).casefold() for place in places}
    return Sure(places[0], CLEAR if len(alike) == 1 else LIKELY - 0.1)


def _places(text: str, seen: Sequence[tuple[int, int]]) -> list[Found]:
    """By their shape; what a recognizer sees where none of that shape stands."""
    shaped = [match.span() for match in islice(says.ADDRESS.finditer(text), _MOST)]
    more = [(a, b) for a, b in seen[:_MOST] if all(b <= start or end <= a for start, end in shaped)]
    return [
        Found(" ".join(text[start:end].split()), start, end)
        for start, end in sorted({*shaped, *more})
        if re.search(r"\d", text[start:end])
    ]


def _side(text: str, place: Found, places: Sequence[Found]) -> int:
    """-1 for an old one, 1 for a new one, 0 where nothing says it; the closest word counts."""
    others = [other for other in places if other != place]
    begin = max([place.start - _BEFORE, 0, *(o.end for o in others if o.end <= place.start)])
    end = min([place.end + _BEHIND, *(o.start for o in others if o.start >= place.end)])
    head = _SENTENCE.split(text[begin : place.start])[-1]
    tail = _SENTENCE.split(text[place.end : end], maxsplit=1)[0]
    near = [(len(head) - m.end() + _weak(m), -1) for m in words(says.OLD_BEFORE).finditer(head)]
    near += [(len(head) - m.end() + _weak(m), 1) for m in words(says.NEW_BEFORE).finditer(head)]
    near += [(m.start(), -1) for m in words(says.OLD_BEHIND).finditer(tail)]
    near += [(m.start(), 1) for m in words(says.NEW_BEHIND).finditer(tail)]
    return min(near, default=(0, 0))[1]


def _weak(match: re.Match[str]) -> int:
    """A preposition says less than a word farther away."""
    return 15 if len(match[0]) < 3 else 0
