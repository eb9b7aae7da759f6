"""All figures of a set of scores under one name each: for tables, bars, plots and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from statistics import median, quantiles
from typing import Any

from opengovai.evaluation.answers import Score, Summary, by, language_gap, summarize
from opengovai.evaluation.intervals import Estimate
from opengovai.evaluation.risk import (
    aurc,
    calibration_error,
    coverage_at,
    reliability,
    risk_coverage,
)

RISK = 0.05
_BINS = 10
RATES = tuple(field.name for field in fields(Summary) if field.name != "questions")
"""Figures with an interval."""


def figures(scores: Sequence[Score]) -> dict[str, float | None]:
    """Every figure as one number; None where nothing was measured. `ece` is the calibration error
    of confidences above 0, `coverage_at_risk` the share that can be answered with at most 5 % of
    the answers wrong, `seconds` medians and 95th percentiles, `cost` that of all questions."""
    summary = summarize(scores)
    rates = {name: _value(getattr(summary, name)) for name in RATES}
    return {**rates, **_others(scores)}


def rows(scores: Sequence[Score]) -> list[dict[str, Any]]:
    """For each language and for all: every rate with its interval, every other figure."""
    groups = [("language", name, own) for name, own in by(scores, lambda q: q.language).items()]
    return [
        {"group": group, "name": name, **asdict(summarize(own)), **_others(own)}
        for group, name, own in [*groups, ("all", "all", list(scores))]
    ]


def _others(scores: Sequence[Score]) -> Mapping[str, float | None]:
    drafted = [one for one in scores if one.given.confidence > 0]
    sure, right = [s.given.confidence for s in drafted], [s.correct for s in drafted]
    curve = risk_coverage(sure, [not one for one in right])
    seconds = sorted(one.given.seconds for one in scores)
    return {
        "aurc": aurc(curve) if curve else None,
        "coverage_at_risk": coverage_at(curve, RISK) * len(drafted) / len(scores)
        if scores
        else None,
        "ece": calibration_error(reliability(sure, right, bins=_BINS)) if drafted else None,
        "language_gap": _value(language_gap(scores)),
        "seconds": median(seconds) if seconds else None,
        "seconds_95": quantiles(seconds, n=20)[-1] if len(seconds) > 1 else None,
        "cost": sum(one.given.cost for one in scores),
    }


def _value(estimate: Estimate | None) -> float | None:
    return None if estimate is None else estimate.value
