"""The models that a configuration names, against its policies: all of them, not only the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opengovai.config.building import card_of, permitted
from opengovai.config.reading import Settings
from opengovai.config.tables import MODELS, inner, named
from opengovai.errors import ConfigurationError
from opengovai.types import ModelCard


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfiguredModel:
    """`table` is where it stands, such as "drafter.model"; `error` why it is refused."""

    table: str
    use: str
    model: str
    card: ModelCard | None
    egress: tuple[str, ...] = ()
    error: str | None = None


def configured_models(settings: Settings) -> list[ConfiguredModel]:
    """Every model with what its card declares, allowed or not. Nothing is opened or asked."""
    return [
        _checked(name, group, table, settings)
        for name, group, table in named(settings.tables)
        if group in MODELS and not inner(table)
    ]


def _checked(
    name: str, group: str, table: Mapping[str, Any], settings: Settings
) -> ConfiguredModel:
    model = str(table.get("model") or table.get("path") or table["use"])
    card: ModelCard | None = None
    try:
        card = card_of(table, settings)
        hosts = permitted(group, table, settings)
    except ConfigurationError as error:
        return ConfiguredModel(
            table=name, use=table["use"], model=model, card=card, error=str(error)
        )
    return ConfiguredModel(table=name, use=table["use"], model=model, card=card, egress=hosts)
