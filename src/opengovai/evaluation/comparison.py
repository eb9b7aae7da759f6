"""Whether one configuration is better than another, from the same questions asked of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from opengovai.evaluation.answers import Score
from opengovai.evaluation.intervals import Estimate, bootstrap


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """`difference` is this minus the other, with its paired bootstrap interval. `better` questions
    only this gets right, `worse` only the other; `p` is McNemar's (1947), exact and two-sided."""

    measure: str
    difference: Estimate
    better: int
    worse: int
    p: float


def compare(these: Sequence[Score], others: Sequence[Score]) -> list[Comparison]:
    """Correct answers to answerable questions, and right refusals of the others; those of the two
    that have questions. Both in the order of the same questions."""
    pairs = list(zip(these, others, strict=True))
    measured = {
        "correct": [(a.correct, b.correct) for a, b in pairs if a.question.answerable],
        "refused_rightly": [
            (not a.given.answered, not b.given.answered)
            for a, b in pairs
            if not a.question.answerable
        ],
    }
    return [_compared(name, both) for name, both in measured.items() if both]


def _compared(measure: str, pairs: Sequence[tuple[bool, bool]]) -> Comparison:
    better = sum(this and not other for this, other in pairs)
    worse = sum(other and not this for this, other in pairs)
    differences = [float(this) - float(other) for this, other in pairs]
    return Comparison(
        measure=measure,
        difference=bootstrap([differences], lambda means: means[0]),
        better=better,
        worse=worse,
        p=_mcnemar(better, worse),
    )


def _mcnemar(better: int, worse: int) -> float:
    n = better + worse
    tail = sum(comb(n, at) for at in range(min(better, worse) + 1))
    return min(1.0, 2 * tail / float(2**n))
