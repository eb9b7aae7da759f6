"""What a record says about the model calls of its request."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from opengovai.audit import AuditLog, LogReader
from opengovai.audit.export import as_ai_act
from opengovai.audit.query import Filter, find
from opengovai.audit.trail import Trail
from opengovai.audit.usage import model_calls
from opengovai.errors import AuditError
from opengovai.testing import sample_record
from opengovai.types import Completion, Energy, Usage

PAID = Completion(
    text="not for the log",
    model="qwen3-32b",
    finish="stop",
    usage=Usage(
        input_tokens=1200,
        output_tokens=80,
        cost=Decimal("0.0012345001"),
        currency="EUR",
        energy=Energy(wh=0.42, low=0.2, high=0.9, method="parameters"),
    ),
)
FREE = Completion(
    text="",
    model="local",
    finish="length",
    usage=Usage(input_tokens=3, output_tokens=4, counted=False),
    cached=True,
)


def recorded(path: Path, **facts: object) -> dict[str, object]:
    with AuditLog.open(path) as log:
        trail = Trail.open(log, source="s", kind="k", facts={})
        trail.note(**facts)  # type: ignore[arg-type]
        trail.seal(status="answered", private={})
    return dict(list(find(LogReader(path), Filter()))[1][1]["data"])


def test_model_calls_and_the_notice_are_recorded_in_integers(tmp_path: Path) -> None:
    data = recorded(tmp_path, **model_calls([PAID, FREE]), notice="machine")
    assert data["semconv"] == "1.37.0"
    assert data["notice"] == "machine"
    assert data["completions"] == [
        {
            "gen_ai.response.model": "qwen3-32b",
            "gen_ai.response.finish_reasons": ["stop"],
            "gen_ai.usage.input_tokens": 1200,
            "gen_ai.usage.output_tokens": 80,
            "tokens_estimated": False,
            "cached": False,
            "cost_micros": 1235,  # rounded up
            "currency": "EUR",
            "energy_uwh": 420_000,
            "energy_source": "parameters",
        },
        {
            "gen_ai.response.model": "local",
            "gen_ai.response.finish_reasons": ["length"],
            "gen_ai.usage.input_tokens": 3,
            "gen_ai.usage.output_tokens": 4,
            "tokens_estimated": True,
            "cached": True,
        },
    ]


def test_without_a_model_there_is_nothing_to_record() -> None:
    assert model_calls([]) == {}


@pytest.mark.parametrize(
    "call",
    [{"text": "the reply"}, {"cost_micros": 0.5}, {"currency": "euro"}, {"energy_uwh": -1}],
    ids=lambda call: next(iter(call)),
)
def test_a_model_call_holds_nothing_but_its_figures(
    tmp_path: Path, call: dict[str, object]
) -> None:
    with AuditLog.open(tmp_path) as log, pytest.raises(AuditError, match="completions"):
        log.append(replace(sample_record(0), data={"completions": [call]}))  # type: ignore[dict-item]


def test_the_ai_act_report_sums_up_models_and_notices(tmp_path: Path) -> None:
    for _ in range(2):
        recorded(tmp_path, **model_calls([PAID, FREE]), notice="machine")
    report = as_ai_act(list(find(LogReader(tmp_path), Filter())))
    assert report["notices_shown"] == {"machine": 2}
    free, paid = report["model_calls"]
    assert (free["gen_ai.response.model"], free["calls"]) == ("local", 2)
    assert paid == {
        "gen_ai.response.model": "qwen3-32b",
        "calls": 2,
        "gen_ai.usage.input_tokens": 2400,
        "gen_ai.usage.output_tokens": 160,
        "energy_uwh": 840_000,
        "cost_micros_EUR": 2470,
    }
