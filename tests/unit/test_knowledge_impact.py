"""Whoever changes a law learns which answers stood on the old one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opengovai.cli import main
from opengovai.config import open_assistant
from opengovai.knowledge import KnowledgeBase
from opengovai.testing.stores import sample_document

FEES = """1. Passport fee
The fee for a passport is fifty shillings.
2. Driving licence fee
The fee for a driving licence is thirty shillings.
"""
QUESTIONS = ("What is the fee for a passport?", "What is the fee for a driving licence?")


@pytest.fixture
def answered(tmp_path: Path) -> dict[str, str]:
    """A knowledge base and a log with two answers; their ids by question."""
    with KnowledgeBase.open(tmp_path / "kb") as base:
        base.add([sample_document(FEES, name="fees")])
    config = tmp_path / "opengovai.toml"
    config.write_text("[service]\npassages = 1\n")  # one source an answer
    with open_assistant(config, kb=tmp_path / "kb", audit=tmp_path / "log") as assistant:
        answers = [assistant.ask(question, language="en") for question in QUESTIONS]
    assert [answer.status for answer in answers] == ["answered", "answered"]
    return {question: answer.id for question, answer in zip(QUESTIONS, answers, strict=True)}


def _impact(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    arguments = ["fees", "--kb", str(folder / "kb"), "--audit", str(folder / "log"), "--json"]
    assert main(["impact", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_nothing_changed_nothing_is_affected(
    answered: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _impact(tmp_path, capsys) == []


def test_only_answers_on_the_changed_passage_are_listed(
    answered: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with KnowledgeBase.open(tmp_path / "kb") as base:
        base.add([sample_document(FEES.replace("fifty", "sixty"), name="fees")])
    (found,) = _impact(tmp_path, capsys)
    assert found["id"] == answered[QUESTIONS[0]]
    assert (found["reason"], found["version"]) == ("changed", sample_document(FEES).version)
    assert found["index"] == 1


@pytest.mark.parametrize("end", ["withdrawn", "not_in_force"])
def test_all_answers_on_a_document_that_ended_are_listed(
    end: str, answered: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with KnowledgeBase.open(tmp_path / "kb") as base:
        if end == "withdrawn":
            base.remove("fees")
        else:
            base.add([sample_document(FEES, name="fees", valid_until="2020-12-31")])
    found = _impact(tmp_path, capsys)
    assert {row["id"] for row in found} == set(answered.values())
    assert {row["reason"] for row in found} == {end}


def test_an_unknown_document_is_an_error(
    answered: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--kb", str(tmp_path / "kb"), "--audit", str(tmp_path / "log")]
    assert main(["impact", "feez", *options]) == 2
    assert "never stored" in capsys.readouterr().err
