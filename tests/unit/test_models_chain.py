"""Fallback, budget, cache, cost and energy around models."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.errors import (
    BudgetExceededError,
    ConfigurationError,
    ModelCancelledError,
    ModelError,
    ModelTimeoutError,
    ModelUnavailableError,
    StorageError,
)
from opengovai.models.budget import Budget, Limits
from opengovai.models.cache import Cache
from opengovai.models.chain import ModelChain
from opengovai.models.energy import estimate_energy
from opengovai.models.ledger import Ledger
from opengovai.models.metering import MeteredModel, priced
from opengovai.plugins import build
from opengovai.testing import model_server as served
from opengovai.testing.model_server import Behaviour, ModelServer
from opengovai.types import (
    Completion,
    Energy,
    Generation,
    Message,
    ModelCard,
    RedactedText,
    Usage,
)

needs_http = pytest.mark.skipif(find_spec("httpcore2") is None, reason='needs the extra "models"')
ASKED = [Message(role="user", text=RedactedText("Habari?"))]
USAGE = Usage(input_tokens=1000, output_tokens=500)
DONE = Completion(text="Nzuri.", model="small", finish="stop", usage=USAGE)
CARD = ModelCard(
    licence="MIT",
    weights="open",
    residency="local",
    input_price=Decimal("0.15"),
    output_price=Decimal("0.60"),
    currency="EUR",
    active_parameters=8.0,
)


@dataclass
class Scripted:
    """A model that says one thing, or fails before or after its first piece."""

    completion: Completion = DONE
    error: ModelError | None = None
    breaks: bool = False
    deadlines: list[float] = field(default_factory=list)

    def complete(self, messages: Sequence[Message], generation: Generation) -> Completion:
        assert messages
        self.deadlines.append(generation.deadline)
        if self.error:
            raise self.error
        return self.completion

    def stream(
        self, messages: Sequence[Message], generation: Generation
    ) -> Generator[str, None, Completion]:
        completion = self.complete(messages, generation)
        yield completion.text[:2]
        if self.breaks:
            raise ModelUnavailableError("broke")
        yield completion.text[2:]
        return completion


def _down() -> Scripted:
    return Scripted(error=ModelUnavailableError("down"))


def _ledger(folder: Path, moment: str = "2026-11-23T12:00:00+00:00", service: str = "s") -> Ledger:
    clock = datetime.fromisoformat(moment).astimezone(UTC)
    return Ledger(folder / "usage.sqlite", service=service, clock=lambda: clock)


# Fallback


def test_the_first_model_that_answers_answers() -> None:
    first, second, third = _down(), Scripted(), Scripted()
    done = ModelChain(models=[first, second, third]).complete(ASKED, Generation(deadline=9))
    assert done.text == "Nzuri."
    assert third.deadlines == []
    assert first.deadlines == pytest.approx([3.0], abs=0.1)
    assert second.deadlines == pytest.approx([4.5], abs=0.1)


def test_when_all_fail_the_last_reason_is_told() -> None:
    chain = ModelChain(models=[_down(), Scripted(error=ModelError("no such model"))])
    with pytest.raises(ModelError, match="no such model"):
        chain.complete(ASKED, Generation())


def test_a_stream_changes_model_only_before_its_first_piece() -> None:
    assert list(ModelChain(models=[_down(), Scripted()]).stream(ASKED, Generation())) == [
        "Nz",
        "uri.",
    ]
    broken, spare = Scripted(breaks=True), Scripted()
    stream = ModelChain(models=[broken, spare]).stream(ASKED, Generation())
    assert next(stream) == "Nz"
    with pytest.raises(ModelUnavailableError, match="broke"):
        next(stream)
    assert spare.deadlines == []


# Budget


def test_a_budget_stops_before_the_call_that_would_be_over_it(tmp_path: Path) -> None:
    model = Scripted()
    budget = Budget(ledger=_ledger(tmp_path), day=Limits(tokens=3000), month=Limits())
    chain = ModelChain(models=[model], budget=budget)
    for _ in range(2):
        chain.complete(ASKED, Generation())
    with pytest.raises(BudgetExceededError, match=r"budget of the day is spent: 3,000 of 3,000"):
        chain.complete(ASKED, Generation())
    with pytest.raises(BudgetExceededError):
        next(chain.stream(ASKED, Generation()))
    assert len(model.deadlines) == 2
    chain.close()


@pytest.mark.parametrize(
    ("limits", "unit"),
    [(Limits(cost=Decimal("0.0004")), "in money"), (Limits(energy_wh=0.01), "Wh")],
)
def test_money_and_energy_are_budgets_too(tmp_path: Path, limits: Limits, unit: str) -> None:
    model = MeteredModel(Scripted(), CARD)
    budget = Budget(ledger=_ledger(tmp_path), day=Limits(), month=limits)
    chain = ModelChain(models=[model], budget=budget)
    chain.complete(ASKED, Generation())
    with pytest.raises(BudgetExceededError, match=f"month is spent.*{unit}"):
        chain.complete(ASKED, Generation())
    chain.close()


def test_a_new_day_a_new_month_and_another_service_have_their_own_budget(tmp_path: Path) -> None:
    for moment, service in [
        ("2026-11-23T23:59:59+00:00", "a"),
        ("2026-11-24T00:00:00+00:00", "a"),
        ("2026-12-01T00:00:00+00:00", "a"),
        ("2026-12-01T00:00:00+00:00", "b"),
    ]:
        ledger = _ledger(tmp_path, moment, service)
        ledger.add(DONE)
        ledger.close()
    ledger = _ledger(tmp_path, "2026-12-01T12:00:00+00:00", "a")
    assert ledger.since(date(2026, 12, 1))[0] == 1500
    assert ledger.since(date(2026, 11, 24))[0] == 3000
    assert [(sums.month, sums.service, sums.calls) for sums in ledger.months()] == [
        ("2026-11", "a", 2),
        ("2026-12", "a", 1),
        ("2026-12", "b", 1),
    ]
    ledger.close()


def test_threads_and_processes_book_into_one_ledger(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_book, args=(tmp_path, 25)) for _ in range(2)]
    for process in processes:
        process.start()
    ledger = _ledger(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: ledger.add(DONE), range(50)))
    for process in processes:
        process.join()
        assert process.exitcode == 0
    (sums,) = ledger.months()
    assert (sums.calls, sums.input_tokens) == (100, 100_000)
    ledger.close()


def _book(folder: Path, times: int) -> None:
    ledger = _ledger(folder)
    for _ in range(times):
        ledger.add(DONE)
    ledger.close()


def test_a_ledger_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "usage.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(StorageError, match="cannot be used"):
        _ledger(tmp_path)


def test_a_budget_without_a_ledger_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="needs a ledger"):
        build("models", "chain", {"models": [Scripted()], "tokens_per_day": 5})
    with pytest.raises(ConfigurationError, match="at least one model"):
        build("models", "chain", {"models": []})


# Cache


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_same_request_is_answered_from_memory_and_costs_nothing() -> None:
    model, clock = Scripted(), Clock()
    chain = ModelChain(models=[model], cache=Cache(seconds=10, clock=clock))
    first = chain.complete(ASKED, Generation(deadline=5))
    again = chain.complete(ASKED, Generation(deadline=7))
    assert (again.text, again.cached, again.usage.input_tokens) == (first.text, True, 0)
    clock.now = 10.0
    assert not chain.complete(ASKED, Generation()).cached
    assert len(model.deadlines) == 2


@pytest.mark.parametrize(
    "other",
    [
        Generation(seed=1),
        Generation(max_tokens=5),
        Generation(stop=("x",)),
        Generation(schema={"type": "object"}),
    ],
)
def test_another_request_is_not_answered_from_memory(other: Generation) -> None:
    cache = Cache(seconds=10)
    cache.put(ASKED, Generation(), DONE)
    assert cache.get(ASKED, other) is None
    assert cache.get([Message(role="system", text=ASKED[0].text)], Generation()) is None
    assert cache.get(ASKED, Generation()) is not None


def test_what_would_come_out_differently_is_not_kept() -> None:
    cache = Cache(seconds=10)
    cache.put(ASKED, Generation(temperature=0.7), DONE)
    cache.put(ASKED, Generation(max_tokens=3), replace(DONE, finish="length"))
    assert cache.get(ASKED, Generation(temperature=0.7)) is None
    assert cache.get(ASKED, Generation(max_tokens=3)) is None


def test_a_full_cache_forgets_what_was_used_least_recently() -> None:
    cache = Cache(seconds=10, entries=2)
    for seed in (1, 2):
        cache.put(ASKED, Generation(seed=seed), DONE)
    cache.get(ASKED, Generation(seed=1))
    cache.put(ASKED, Generation(seed=3), DONE)
    assert [cache.get(ASKED, Generation(seed=seed)) is not None for seed in (1, 2, 3)] == [
        True,
        False,
        True,
    ]


# What failed calls took


@pytest.mark.parametrize("streaming", [False, True])
def test_what_a_failed_call_took_is_booked_with_its_price(
    tmp_path: Path, *, streaming: bool
) -> None:
    error = ModelUnavailableError("broke")
    error.spent = DONE
    failing = MeteredModel(Scripted(error=error), CARD)
    budget = Budget(ledger=_ledger(tmp_path), day=Limits(), month=Limits())
    chain = ModelChain(models=[failing, MeteredModel(Scripted(), CARD)], budget=budget)
    if streaming:
        assert "".join(chain.stream(ASKED, Generation())) == "Nzuri."
    else:
        assert chain.complete(ASKED, Generation()).text == "Nzuri."
    (sums,) = budget.ledger.months()
    assert (sums.calls, sums.input_tokens, sums.cost) == (2, 2000, Decimal("0.0009"))
    chain.close()


def test_nobody_else_is_asked_after_a_call_was_cancelled() -> None:
    second = Scripted()
    chain = ModelChain(models=[Scripted(error=ModelCancelledError("enough")), second])
    with pytest.raises(ModelCancelledError):
        chain.complete(ASKED, Generation())
    assert second.deadlines == []


# Hedging


def _slow(seconds: float, text: str) -> Behaviour:
    return served.later(seconds, served.reply(text))


@contextmanager
def _hedged(folder: Path, *behaviours: Behaviour, seconds: float = 0.2) -> Iterator[Any]:
    with ExitStack() as closing:
        servers = [closing.enter_context(ModelServer([each])) for each in behaviours]
        models = [
            build("models", "openai-compatible", {"base_url": server.base_url, "model": "m"})
            for server in servers
        ]
        path = str(folder / "usage.sqlite")
        keys = {"models": models, "ledger_path": path, "hedge_seconds": seconds}
        chain: Any = build("models", "chain", keys)
        closing.callback(chain.close)
        yield chain, servers


@needs_http
def test_a_slow_model_is_overtaken_and_what_both_took_is_booked(tmp_path: Path) -> None:
    with _hedged(tmp_path, _slow(20, "late"), served.reply("quick")) as (chain, _):
        begin = time.monotonic()
        assert chain.complete(ASKED, Generation(deadline=30)).text == "quick"
        assert time.monotonic() - begin < 3
        for _ in range(100):
            if sum(sums.calls for sums in chain.budget.ledger.months()) == 2:
                break
            time.sleep(0.02)
        assert {sums.model: sums.calls for sums in chain.budget.ledger.months()} == {
            "m": 1,
            "fake": 1,
        }


@needs_http
def test_a_quick_model_is_asked_alone(tmp_path: Path) -> None:
    with _hedged(tmp_path, served.reply("quick"), served.reply("other"), seconds=5.0) as (
        chain,
        servers,
    ):
        assert chain.complete(ASKED, Generation()).text == "quick"
        assert servers[1].received == []


@needs_http
def test_a_failed_model_is_followed_at_once_and_the_last_reason_is_told(tmp_path: Path) -> None:
    with _hedged(tmp_path, served.status(401), served.reply("ok"), seconds=30) as (chain, _):
        assert chain.complete(ASKED, Generation(deadline=60)).text == "ok"
    with (
        _hedged(tmp_path, served.status(401), served.status(404)) as (chain, _),
        pytest.raises(ModelError, match="does not know"),
    ):
        chain.complete(ASKED, Generation())


@needs_http
def test_hedged_calls_keep_the_deadline_and_can_be_cancelled(tmp_path: Path) -> None:
    with _hedged(tmp_path, served.silent, served.silent) as (chain, _):
        begin = time.monotonic()
        with pytest.raises(ModelTimeoutError):
            chain.complete(ASKED, Generation(deadline=0.5))
        given_up = threading.Event()
        threading.Timer(0.3, given_up.set).start()
        with pytest.raises(ModelCancelledError):
            chain.complete(ASKED, Generation(deadline=30, cancelled=given_up))
        assert time.monotonic() - begin < 4


def test_nothing_is_hedged_without_a_ledger() -> None:
    with pytest.raises(ConfigurationError, match="needs a ledger"):
        build("models", "chain", {"models": [Scripted()], "hedge_seconds": 1.0})


# Cost and energy


def test_a_call_costs_what_the_card_says() -> None:
    usage = priced(USAGE, CARD)
    assert (usage.cost, usage.currency) == (Decimal("0.00045"), "EUR")
    assert usage.energy is not None


def test_measured_energy_is_not_replaced_by_an_estimate() -> None:
    measured = Energy(wh=1.0, low=1.0, high=1.0, method="RAPL")
    assert priced(replace(USAGE, energy=measured), CARD).energy == measured


def test_without_a_size_there_is_no_estimate() -> None:
    assert priced(USAGE, replace(CARD, active_parameters=0.0)).energy is None


def test_the_estimate_is_that_of_the_cited_method() -> None:
    """EcoLogits 0.11.3, request_energy of 100 tokens, 8 B parameters, PUE 1.2, batch 64."""
    energy = estimate_energy(100, active_parameters=8.0, total_parameters=8.0)
    assert energy.wh == pytest.approx(0.00891526, rel=1e-4)


@given(
    st.integers(0, 100_000),
    st.floats(0.1, 500),
    st.floats(0.1, 2000),
)
def test_the_estimate_lies_in_its_range_and_grows(tokens: int, active: float, total: float) -> None:
    energy = estimate_energy(tokens, active_parameters=active, total_parameters=total)
    assert 0 <= energy.low <= energy.wh <= energy.high
    more = estimate_energy(tokens + 1, active_parameters=active, total_parameters=total)
    assert more.wh > energy.wh
