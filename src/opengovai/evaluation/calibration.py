"""From a drafter's confidence to a probability, and the floor below which nobody is answered.

Platt scaling (Platt 1999) on the log-odds and the floor, per language where a language has enough
questions, else with all of them; the file that `opengovai calibrate` writes
(`docs/how-to/evaluate-answers.md`). Without a file the confidence stands as it is and the floor is
that of the configuration.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from opengovai.errors import ConfigurationError

_EDGE = 1e-6
_REMEDY = "Write one with `opengovai calibrate`, or leave the key out."
ALL = "all"
"""The entry that serves every language without its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scaling:
    """New log-odds = `slope` * old + `intercept`."""

    slope: float = 1.0
    intercept: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """`floor` is a probability after scaling, `floors` those of languages with their own; over 1
    nobody is ever answered."""

    floor: float
    scalings: Mapping[str, Scaling] = field(default_factory=dict)
    floors: Mapping[str, float] = field(default_factory=dict)

    def floor_for(self, language: str) -> float:
        """That of the language, or the one of all."""
        return self.floors.get(language, self.floor)

    def probability(self, confidence: float, language: str) -> float:
        """In [0, 1]; a confidence of 0 stays 0: the drafter has nothing to say."""
        if confidence <= 0:
            return 0.0
        scaling = self.scalings.get(language) or self.scalings.get(ALL)
        if scaling is None:
            return min(1.0, confidence)
        odds = scaling.slope * log_odds(confidence) + scaling.intercept
        return (1 + math.tanh(odds / 2)) / 2  # the logistic function, without overflow


def log_odds(probability: float) -> float:
    """log(p / (1 - p)), kept finite."""
    held = min(1 - _EDGE, max(_EDGE, probability))
    return math.log(held / (1 - held))


def read_calibration(path: Path) -> Calibration:
    """The calibration in a TOML file. Raises ConfigurationError where it is none."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"There is no calibration here: {error.strerror}", where=str(path), remedy=_REMEDY
        ) from error
    try:
        table = tomllib.loads(raw.decode("utf-8"))
        return Calibration(
            floor=_finite(table["floor"]),
            floors={name: _finite(floor) for name, floor in table.get("floors", {}).items()},
            scalings={
                language: Scaling(slope=_finite(row["slope"]), intercept=_finite(row["intercept"]))
                for language, row in table.get("scaling", {}).items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            f"This is no calibration: {error!r}",
            where=str(path),
            remedy=_REMEDY,
        ) from error


def written(calibration: Calibration, *, about: Mapping[str, float | int | str]) -> str:
    """The file's text; `about` says where it comes from, as comments."""
    lines = [f"# {key}: {value}" for key, value in about.items()]
    lines.append(f"floor = {calibration.floor!r}")
    if calibration.floors:
        lines += ["", "[floors]"]
        lines += [f"{name} = {floor!r}" for name, floor in sorted(calibration.floors.items())]
    for language, scaling in sorted(calibration.scalings.items()):
        lines += ["", f"[scaling.{language}]", f"slope = {scaling.slope!r}"]
        lines.append(f"intercept = {scaling.intercept!r}")
    return "\n".join(lines) + "\n"


def _finite(value: float) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is not finite")
    return number
