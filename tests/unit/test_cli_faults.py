"""What the command line does with numbers and places that cannot be meant, and with our faults."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from opengovai.cli import ask, main

PERSONAL = "Wanjiku Kamau, 0712 345 678"


@pytest.mark.parametrize(
    "command",
    [
        "search cost --kb kb -k 100000000000000000000",
        "search cost --kb kb -k 0",
        "ask --questions q.jsonl --kb kb --jobs -3",
        "audit verify log --jobs -1",
        "audit witness w --name w.example/1 --log x --port 99999",
        "evaluate answers q.jsonl --kb kb --html nowhere/page.html",
        "calibrate q.jsonl --kb kb --output .",
        "audit stats log --html nowhere/page.html",
    ],
)
def test_refuses_at_once_what_cannot_be_meant(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(command.split())
    assert stopped.value.code == 2
    assert "error: argument" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        ["ingest", "", "--kb", "kb"],
        ["ingest", "law.md", "--kb", ""],
        ["demo", "--keep", ""],
        ["case", "list", "--desk", ""],
        ["audit", "verify", ""],
        ["kb", "export", "--kb", "kb", "--out", ""],
    ],
)
def test_an_unset_variable_is_not_the_current_folder(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(command)
    assert stopped.value.code == 2
    assert "the path is empty" in capsys.readouterr().err


def test_a_name_that_is_no_unicode_is_printed_as_an_escape(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_text("call 0722 123 456", "utf-8")
    assert main(["redact", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["id"] == str(path)
    assert "PHONE" in found["text"]


def test_a_fault_of_ours_is_no_failed_check_and_quotes_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> None:
        raise ValueError(PERSONAL)

    monkeypatch.setattr(ask, "_log", broken)
    assert main(["ask", PERSONAL, "--kb", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "ask.py" in said
    assert "ValueError" in said
    assert PERSONAL not in said
