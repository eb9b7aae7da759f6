"""Training of the classifier of kinds, with everything held out that is said of it.

Every example is judged by a model that did not see it (cross-conformal prediction, Vovk 2015): the
folds' answers calibrate, and the model that is kept is fitted on all examples.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from opengovai.cases.classifier import Classifier, likely, mixed
from opengovai.cases.features import CASED, PLAIN, columns, counted, learn, rarity, weighed
from opengovai.cases.sureness import (
    LEARNED,
    SECOND,
    ZERO,
    held_out,
    learned,
    margins_of,
    signs,
    softmax,
)
from opengovai.errors import InputError
from opengovai.types import RedactedText

_FEWEST = 30
_NEVER = -20.0
"""Below every score of a kind that was seen."""

_UNSEEN = 2e-5
"""The mass of a feature that a kind was never seen with; texts have the mass of some hundreds."""

_SHRINK, _TINY = 1e-3, 1e-12
_SEED = 20261123

Watch = Callable[[Iterable[int]], Iterable[int]]
"""Sees the folds go by, to show how far it is."""


def train(
    texts: Sequence[RedactedText],
    kinds: Sequence[str | tuple[str, ...]],
    *,
    risk: float,
    folds: int = 10,
    watch: Watch = iter,
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
    truth = np.array([[name in each for name in names] for each in several])
    judged = min(
        (_judged(texts, truth, view, folds, watch) for view in (PLAIN, CASED)), key=_lost_by
    )
    margin, right, scores = judged.margin, judged.right, judged.scores
    curve = learn("sklearn.isotonic").IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
    curve.fit(margin, right)
    floor = _floor(margin, right, risk)
    kept = _fitted(judged.counts, truth, judged.view)
    sure, trust = learned(judged.found, scores.argmax(axis=1), right, len(names), _SEED)
    routed = margin >= floor
    reach = _reach(scores, truth, risk)
    return Classifier(
        kinds=tuple(names),
        rare=kept.rare,
        weights=kept.weights.astype(np.float16),
        biases=kept.biases,
        shares=kept.shares.astype(np.float16),
        priors=kept.priors,
        mix=judged.mix,
        sizes=truth.sum(axis=0),
        sure=sure,
        trust=trust,
        floor=floor,
        reach=reach,
        margins=curve.X_thresholds_,
        right=curve.y_thresholds_,
        quantiles=np.quantile(margin, np.linspace(0, 1, 101)).astype(np.float32),
        by=judged.by,
        view=judged.view,
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
            "kinds": _by_kind(names, truth, scores.argmax(axis=1), routed),
            "seconds": round(time.perf_counter() - started, 1),
        },
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """What models that see a `view`, with these `counts` of its features, said of every example
    that they had not seen, whether they were right, which signs of doubt were found, and how sure
    they were; the rest as in `Classifier`."""

    view: str
    counts: Any
    scores: Any
    right: Any
    mix: Any
    found: Any
    by: str
    margin: Any


def _judged(
    texts: Sequence[RedactedText], truth: Any, view: str, folds: int, watch: Watch
) -> _Judged:
    counts = counted(texts, view)
    linear, bayes = _held_out(counts, truth, view, folds, watch)
    mix = _mixture(linear, bayes, truth)
    scores = mixed(linear, bayes, mix)
    best, kinds = scores.argmax(axis=1), truth.shape[1]
    right = truth[np.arange(len(truth)), best]
    lengths = np.array([len(text) for text in texts])
    found = signs(linear, bayes, scores, truth.sum(axis=0), lengths)
    ways = {by: margins_of(scores, by) for by in (SECOND, ZERO)}
    ways[LEARNED] = held_out(found, best, right, kinds, _SEED)
    by = min(ways, key=lambda way: _lost(ways[way], right))
    return _Judged(view, counts, scores, right, mix, found, by, ways[by])


def _lost_by(judged: _Judged) -> float:
    return _lost(judged.margin, judged.right)


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Both models of one fold; the arrays as in `Classifier`."""

    rare: Any
    weights: Any
    biases: Any
    shares: Any
    priors: Any


def _held_out(counts: Any, truth: Any, view: str, folds: int, watch: Watch) -> tuple[Any, Any]:
    """What both models say of every example that they did not see, float64[n, kinds] each."""
    linear, bayes = np.zeros(truth.shape), np.zeros(truth.shape)
    places = np.random.default_rng(_SEED).permutation(len(truth)) % folds
    for fold in watch(range(folds)):
        away = places == fold
        fitted = _fitted(counts[~away], truth[~away], view)
        matrix = weighed(counts[away], fitted.rare, view)
        linear[away] = np.asarray(matrix @ fitted.weights.T) + fitted.biases
        bayes[away] = likely(np.asarray(matrix @ fitted.shares.T) + fitted.priors)
    return linear, bayes


def _fitted(counts: Any, truth: Any, view: str) -> _Fitted:
    """A row a kind, each told from all others; one that this fold lacks is never said."""
    rare = rarity(counts)
    matrix = weighed(counts, rare, view)
    weights = np.zeros((truth.shape[1], matrix.shape[1]), dtype=np.float32)
    biases = np.full(truth.shape[1], _NEVER, dtype=np.float32)
    machine = learn("sklearn.svm").LinearSVC
    for kind, are in enumerate(truth.T):
        if are.any() and not are.all():
            model = machine(C=1.0, random_state=_SEED).fit(matrix, are)
            weights[kind], biases[kind] = model.coef_[0], model.intercept_[0]
    return _Fitted(rare, weights, biases, *_bayes(matrix, truth))


def _bayes(matrix: Any, truth: Any) -> tuple[Any, Any]:
    """Logarithms of the share of each feature in each kind, smoothed, and of the kinds' shares.
    A text of several kinds counts for each in part."""
    parts = (truth / truth.sum(axis=1, keepdims=True)).T.astype(np.float32)
    mass = np.asarray((matrix.T @ parts.T).T) + _UNSEEN
    shares = np.log(mass / mass.sum(axis=1, keepdims=True))
    priors = np.log(parts.sum(axis=1) + 1) - np.log(parts.sum() + 1)
    return (shares - shares.mean(axis=0)).astype(np.float32), priors.astype(np.float32)


def _mixture(linear: Any, bayes: Any, truth: Any) -> Any:
    """The two weights, not negative, under which the true kinds are likeliest (conditional logit,
    McFadden 1974); the probability of a text of several kinds is that of any of them."""
    both = np.stack([linear, bayes], axis=2)

    def loss(weights: Any) -> tuple[float, Any]:
        chances = softmax(both @ weights)
        sums = (chances * truth).sum(axis=1, keepdims=True) + _TINY
        slope = np.einsum("nk,nkf->f", chances * truth / sums - chances, both) / len(truth)
        pull = 2 * _SHRINK * weights
        return float(_SHRINK * (weights**2).sum() - np.log(sums).mean()), pull - slope

    fit = learn("scipy.optimize").minimize
    return fit(loss, np.ones(2), jac=True, method="L-BFGS-B", bounds=[(0, None)] * 2).x


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

**Form.** A linear support vector machine and naive Bayes, mixed, over {columns(model.view)} hashed
words and character sequences ({model.view}); {len(model.kinds)} kinds. It sees redacted text.

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
