"""The packaged coefficients: every language has its differences from the common ones, no more."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from opengovai.answering.confidence import SIGNS
from opengovai.answering.features import FEATURES
from opengovai.answering.gathering import PLACES
from opengovai.answering.model import linear

LANGUAGES = ("de", "en", "fr", "kk", "ru", "rw", "sw")
TABLE = tomllib.loads((files("opengovai.answering") / "model.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_adds_its_differences_to_the_common_weights(language: str) -> None:
    common, own = linear("confidence", SIGNS), linear("confidence", SIGNS, language)
    added = TABLE["confidence"]["languages"][language]
    assert own.intercept == pytest.approx(common.intercept + added["intercept"])
    wanted = [
        weight + added["weights"][sign] for weight, sign in zip(common.weights, SIGNS, strict=True)
    ]
    assert list(own.weights) == pytest.approx(wanted)
    assert own != common


def test_a_language_that_nothing_was_fitted_for_has_the_common_weights() -> None:
    assert linear("confidence", SIGNS, "it") == linear("confidence", SIGNS)


def test_the_orders_are_the_same_in_every_language() -> None:
    assert set(TABLE["confidence"]["languages"]) == set(LANGUAGES)
    assert linear("ranking", FEATURES, "de") == linear("ranking", FEATURES)
    assert linear("passages", PLACES, "de") == linear("passages", PLACES)


def test_a_missing_feature_is_an_error() -> None:
    with pytest.raises(KeyError):
        linear("ranking", (*FEATURES, "unheard-of"))
