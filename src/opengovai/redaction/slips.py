"""Numbers that miss their shape by one slip, beside the word that says what they are.

A digit too many or too few, the letters O, I and L typed for 0 and 1, or, in numbers with letters,
any one character wrong, missing or too many. Wrong and swapped digits keep the shape: those are the
business of the checks (`numbers`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from opengovai.redaction.context import Vocabulary
from opengovai.redaction.identifiers import Identifier

SCORE = 0.55

_REPEATED = re.compile(r"\{([3-9]|\d\d)(?:,(\d+))?\}")
_LETTERS = re.compile("[A-Z]")
_FEWEST = 4
"""Least length of a repeated part of a shape in which a slip is looked for."""
_DIGIT = "1"
"""Stands for any digit: every shape takes it wherever it takes several."""
_MISREAD = str.maketrans("OIL", "011")


class _Slip(NamedTuple):
    entity: str
    context: int
    matches: Callable[[str], object]
    letters: str
    """Letters that its shape names: each of its parts takes one of them, if it takes letters."""


class Slips:
    """Finds what a number with a slip was meant to be."""

    def __init__(self, identifiers: Sequence[Identifier], vocabulary: Vocabulary) -> None:
        self._longer: dict[int, list[_Slip]] = defaultdict(list)
        self._misread: dict[int, list[_Slip]] = defaultdict(list)
        for kind in identifiers:
            if kind.doubtful:
                continue
            context = vocabulary.mask(kind.context)
            letters = "".join(sorted(set(_LETTERS.findall(kind.shape))))
            as_is = _Slip(kind.entity, context, _matcher(kind.shape), letters)
            for length in kind.lengths:
                self._misread[length].append(as_is)
            shape = _widened(kind.shape)
            if shape:
                slip = _Slip(kind.entity, context, _matcher(shape), letters)
                for length in {n + by for n in kind.lengths for by in (-1, 1)}:
                    self._longer[length].append(slip)

    def read(self, compact: str, nearest: int, *, whole: bool) -> Iterator[str]:
        """Entities that the number may have been meant to be, where `nearest` names them; `whole`
        says that it is written without spaces or marks."""
        found = [
            *(s for s in self._longer.get(len(compact), ()) if s.matches(compact)),
            *(() if compact.isdigit() else self._lettered(compact, nearest, whole=whole)),
        ]
        return (slip.entity for slip in found if slip.context & nearest)

    def _lettered(self, compact: str, nearest: int, *, whole: bool) -> Iterator[_Slip]:
        """The same for a number with letters."""
        length = len(compact)
        for slip in self._misread.get(length, ()):
            if slip.context & nearest and any(map(slip.matches, _read_as_digits(compact))):
                yield slip
        for by in (-1, 0, 1) if whole else ():
            for slip in self._misread.get(length + by, ()):
                if slip.context & nearest and slip.letters and _is_near(slip, compact, by):
                    yield slip


def _matcher(shape: str) -> Callable[[str], object]:
    return re.compile(shape, re.ASCII).fullmatch


def _widened(shape: str) -> str:
    """The shape with its repeated parts one shorter or longer; empty if none is long."""
    if not any(int(m[1]) >= _FEWEST for m in _REPEATED.finditer(shape)):
        return ""
    return _REPEATED.sub(lambda m: f"{{{int(m[1]) - 1},{int(m[2] or m[1]) + 1}}}", shape)


def _is_near(slip: _Slip, compact: str, by: int) -> bool:
    """Whether one character more (`by` 1), less (-1) or another (0) makes it such a number."""
    skipped = 0 if by > 0 else 1
    for i in range(len(compact) + (by > 0)):
        head, tail = compact[:i], compact[i + skipped :]
        for char in [""] if by < 0 else f"{slip.letters}{_DIGIT}":
            if slip.matches(head + char + tail):
                return True
    return False


def _read_as_digits(compact: str) -> Iterator[str]:
    """The number with misread letters as digits: one of them, or all but for one or two letters
    at the beginning and one at the end."""
    for i, char in enumerate(compact):
        if char in "OIL":
            yield f"{compact[:i]}{char.translate(_MISREAD)}{compact[i + 1 :]}"
    for head in (0, 1, 2):
        for tail in (0, 1):
            stop = len(compact) - tail
            yield compact[:head] + compact[head:stop].translate(_MISREAD) + compact[stop:]
