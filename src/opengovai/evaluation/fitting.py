"""A calibration from questions whose right answers are known.

Platt scaling (Platt 1999, with his smoothed targets) of the log-odds towards "the answer quotes
what answers"; a language with enough answers of both sorts gets its own, the others share one. The
floor comes from conformal risk control on the unanswerable questions, each scaled by a fit that did
not see it; a language with twice as many as the risk needs gets its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opengovai.errors import InputError
from opengovai.evaluation.answers import Score
from opengovai.evaluation.calibration import ALL, Calibration, Scaling, log_odds
from opengovai.evaluation.risk import conformal_floor, upper_bound

_ENOUGH = 20  # right answers, and as many wrong ones, before a language is scaled by itself
_OWN_FLOOR = 2  # times as many unanswerable questions as the risk needs
_FOLDS = 5
_PENALTY = 1.0  # holds slope at 1 and intercept at 0 where there is little to learn from
_ROUNDS = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibrated:
    """The calibration; of `unanswerable` questions `false` reach its floor, of `answerable` ones
    `refused` do not. `bound` is the one-sided 95 % Clopper-Pearson bound on false answers."""

    calibration: Calibration
    unanswerable: int
    false: int
    bound: float
    answerable: int
    refused: int


def calibrate(scores: Sequence[Score], *, risk: float) -> Calibrated:
    """Fit on scores of questions that were asked without a floor.

    Raises InputError where there are too few unanswerable questions for any floor to keep `risk`.
    """
    unanswerable = [one for one in scores if not one.question.answerable]
    needed = round(1 / risk)
    if len(unanswerable) < needed - 1:
        raise InputError(
            f"{len(unanswerable)} unanswerable questions cannot show a risk of {risk:g}",
            where="questions",
            remedy=f"Give at least {needed - 1}, or accept a higher risk.",
        )
    held_out = _held_out(scores)
    floor = conformal_floor([p for one, p in held_out if not one.question.answerable], risk)
    calibration = Calibration(
        floor=floor, floors=_floors(held_out, risk), scalings=scalings(scores)
    )
    reached = [(one, p >= calibration.floor_for(one.question.language)) for one, p in held_out]
    false = sum(reaches for one, reaches in reached if not one.question.answerable)
    asked = [reaches for one, reaches in reached if one.question.answerable]
    return Calibrated(
        calibration=calibration,
        unanswerable=len(unanswerable),
        false=false,
        bound=upper_bound(false, len(unanswerable)),
        answerable=len(asked),
        refused=asked.count(False),
    )


def _held_out(scores: Sequence[Score]) -> list[tuple[Score, float]]:
    """Each with its probability by a scaling that never saw it."""
    found: list[tuple[Score, float]] = []
    for at in range(_FOLDS):
        rest = [one for other, one in enumerate(scores) if other % _FOLDS != at]
        scaled = Calibration(floor=0.0, scalings=scalings(rest))
        found += [(one, _probability(scaled, one)) for one in scores[at::_FOLDS]]
    return found


def _floors(held_out: Sequence[tuple[Score, float]], risk: float) -> Mapping[str, float]:
    reached: dict[str, list[float]] = {}
    for one, probability in held_out:
        if one.question.language and not one.question.answerable:
            reached.setdefault(one.question.language, []).append(probability)
    return {
        language: conformal_floor(own, risk)
        for language, own in sorted(reached.items())
        if len(own) >= round(_OWN_FLOOR / risk)
    }


def scalings(scores: Sequence[Score]) -> Mapping[str, Scaling]:
    """One for everything, and one for each language that can bear it."""
    drafted = [one for one in scores if one.given.confidence > 0]
    groups = {ALL: drafted}
    for language in sorted({one.question.language for one in drafted} - {""}):
        own = [one for one in drafted if one.question.language == language]
        right = sum(one.correct for one in own)
        if min(right, len(own) - right) >= _ENOUGH:
            groups[language] = own
    return {name: _fit(group) for name, group in groups.items()}


def _fit(scores: Sequence[Score]) -> Scaling:
    """Newton's method on the penalised log-loss, which has one minimum."""
    import numpy as np

    right = np.array([one.correct for one in scores], dtype=np.float64)
    hits, misses = right.sum(), len(right) - right.sum()
    target = np.where(right > 0, (hits + 1) / (hits + 2), 1 / (misses + 2))
    odds = np.array([log_odds(one.given.confidence) for one in scores])
    design = np.c_[odds, np.ones(len(odds))].reshape(-1, 2)
    start = np.array([1.0, 0.0])
    found = start.copy()
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        gradient = design.T @ (likely - target) + _PENALTY * (found - start)
        curved = (design.T * (likely * (1 - likely))) @ design + _PENALTY * np.eye(2)
        found = found - np.linalg.solve(curved, gradient)
    # A slope below 0 would turn the drafter's order around: then nothing was learnt.
    return Scaling(slope=max(0.05, float(found[0])), intercept=float(found[1]))


def _probability(calibration: Calibration, one: Score) -> float:
    return calibration.probability(one.given.confidence, one.question.language)
