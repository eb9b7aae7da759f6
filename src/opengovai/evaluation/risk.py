"""Risk against coverage: what a floor on confidence costs and buys.

Selective prediction as in El-Yaniv and Wiener (2010) and Geifman and El-Yaniv (2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import comb, nextafter


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


def conformal_floor(confidences: Sequence[float], risk: float) -> float:
    """The least floor whose expected rate of reaching it is at most `risk` on a new question of the
    same kind: conformal risk control (Angelopoulos et al. 2024) for a 0/1 loss.

    Give it the confidences of unanswerable questions that no model or weight was fitted on. Of `n`
    of them at most `risk * (n + 1) - 1` may reach it; where that is below 0, nothing is answered
    and the floor is over 1.
    """
    allowed = int(risk * (len(confidences) + 1) + 1e-9) - 1
    if allowed < 0:
        return nextafter(1.0, 2.0)
    return floor_for(confidences, allowed / len(confidences))


def upper_bound(errors: int, n: int, *, certainty: float = 0.95) -> float:
    """The one-sided Clopper-Pearson (1934) bound on a rate of which `errors` in `n` were seen."""
    if errors >= n:
        return 1.0
    low, high = errors / n, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(errors, n, middle) > 1 - certainty:
            low = middle
        else:
            high = middle
    return high


def _at_most(errors: int, n: int, share: float) -> float:
    """The binomial probability of at most that many errors."""
    return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(errors + 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Bin:
    """`n` confidences, their mean, and the share of them that were right."""

    confidence: float
    right: float
    n: int


def reliability(confidences: Sequence[float], right: Sequence[bool], *, bins: int) -> list[Bin]:
    """Equally many confidences in each bin, lowest first; fewer bins where there are too few."""
    ranked = sorted(zip(confidences, right, strict=True))
    edges = [round(at * len(ranked) / bins) for at in range(bins + 1)]
    groups = [ranked[start:end] for start, end in pairwise(edges) if end > start]
    return [
        Bin(
            confidence=sum(value for value, _ in group) / len(group),
            right=sum(hit for _, hit in group) / len(group),
            n=len(group),
        )
        for group in groups
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error (Naeini et al. 2015) over equally filled bins, in [0, 1]."""
    total = sum(one.n for one in bins)
    return sum(one.n * abs(one.confidence - one.right) for one in bins) / total if total else 0.0


def coverage_at(points: Sequence[Point], risk: float) -> float:
    """The most that can be answered with at most that share of the answers wrong."""
    return max((point.coverage for point in points if point.risk <= risk), default=0.0)
