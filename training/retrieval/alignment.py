"""Which words of two languages stand for each other, counted in aligned lines.

IBM model 2 with fast_align's prior for the diagonal (Dyer, Chahuneau & Smith 2013), trained by
expectation-maximisation in both directions; a link counts as much as both directions believe in it
(Liang, Taskar & Klein 2006).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 6
_TENSION = 3.0  # of the diagonal prior, after the first two rounds
_NOTHING = 0.08  # that a word stands for none
_LONGEST = 60  # words of a line that are looked at

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Links:
    """How often the words `left[i]` and `right[i]` were linked, expected."""

    left: list[str]
    right: list[str]
    counts: Floats


@dataclass(frozen=True, slots=True)
class _Cells:
    """Every word of a line beside every word of its translation; one entry a cell."""

    left: Ints  # the word
    right: Ints
    joint: Ints  # the pair of words
    at_left: Ints  # the word's place in the corpus
    at_right: Ints
    near: Floats  # how near the diagonal, in (0, 1]


def align(pairs: Sequence[tuple[list[str], list[str]]]) -> Links:
    """Expected links of all pairs of lines, given as words."""
    left_words: dict[str, int] = {}
    right_words: dict[str, int] = {}
    cells = _cells(pairs, left_words, right_words)
    forward = _believed(cells.left, cells.joint, cells.at_right, cells.near)
    backward = _believed(cells.right, cells.joint, cells.at_left, cells.near)
    agreed = np.bincount(cells.joint, np.sqrt(forward * backward))
    first = np.unique(cells.joint, return_index=True)[1]
    lefts, rights = list(left_words), list(right_words)
    return Links(
        [lefts[i] for i in cells.left[first]], [rights[i] for i in cells.right[first]], agreed
    )


def _cells(
    pairs: Sequence[tuple[list[str], list[str]]], lefts: dict[str, int], rights: dict[str, int]
) -> _Cells:
    parts: list[tuple[Ints, ...]] = []
    nears: list[Floats] = []
    at_left = at_right = 0
    for one, other in pairs:
        x = np.array([lefts.setdefault(w, len(lefts)) for w in one[:_LONGEST]], np.int64)
        y = np.array([rights.setdefault(w, len(rights)) for w in other[:_LONGEST]], np.int64)
        if not len(x) or not len(y):
            continue
        i, j = (grid.ravel() for grid in np.meshgrid(range(len(x)), range(len(y)), indexing="ij"))
        parts.append((x[i], y[j], at_left + i, at_right + j))
        nears.append(np.exp(-_TENSION * np.abs(i / len(x) - j / len(y))))
        at_left += len(x)
        at_right += len(y)
    left, right, lefts_at, rights_at = (np.concatenate(part) for part in zip(*parts, strict=True))
    joint = np.unique(left * (len(rights) + 1) + right, return_inverse=True)[1]
    return _Cells(left, right, joint, lefts_at, rights_at, np.concatenate(nears))


def _believed(given: Ints, joint: Ints, place: Ints, near: Floats) -> Floats:
    """For each cell the probability that the word at `place` stands for the word `given`."""
    chance = np.ones(joint.max() + 1)
    of = np.zeros(joint.max() + 1, np.int64)
    of[joint] = given
    believed = np.ones(len(joint))
    for turn in range(_ROUNDS):
        weight = chance[joint] * (near if turn >= 2 else 1.0)
        mass = np.bincount(place, weight)
        believed = (1 - _NOTHING) * weight / mass[place]
        counts = np.bincount(joint, believed)
        totals = np.bincount(of, counts)
        chance = counts / totals[of]
    return believed
