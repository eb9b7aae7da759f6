"""What model calls took together, from a ledger or from the records of a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from itertools import groupby
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Sums:
    """What calls took together. `month` is "2026-11" (UTC), `currency` of ISO 4217 or "" where
    there is no price. Energy is in watt-hours; its range is None where only the best figure was
    kept. `estimated` calls are those whose tokens the backend did not count, None where unknown."""

    month: str
    service: str
    model: str
    currency: str
    calls: int
    input_tokens: int
    output_tokens: int
    cost: Decimal
    energy_wh: float
    energy_low_wh: float | None = None
    energy_high_wh: float | None = None
    estimated: int | None = None


def by_service(sums: Iterable[Sums]) -> list[Sums]:
    """The same added up over models, per month, service and currency; `model` is ""."""
    ordered = sorted((replace(each, model="") for each in sums), key=_key)
    return [reduce(_add, group) for _, group in groupby(ordered, _key)]


def of_records(records: Iterable[Mapping[str, Any]]) -> list[Sums]:
    """What the completions in records of an audit log took, per month, service, model and
    currency. A reply from the cache is no call."""
    ordered = sorted((one for record in records for one in _calls(record)), key=_key)
    return [reduce(_add, group) for _, group in groupby(ordered, _key)]


def _calls(record: Mapping[str, Any]) -> Iterator[Sums]:
    for call in record["data"].get("completions", ()):
        if call.get("cached"):
            continue
        yield Sums(
            month=record["time"][:7],
            service=record["source"],
            model=call.get("gen_ai.response.model", ""),
            currency=call.get("currency", ""),
            calls=1,
            input_tokens=call.get("gen_ai.usage.input_tokens", 0),
            output_tokens=call.get("gen_ai.usage.output_tokens", 0),
            cost=Decimal(call.get("cost_micros", 0)) / 1_000_000,
            energy_wh=call.get("energy_uwh", 0) / 1_000_000,
            estimated=int(call.get("tokens_estimated", False)),
        )


def _key(sums: Sums) -> tuple[str, str, str, str]:
    return sums.month, sums.service, sums.model, sums.currency


def _add(one: Sums, two: Sums) -> Sums:
    return replace(
        one,
        calls=one.calls + two.calls,
        input_tokens=one.input_tokens + two.input_tokens,
        output_tokens=one.output_tokens + two.output_tokens,
        cost=one.cost + two.cost,
        energy_wh=one.energy_wh + two.energy_wh,
        energy_low_wh=_both(one.energy_low_wh, two.energy_low_wh),
        energy_high_wh=_both(one.energy_high_wh, two.energy_high_wh),
        estimated=None if None in {one.estimated, two.estimated} else _count(one) + _count(two),
    )


def _count(sums: Sums) -> int:
    return sums.estimated or 0


def _both(one: float | None, two: float | None) -> float | None:
    return None if one is None or two is None else one + two
