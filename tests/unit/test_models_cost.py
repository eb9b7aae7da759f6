"""What models took, summed per month and service: from a ledger, and from the records of a log."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from opengovai.audit import AuditLog
from opengovai.audit.trail import Trail
from opengovai.audit.usage import model_calls
from opengovai.cli import main
from opengovai.models.ledger import Ledger
from opengovai.types import Completion, Energy, Usage


def _took(model: str, cost: str, *, cached: bool = False, counted: bool = True) -> Completion:
    energy = Energy(wh=0.5, low=0.1, high=2.0, method="estimate")
    usage = Usage(
        input_tokens=100,
        output_tokens=10,
        counted=counted,
        cost=Decimal(cost),
        currency="EUR",
        energy=energy,
    )
    return Completion(text="", model=model, finish="stop", usage=usage, cached=cached)


def _rows(capsys: pytest.CaptureFixture[str], source: Path) -> dict[tuple[str, ...], Any]:
    assert main(["evaluate", "cost", str(source), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {(row["group"], row["month"], row["service"], row["model"]): row for row in rows}


def test_a_ledger_is_summed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "usage.sqlite"
    for month, service, model in [(10, "a", "m"), (11, "a", "m"), (11, "a", "n"), (11, "b", "m")]:
        ledger = Ledger(
            path, service=service, clock=lambda m=month: datetime(2026, m, 5, tzinfo=UTC)
        )
        ledger.add(_took(model, "0.001"))
        ledger.close()
    rows = _rows(capsys, path)
    both = rows["service", "2026-11", "a", ""]
    assert (both["calls"], both["input_tokens"], both["output_tokens"]) == (2, 200, 20)
    assert (Decimal(both["cost"]), both["currency"]) == (Decimal("0.002"), "EUR")
    assert (both["energy_wh"], both["energy_low_wh"], both["energy_high_wh"]) == (1.0, 0.2, 4.0)
    assert {key[1:] for key in rows if key[0] == "model"} == {
        ("2026-10", "a", "m"),
        ("2026-11", "a", "m"),
        ("2026-11", "a", "n"),
        ("2026-11", "b", "m"),
    }


def test_the_records_of_a_log_are_summed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [
        [_took("m", "0.0000015"), _took("n", "0.2", counted=False)],
        [_took("m", "0.1"), _took("m", "0", cached=True)],
        [],
    ]
    with AuditLog.open(tmp_path / "log") as log:
        for completions in asked:
            trail = Trail.open(log, source="passports", kind="k", facts={})
            trail.note(**model_calls(completions))
            trail.seal(status="answered", private={})
    rows = _rows(capsys, tmp_path / "log")
    month = f"{datetime.now(UTC):%Y-%m}"
    total, one = (rows[group, month, "passports", model] for group, model in _GROUPS)
    assert (total["calls"], total["input_tokens"], total["estimated"]) == (3, 300, 1)
    assert Decimal(total["cost"]) == Decimal("0.300002"), "each call is rounded up to a millionth"
    assert (total["energy_wh"], total["energy_low_wh"]) == (1.5, None)
    assert one["calls"] == 2


_GROUPS = (("service", ""), ("model", "m"))


def test_a_person_reads_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = Ledger(tmp_path / "usage.sqlite", service="passports")
    ledger.add(_took("qwen", "1.25"))
    ledger.close()
    assert main(["evaluate", "cost", str(tmp_path / "usage.sqlite")]) == 0
    shown = capsys.readouterr().out
    for expected in ("passports", "qwen", "1.2500"):
        assert expected in shown


def test_a_source_that_is_none_is_an_error_and_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "cost", str(tmp_path / "none.sqlite")]) == 2
    assert "no ledger and no log" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_ledger_is_not_made_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, other = tmp_path / "empty", tmp_path / "other.sqlite"
    empty.touch()
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE mine (a)")
    for path in (empty, other):
        before = path.read_bytes()
        assert main(["evaluate", "cost", str(path)]) == 2
        assert "no ledger" in capsys.readouterr().err
        assert path.read_bytes() == before
