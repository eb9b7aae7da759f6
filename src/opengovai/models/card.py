"""Which models may be used: what a ministry declares about one, against what it allows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from opengovai.errors import ConfigurationError, PluginError
from opengovai.types import ModelCard

KEYS = tuple(field.name for field in fields(ModelCard))
"""What a table [....card] may hold."""

_NAME = r"[A-Za-z0-9][A-Za-z0-9.+-]*"
_SPDX = re.compile(rf"{_NAME}(?: (?:AND|OR|WITH) {_NAME})*")
_NUMBERS = {"input_price", "output_price", "active_parameters", "total_parameters"}
_REQUIRED = ("licence", "weights", "residency")


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelPolicy:
    """`licences` (SPDX expressions) and `residency` that are allowed for open weights, and the
    names of the models for which an exception was made."""

    licences: Sequence[str]
    residency: Sequence[str]
    exceptions: Sequence[str]

    def check(self, name: str, card: ModelCard | None, *, where: str) -> None:
        """Raises PluginError for a model that is not allowed, declared or not."""
        fault = self._fault(card)
        if fault is None or name in self.exceptions:
            return
        raise PluginError(
            f"The model {name!r} {fault}, which the policy does not allow",
            where=where,
            remedy="Use another model, correct its table [....card], or, if that was decided, "
            f'add it: [model_policy] exceptions = ["{name}"].',
        )

    def _fault(self, card: ModelCard | None) -> str | None:
        if card is None:
            return "declares nothing about itself (it has no table card)"
        if card.weights != "open":
            return "has closed weights"
        if card.licence not in self.licences:
            return f"has the licence {card.licence}"
        if card.residency not in self.residency:
            return f"runs in {card.residency}"
        return None


def read_card(table: Mapping[str, Any] | None, *, where: str) -> ModelCard | None:
    """The declaration in a configuration's table `card`, whose keys are known to be known.

    Raises ConfigurationError for a missing or ill-typed value.
    """
    if table is None:
        return None
    for key in _REQUIRED:
        if key not in table:
            raise _wrong(key, "is missing", where)
    for key, value in table.items():
        _check(key, value, where)
    return ModelCard(**{key: _value(key, value) for key, value in table.items()})


def _check(key: str, value: Any, where: str) -> None:
    if key in _NUMBERS:
        numeric = isinstance(value, int | float) and not isinstance(value, bool)
        if not numeric or not 0 <= value < 1e9:
            raise _wrong(key, "must be a number from 0 up", where)
    elif not isinstance(value, str) or not value:
        raise _wrong(key, "must be a text", where)
    elif key == "licence" and not _SPDX.fullmatch(value):
        raise _wrong(
            key, "must be an SPDX expression, such as Apache-2.0 or LicenseRef-Name", where
        )
    elif key == "weights" and value not in {"open", "closed"}:
        raise _wrong(key, 'must be "open" or "closed"', where)


def _value(key: str, value: Any) -> Any:
    return Decimal(str(value)) if key.endswith("_price") else value


def _wrong(key: str, fault: str, where: str) -> ConfigurationError:
    return ConfigurationError(
        f"Key {key!r} {fault}", where=where, remedy="See docs/how-to/connect-a-model.md."
    )
