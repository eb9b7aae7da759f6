"""The chain of models, as a plugin."""

from __future__ import annotations

from decimal import Decimal

from opengovai import __version__
from opengovai.errors import ConfigurationError
from opengovai.protocols import ChatModel
from opengovai.types import Plugin, PluginInfo


def _open_chain(
    *,
    models: list[ChatModel],
    cache_seconds: float = 0.0,
    ledger_path: str = "",
    service: str = "opengovai",
    hedge_seconds: float | None = None,
    tokens_per_day: int | None = None,
    tokens_per_month: int | None = None,
    cost_per_day: float | None = None,
    cost_per_month: float | None = None,
    energy_wh_per_day: float | None = None,
    energy_wh_per_month: float | None = None,
) -> ChatModel:
    from opengovai.models.budget import Budget, Limits
    from opengovai.models.cache import Cache
    from opengovai.models.chain import ModelChain
    from opengovai.models.ledger import Ledger

    if not models:
        raise ConfigurationError(
            "A chain needs at least one model", remedy="Add a table [[drafter.model.models]]."
        )
    day = Limits(tokens=tokens_per_day, cost=_money(cost_per_day), energy_wh=energy_wh_per_day)
    month = Limits(
        tokens=tokens_per_month, cost=_money(cost_per_month), energy_wh=energy_wh_per_month
    )
    if not ledger_path and (day, month) != (Limits(), Limits()):
        raise ConfigurationError(
            "A budget needs a ledger", remedy='Add ledger_path = "usage.sqlite" beside it.'
        )
    if hedge_seconds is not None and not (ledger_path and hedge_seconds > 0):
        raise ConfigurationError(
            "Hedging asks two models for one reply, so it needs a ledger and a wait above 0",
            where="hedge_seconds",
            remedy='Add ledger_path = "usage.sqlite" beside it, or remove it.',
        )
    budget = None
    if ledger_path:
        budget = Budget(ledger=Ledger(ledger_path, service=service), day=day, month=month)
    cache = Cache(seconds=cache_seconds) if cache_seconds > 0 else None
    return ModelChain(models=models, budget=budget, cache=cache, hedge_seconds=hedge_seconds)


def _money(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


chain = Plugin(
    info=PluginInfo(name="chain", version=__version__, api_version=1, licence="Apache-2.0"),
    open=_open_chain,
)
