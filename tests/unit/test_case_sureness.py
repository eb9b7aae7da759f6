"""How sure the classifier of kinds is: held-out doubt must be earned, not copied from answers."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn")

from opengovai.cases import sureness
from opengovai.cases.classifier import mixed

KINDS, MANY = 6, 1_200


def told(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Scores of two models that agree or not, lengths, and the sizes of kinds."""
    chance = np.random.default_rng(seed)
    linear = chance.normal(size=(MANY, KINDS))
    bayes = linear + chance.normal(size=(MANY, KINDS))
    return linear, bayes, chance.integers(5, 200, MANY), chance.integers(5, 200, KINDS)


def test_answers_that_are_chance_cannot_be_told_apart() -> None:
    linear, bayes, lengths, sizes = told(1)
    scores = mixed(linear, bayes, np.array([1.0, 0.5]))
    found = sureness.signs(linear, bayes, scores, sizes, lengths)
    right = np.random.default_rng(2).random(MANY) < 0.8
    sure = sureness.held_out(found, scores.argmax(axis=1), right, KINDS, 3)
    above = (sure[right][:, None] > sure[~right][None, :]).mean()
    assert 0.42 < above < 0.58, "an example's own answer shows in its sureness"


def test_kinds_that_are_said_wrongly_are_trusted_less() -> None:
    linear, bayes, lengths, sizes = told(4)
    scores = mixed(linear, bayes, np.array([1.0, 0.5]))
    found = sureness.signs(linear, bayes, scores, sizes, lengths)
    best = scores.argmax(axis=1)
    right = np.random.default_rng(5).random(MANY) < np.where(best < 2, 0.3, 0.95)
    sure = sureness.held_out(found, best, right, KINDS, 6)
    assert np.median(sure[best < 2]) < np.median(sure[best >= 2]) - 1
    chances = 1 / (1 + np.exp(-sure))
    assert chances[best < 2].mean() == pytest.approx(right[best < 2].mean(), abs=0.08)
    assert chances[best >= 2].mean() == pytest.approx(right[best >= 2].mean(), abs=0.05)


def test_where_all_is_right_nothing_is_learned_and_nothing_breaks() -> None:
    linear, bayes, lengths, sizes = told(7)
    found = sureness.signs(linear, bayes, linear, sizes, lengths)
    sure = sureness.held_out(found, linear.argmax(axis=1), np.ones(MANY, dtype=bool), KINDS, 8)
    assert np.isfinite(sure).all()


def test_a_text_that_is_not_understood_at_all_has_finite_signs() -> None:
    level = np.zeros((3, KINDS))
    found = sureness.signs(level, level, level * 50, np.zeros(KINDS), np.zeros(3))
    certain = np.full((1, KINDS), -1e3)
    certain[0, 2] = 1e3
    other = sureness.signs(certain, certain, certain, np.ones(KINDS, dtype=int), np.array([9]))
    assert np.isfinite(found).all()
    assert np.isfinite(other).all()
