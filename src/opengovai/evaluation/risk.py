"""Risk against coverage: what a floor on confidence costs and buys.

Selective prediction as in El-Yaniv and Wiener (2010) and Geifman and El-Yaniv (2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nextafter


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """At `floor`: the share of questions answered and the share of these answered wrongly."""

    floor: float
    coverage: float
    risk: float


def risk_coverage(confidences: Sequence[float], wrong: Sequence[bool]) -> list[Point]:
    """The curve from the highest floor to the lowest, one point per distinct confidence."""
    ranked = sorted(zip(confidences, wrong, strict=True), key=lambda pair: -pair[0])
    points: list[Point] = []
    errors = 0
    for count, (confidence, bad) in enumerate(ranked, start=1):
        errors += bad
        if count == len(ranked) or ranked[count][0] != confidence:
            points.append(
                Point(floor=confidence, coverage=count / len(ranked), risk=errors / count)
            )
    return points


def aurc(points: Sequence[Point]) -> float:
    """Area under the risk-coverage curve, in [0, 1], less is better; 0 without points.

    Equal confidences count at the risk of accepting them all, so their order does not matter.
    """
    area, reached = 0.0, 0.0
    for point in points:
        area += (point.coverage - reached) * point.risk
        reached = point.coverage
    return area


def floor_for(confidences: Sequence[float], allowed: float) -> float:
    """The least floor that at most the share `allowed` of these confidences reaches.

    Give it the confidences of unanswerable questions: that share is then the false-answer rate on
    the same questions. On new questions it holds only on average; see `docs/how-to`.
    """
    ranked = sorted(confidences, reverse=True)
    keep = int(allowed * len(ranked) + 1e-9)
    if keep >= len(ranked):
        return 0.0
    return nextafter(ranked[keep], 2.0)
