"""From tag scores to spans: the best sequence in which no I follows anything but its own B or I.

Exact Viterbi decoding (Viterbi 1967; Ratinov and Roth 2009 on BIO), run only where a token leans
to a name: elsewhere every token is O whatever its neighbours are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from opengovai.redaction.names.features import Floats
from opengovai.redaction.names.network import TAGS

_OUTSIDE = 0
_BEGINS = {tag[2:]: index for index, tag in enumerate(TAGS) if tag[0] == "B"}
_INSIDE = {index: _BEGINS[tag[2:]] for index, tag in enumerate(TAGS) if tag[0] == "I"}
_INVALID = np.array(
    [
        [tag in _INSIDE and before not in (tag, _INSIDE[tag]) for tag in range(len(TAGS))]
        for before in range(len(TAGS))
    ]
)
"""bool[tags, tags]: whether the second tag may not follow the first."""
_LEAD = 2
"""Tokens before a leaning one that are decoded with it: one may have to become its B."""


def runs(scores: Floats) -> Iterator[tuple[str, int, int]]:
    """Each entity found, with its first and one past its last token, in order.

    `scores` is float32[n, tags], log-probabilities.
    """
    tags = scores.argmax(axis=1)
    broken = _INVALID[np.concatenate(([_OUTSIDE], tags[:-1])), tags]
    for first, last in _regions(tags):
        if broken[first:last].any():
            best = best_tags(scores[first:last].tolist())
        else:  # each token's best tag: no other sequence can score higher
            best = tags[first:last].tolist()
        yield from _entities(best, first)


def best_tags(scores: Sequence[Sequence[float]]) -> list[int]:
    """The valid tag sequence with the highest sum of `scores` (one row a token)."""
    total = [0.0] + [float("-inf")] * (len(TAGS) - 1)
    history: list[list[int]] = []
    for row in scores:
        best = max(range(len(TAGS)), key=total.__getitem__)
        before = [best] * len(TAGS)
        for inside, begin in _INSIDE.items():
            before[inside] = begin if total[begin] > total[inside] else inside
        total = [total[before[tag]] + row[tag] for tag in range(len(TAGS))]
        history.append(before)
    tag = max(range(len(TAGS)), key=total.__getitem__)
    tags = [tag]
    for before in reversed(history[1:]):
        tag = before[tag]
        tags.append(tag)
    return tags[::-1]


def _regions(tags: npt.NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    leaning = np.flatnonzero(tags)
    if not len(leaning):
        return
    breaks = np.flatnonzero(np.diff(leaning) > _LEAD + 1)
    firsts = leaning[np.concatenate(([0], breaks + 1))]
    lasts = leaning[np.concatenate((breaks, [len(leaning) - 1]))]
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        yield max(0, first - _LEAD), last + 1


def _entities(tags: Sequence[int], offset: int) -> Iterator[tuple[str, int, int]]:
    start: int | None = None
    for place, tag in enumerate([*tags, _OUTSIDE]):
        if tag in _INSIDE:
            continue
        if start is not None:
            yield TAGS[tags[start]][2:], offset + start, offset + place
        start = place if tag != _OUTSIDE else None
