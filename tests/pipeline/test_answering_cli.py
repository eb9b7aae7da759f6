"""`opengovai evaluate answers` and `opengovai calibrate` on a small knowledge base."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opengovai.cli import main
from opengovai.evaluation.calibration import read_calibration

UNKNOWN = ["dog", "cat", "goat", "boat", "bicycle", "shop", "school", "river", "tree", "radio"]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Two questions with an answer and twenty without."""
    rows = [
        {
            "id": "a1",
            "text": "How long is an ordinary passport valid?",
            "language": "en",
            "document_id": "passport",
            "quotes": ["An ordinary passport is valid for ten years."],
        },
        {
            "id": "a2",
            "text": "Where do I report the loss of a passport?",
            "language": "en",
            "document_id": "passport",
            "quotes": ["report the loss to the nearest police station"],
        },
        *(
            {"id": f"{verb}-{thing}", "text": f"Must I {verb} my {thing}?", "language": "en"}
            for verb in ("insure", "vaccinate")
            for thing in UNKNOWN
        ),
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def test_answers_are_evaluated(
    kb: Path,
    questions: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["evaluate", "answers", str(questions), "--kb", str(kb), "--json"]) == 0
    english, everything = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (english["name"], everything["name"]) == ("en", "all")
    assert everything["correct"]["value"] == 1.0
    assert everything["false_answer"]["value"] == 0.0
    assert everything["questions"] == 22
    assert main(["evaluate", "answers", str(questions), "--kb", str(kb)]) == 0
    assert "100 [34, 100]" in capsys.readouterr().out


def test_a_calibration_is_written_and_used(
    kb: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "own.toml"
    command = ["calibrate", str(questions), "--kb", str(kb), "--output", str(written)]
    assert main([*command, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["false"], said["unanswerable"], said["refused"]) == (0, 20, 0)
    assert read_calibration(written).floor == said["floor"]
    config = tmp_path / "opengovai.toml"
    config.write_text('[service]\ncalibration_path = "own.toml"\n', "utf-8")
    ask = ["ask", "--kb", str(kb), "--config", str(config), "--audit", str(tmp_path / "log")]
    assert main([*ask, "How long is an ordinary passport valid?", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "answered"
    assert answer["confidence"] >= said["floor"]


def test_a_risk_that_cannot_be_shown_is_not_promised(
    kb: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "own.toml"
    command = ["calibrate", str(questions), "--kb", str(kb), "--output", str(written)]
    assert main([*command, "--risk", "0.01"]) == 2
    assert "cannot show a risk" in capsys.readouterr().err
    assert not written.exists()
    assert main([*command, "--risk", "1.5"]) == 2


def test_a_broken_calibration_answers_nobody(
    kb: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "opengovai.toml"
    config.write_text('[service]\ncalibration_path = "missing.toml"\n', "utf-8")
    ask = ["ask", "--kb", str(kb), "--config", str(config), "--audit", str(tmp_path / "log")]
    assert main([*ask, "How long is a passport valid?"]) == 2
    assert "no calibration" in capsys.readouterr().err
