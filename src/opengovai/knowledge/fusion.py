"""One ranking out of several: reciprocal rank fusion (Cormack, Clarke & Büttcher 2009)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_SMOOTHING = 60  # the paper's k: how little the first places stand out


def fuse(rankings: Iterable[Sequence[int]]) -> dict[int, float]:
    """Scores in (0, 1], best first; the first place in all rankings scores 1. Ties keep the order
    of the first ranking that names them."""
    scores: dict[int, float] = {}
    count = 0
    for ranking in rankings:
        count += 1
        for place, item in enumerate(ranking):
            scores[item] = scores.get(item, 0.0) + (_SMOOTHING + 1) / (_SMOOTHING + 1 + place)
    ordered = sorted(scores, key=lambda item: -scores[item])
    return {item: scores[item] / count for item in ordered}
