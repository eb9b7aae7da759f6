"""How sure a classifier of kinds is: by distance, or by what was right of held-out examples.

Two ways count a distance. The third is learned: a logistic regression of "was it right" on signs
of doubt, among them how far two unlike models agree and how often what is said to be of this kind
is (after selective classification with a learned confidence, Corbière et al. 2019).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from opengovai.cases.features import learn

SECOND, ZERO, LEARNED = "second", "zero", "learned"
"""What the best kind's score is compared with; `LEARNED`: more than its score is looked at."""

_PARTS = 5
_SMOOTH = 5.0
"""A kind's precision starts at that of all kinds, counted as so many examples."""


def margins_of(scores: Any, by: str) -> Any:
    """How far the best kind of each row is before the second; or before zero, where a text may be
    of several kinds and the second may be right too."""
    top = np.sort(scores, axis=1)
    return top[:, -1] - (top[:, -2] if by == SECOND else 0)


def signs(linear: Any, bayes: Any, scores: Any, sizes: Any, lengths: Any) -> Any:
    """float64[n, 10] signs of doubt about each row's best kind: the log-odds and the logarithms of
    the first two probabilities, the entropy; score and lead by the linear model, lead by the Bayes
    model, whether both say the same; how many examples the kind has; the text's characters."""
    chances = softmax(scores)
    best = scores.argmax(axis=1)
    first, second = np.sort(chances, axis=1)[:, :-3:-1].T
    tiny = 1e-6
    return np.column_stack(
        [
            np.log(first + tiny) - np.log(1 - first + tiny),
            np.log(first),
            np.log(second + tiny),
            -(chances * np.log(chances + tiny)).sum(axis=1),
            linear[np.arange(len(best)), best],
            _lead(linear, best),
            _lead(bayes, best),
            linear.argmax(axis=1) == bayes.argmax(axis=1),
            np.log1p(sizes[best]),
            np.log1p(lengths),
        ]
    )


def softmax(scores: Any) -> Any:
    """Rows that sum to one."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _lead(scores: Any, best: Any) -> Any:
    """How far the kind that is said is before the best other one; negative where it is not."""
    rows = np.arange(len(best))
    others = scores.copy()
    others[rows, best] = -np.inf
    return scores[rows, best] - others.max(axis=1)


def trusted(best: Any, right: Any, kinds: int) -> Any:
    """float64[kinds]: log-odds of the precision of each kind, smoothed towards that of all."""
    prior = (right.sum() + 1) / (len(right) + 2)
    hits = np.bincount(best, right, minlength=kinds)
    said = np.bincount(best, minlength=kinds)
    share = (hits + _SMOOTH * prior) / (said + _SMOOTH)
    return np.log(share / (1 - share))


def learned(found: Any, best: Any, right: Any, kinds: int, seed: int) -> tuple[Any, Any]:
    """Weights of the signs, of the kind's precision and a bias, float64[signs + 2]; and that
    precision. No example's own answer is in the precision that it is learned with."""
    parts = np.random.default_rng(seed).permutation(len(right)) % _PARTS
    trust = np.zeros(len(right))
    for part in range(_PARTS):
        here = parts == part
        trust[here] = trusted(best[~here], right[~here], kinds)[best[here]]
    return _regression(np.column_stack([found, trust]), right), trusted(best, right, kinds)


def sureness(found: Any, best: Any, weights: Any, trust: Any) -> Any:
    """float64[n]: the log-odds that the best kind is right."""
    return np.column_stack([found, trust[best]]) @ weights[:-1] + weights[-1]


def held_out(found: Any, best: Any, right: Any, kinds: int, seed: int) -> Any:
    """The sureness of each example by weights and precisions learned without it."""
    parts = np.random.default_rng(seed + 1).permutation(len(right)) % _PARTS
    sure = np.zeros(len(right))
    for part in range(_PARTS):
        here = parts == part
        weights, trust = learned(found[~here], best[~here], right[~here], kinds, seed)
        sure[here] = sureness(found[here], best[here], weights, trust)
    return sure


def _regression(columns: Any, right: Any) -> Any:
    """Coefficients and bias for the columns as they are; nothing but a bias if all is alike."""
    weights = np.zeros(columns.shape[1] + 1)
    if right.all() or not right.any():
        return weights
    mean, spread = columns.mean(axis=0), columns.std(axis=0) + 1e-9
    model = learn("sklearn.linear_model").LogisticRegression(C=1.0, max_iter=1_000)
    model.fit((columns - mean) / spread, right)
    weights[:-1] = model.coef_[0] / spread
    weights[-1] = model.intercept_[0] - mean @ weights[:-1]
    return weights
