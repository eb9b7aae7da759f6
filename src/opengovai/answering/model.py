"""The coefficients of the three small models, read from `model.toml` (its card:
`docs/reference/model-cards/answers.md`; `training/answers/fit.py` fits them)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Linear:
    """`intercept` plus a weight for each feature, in the order that was asked for."""

    intercept: float
    weights: tuple[float, ...]

    def __call__(self, values: Sequence[float]) -> float:
        """The weighted sum."""
        pairs = zip(self.weights, values, strict=True)
        return self.intercept + sum(weight * value for weight, value in pairs)


@cache
def linear(name: str, features: tuple[str, ...], language: str = "") -> Linear:
    """The model of that name, with what the file adds to it for a language; KeyError where the
    file and the features do not agree."""
    table = _file()[name]
    parts = [table, *(part for tag, part in table.get("languages", {}).items() if tag == language)]
    return Linear(
        intercept=sum(part["intercept"] for part in parts),
        weights=tuple(sum(part["weights"][name] for part in parts) for name in features),
    )


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((files("opengovai.answering") / "model.toml").read_text("utf-8"))


def logistic(value: float) -> float:
    """1 / (1 + exp(-value)), without overflow."""
    return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))
