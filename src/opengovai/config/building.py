"""One part of a configuration: permitted by its policies, then built by its plugin."""

from __future__ import annotations

from typing import Any, cast

from opengovai.config.reading import Settings
from opengovai.config.tables import INNER, MODELS, SEES, Table, inner
from opengovai.egress import destinations
from opengovai.errors import ConfigurationError, PluginError
from opengovai.knowledge.plugin import whole
from opengovai.models.card import KEYS as CARD_KEYS
from opengovai.models.card import ModelPolicy, read_card
from opengovai.models.meter import machine_meter
from opengovai.models.metering import MeteredModel
from opengovai.plugins import build, check_keys, load
from opengovai.protocols import ChatModel
from opengovai.types import ModelCard


def build_part(group: str, table: Table, settings: Settings) -> Any:
    permitted(group, table, settings)
    parts = {
        key: [build_part(INNER[key], one, settings) for one in part]
        if isinstance(part, list)
        else build_part(INNER[key], part, settings)
        for key, part in inner(table)
    }
    part = build(group, table["use"], {**plugin_keys(group, table), **parts})
    part = whole(part) if group == "stores" else part
    card = card_of(table, settings) if group == "models" else None
    if card is None:
        return part
    meter = machine_meter() if card.residency == "local" else None
    return MeteredModel(cast("ChatModel", part), card, meter)


def plugin_keys(group: str, table: Table) -> dict[str, Any]:
    """What the plugin itself gets to see of its table."""
    ours = {"use", "card"} if group in MODELS else {"use"}
    return {key: value for key, value in table.items() if key not in ours}


def permitted(group: str, table: Table, settings: Settings) -> tuple[str, ...]:
    """The hosts that this part sends data to; raises PluginError where the policy forbids one, or
    the model behind it."""
    info = load(group, table["use"]).info
    allowed = settings.tables["egress"][SEES[group]]
    hosts = destinations(info, table, where=settings.origin)
    for host in hosts:
        if host not in allowed:
            raise PluginError(
                f"Plugin {info.name!r} sends {SEES[group]} text to {host}, "
                "which the egress policy does not allow",
                where=settings.origin,
                remedy=f'Choose another plugin, or add it: [egress] {SEES[group]} = ["{host}"].',
            )
    if group in MODELS and not inner(table):
        model = str(table.get("model") or table.get("path") or table["use"])
        policy = ModelPolicy(**settings.tables["model_policy"])
        policy.check(model, card_of(table, settings), where=settings.origin)
    return hosts


def card_of(table: Table, settings: Settings) -> ModelCard | None:
    """What the table declares about its model. Raises ConfigurationError."""
    where = f"a table card of {settings.origin}"
    card = table.get("card")
    if card is not None and not isinstance(card, dict):
        raise ConfigurationError(
            "Key 'card' must be a table", where=where, remedy="See docs/reference/config."
        )
    check_keys(card or {}, CARD_KEYS, where=where)
    return read_card(card, where=where)
