"""Training of the classifier of kinds, with everything held out that is said of it.

Every example is judged by a model that did not see it (cross-conformal prediction, Vovk 2015): the
folds' answers calibrate, and the model that is kept is fitted on all examples.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from opengovai.cases.classifier import (
    COLUMNS,
    SECOND,
    ZERO,
    Classifier,
    features,
    learn,
    margins_of,
)
from opengovai.errors import InputError
from opengovai.types import RedactedText

_FEWEST = 30
_SEED = 20261123


def train(
    texts: Sequence[RedactedText],
    kinds: Sequence[str | tuple[str, ...]],
    *,
    risk: float,
    folds: int = 5,
) -> Classifier:
    """Fit on all; at most `risk` of what is routed goes wrong, and of the conformal sets lacks the
    true kind, as far as later texts are like these. Of a text of several kinds each is right.

    Raises InputError for too few examples, MissingExtraError.
    """
    several = [(each,) if isinstance(each, str) else each for each in kinds]
    names = sorted({name for each in several for name in each})
    if len(texts) < _FEWEST or len(names) < 2:
        raise InputError(
            f"There are {len(texts)} examples of {len(names)} kinds",
            remedy=f"Give at least {_FEWEST} of at least two kinds; hundreds are better.",
        )
    started = time.perf_counter()
    matrix = features(texts)
    truth = np.array([[name in each for name in names] for each in several])
    scores = _held_out(matrix, truth, folds)
    best = scores.argmax(axis=1)
    right = truth[np.arange(len(truth)), best]
    by = min((SECOND, ZERO), key=lambda way: _lost(margins_of(scores, way), right))
    margin = margins_of(scores, by)
    curve = learn("sklearn.isotonic").IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
    curve.fit(margin, right)
    floor = _floor(margin, right, risk)
    weights, biases = _fitted(matrix, truth)
    routed = margin >= floor
    reach = _reach(scores, truth, risk)
    return Classifier(
        kinds=tuple(names),
        weights=weights.astype(np.float16),
        biases=biases.astype(np.float32),
        floor=floor,
        reach=reach,
        margins=curve.X_thresholds_,
        right=curve.y_thresholds_,
        quantiles=np.quantile(margin, np.linspace(0, 1, 101)).astype(np.float32),
        by=by,
        card={
            "examples": len(texts),
            "data": sha256("\0".join([*texts, *map(", ".join, several)]).encode()).hexdigest(),
            "risk": risk,
            "accuracy": round(float(right.mean()), 4),
            "coverage": round(float(routed.mean()), 4),
            "routed_accuracy": round(float(right[routed].mean()), 4) if routed.any() else None,
            "set_size": round(
                float((scores >= scores.max(axis=1, keepdims=True) - reach).sum(axis=1).mean()), 2
            ),
            "kinds": _by_kind(names, truth, best, routed),
            "seconds": round(time.perf_counter() - started, 1),
        },
    )


def _held_out(matrix: Any, truth: Any, folds: int) -> Any:
    """Scores of every example by a model that did not see it."""
    scores = np.full(truth.shape, -np.inf)
    places = np.random.default_rng(_SEED).permutation(len(truth)) % folds
    for fold in range(folds):
        away = places == fold
        weights, biases = _fitted(matrix[~away], truth[~away])
        scores[away] = np.asarray(matrix[away] @ weights.T) + biases
    return scores


def _fitted(matrix: Any, truth: Any) -> tuple[Any, Any]:
    """A row a kind, each told from all others; one that this fold lacks can never be said."""
    weights = np.zeros((truth.shape[1], matrix.shape[1]))
    biases = np.full(truth.shape[1], -1e6)
    machine = learn("sklearn.svm").LinearSVC
    for kind, are in enumerate(truth.T):
        if are.any() and not are.all():
            model = machine(C=1.0, random_state=_SEED).fit(matrix, are)
            weights[kind], biases[kind] = model.coef_[0], model.intercept_[0]
    return weights, biases


def _lost(margin: Any, right: Any) -> float:
    """The area under the risk-coverage curve (Geifman et al. 2018)."""
    wrong = np.cumsum(~right[np.argsort(-margin, kind="stable")])
    return float((wrong / np.arange(1, len(wrong) + 1)).mean())


def _floor(margin: Any, right: Any, risk: float) -> float:
    """The least margin from which (wrong + 1) / (n + 1) is at most the risk; infinite if none."""
    order = np.argsort(-margin)
    wrong = np.cumsum(~right[order])
    fine = np.flatnonzero((wrong + 1) / (np.arange(len(order)) + 2) <= risk)
    return float(margin[order][fine[-1]]) if len(fine) else float("inf")


def _reach(scores: Any, truth: Any, risk: float) -> float:
    """The distance to the best within which the true kind is, but for the risk: the quantile of
    split conformal prediction, ceil((n + 1)(1 - risk)) of n."""
    short = np.sort(scores.max(axis=1) - np.where(truth, scores, -np.inf).max(axis=1))
    place = int(np.ceil((len(short) + 1) * (1 - risk))) - 1
    return float(short[place]) if place < len(short) else float("inf")


def _by_kind(names: Sequence[str], truth: Any, best: Any, routed: Any) -> dict[str, Any]:
    """Examples, precision, recall and routed share of each kind, on held-out examples."""
    told = {}
    for number, name in enumerate(names):
        are, said = truth[:, number], best == number
        hit = float((are & said).sum())
        told[name] = {
            "examples": int(are.sum()),
            "precision": round(hit / max(1, int(said.sum())), 4),
            "recall": round(hit / max(1, int(are.sum())), 4),
            "routed": round(float(routed[are].mean()), 4),
        }
    return told


def card_of(model: Classifier, *, purpose: str, energy: str) -> str:
    """The model card (Mitchell et al. 2019) as Markdown."""
    card = model.card
    rows = "\n".join(
        f"| {name} | {k['examples']} | {k['precision']:.3f} | {k['recall']:.3f} |"
        f" {k['routed']:.3f} |"
        for name, k in card["kinds"].items()
    )
    routed = "none" if card["routed_accuracy"] is None else f"{card['routed_accuracy']:.1%}"
    return f"""# Model card: kinds of documents

**Purpose.** {purpose}
It proposes the queue of a case. It decides nothing, and what it is not sure of goes to a person.

**Form.** A linear support vector machine over {COLUMNS} hashed words and character sequences;
{len(model.kinds)} kinds. It sees redacted text.

**Data.** {card["examples"]} examples, redacted before training, SHA-256 `{card["data"]}`.

**Figures.** Each example judged by a model that did not see it. Accuracy {card["accuracy"]:.1%}.
At a risk of {card["risk"]:.0%} it routes {card["coverage"]:.1%} of cases; right of these: {routed}.
Conformal sets hold {card["set_size"]} kinds on average.

| kind | examples | precision | recall | routed |
|---|---|---|---|---|
{rows}

**Limits.** The figures hold for texts like the examples. Other languages, new kinds and new wording
make it worse before anyone notices: `opengovai case report` compares recent cases with them and
warns. Kinds with few examples are judged on few. Examples that were sorted wrongly teach wrong
sorting. The weights may reveal single words of the examples: keep the file where they may be.

**Energy.** {energy}
"""
