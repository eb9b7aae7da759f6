"""Bars that figures must keep: what a pipeline reads to let a change through or not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opengovai.errors import InputError, why


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A figure and the side of `limit` on which it must be; None where it was not measured."""

    measure: str
    limit: float
    at_least: bool
    value: float | None

    @property
    def kept(self) -> bool:
        """What was not measured keeps no bar."""
        if self.value is None:
            return False
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        side = "at least" if self.at_least else "at most"
        found = "not measured" if self.value is None else f"{self.value:.3f}"
        return f"{self.measure}: {found}, {side} {self.limit:g}"


def bars(path: Path, figures: Mapping[str, float | None]) -> list[Bar]:
    """The bars of a TOML file with the tables `[at_least]` and `[at_most]`, measure = limit.

    Raises InputError for a file that has none, and for a measure that is not among the figures.
    """
    tables = _tables(path)
    try:
        wanted = [
            (side, measure, float(limit))
            for side in ("at_least", "at_most")
            for measure, limit in tables.get(side, {}).items()
        ]
    except (ValueError, AttributeError, TypeError):
        raise _no_bars(path, "a limit is no number") from None
    unknown = [measure for _, measure, _ in wanted if measure not in figures]
    if unknown or not wanted:
        raise InputError(
            f"No such measure: {', '.join(unknown)}" if unknown else "There are no bars",
            where=str(path),
            remedy=f"Choose from {', '.join(figures)}.",
        )
    return [
        Bar(measure=name, limit=limit, at_least=side == "at_least", value=figures[name])
        for side, name, limit in wanted
    ]


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _no_bars(path, why(error)) from error


def _no_bars(path: Path, reason: str) -> InputError:
    return InputError(
        f"These are no bars: {reason}",
        where=str(path),
        remedy="Write TOML: [at_most] with false_answer = 0.05, and so on.",
    )
