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


def test_a_gate_lets_through_or_not_and_the_page_shows_it(
    kb: Path, questions: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    gate, page, other = tmp_path / "gate.toml", tmp_path / "report.html", tmp_path / "other.toml"
    gate.write_text("[at_least]\ncorrect = 0.5\n[at_most]\nfalse_answer = 0.05\n", "utf-8")
    other.write_text("[service]\nfloor = 1.0\n", "utf-8")
    command = ["evaluate", "answers", str(questions), "--kb", str(kb), "--gate", str(gate)]
    assert main([*command, "--html", str(page), "--against", str(other), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    against = {row["name"]: row for row in rows if row["group"] == "against"}
    assert against["correct"]["better"] == 2
    assert all(row["kept"] for row in rows if row["group"] == "gate")
    text = page.read_text("utf-8")
    assert "<svg" in text
    assert "Against the other configuration" in text
    gate.write_text("[at_least]\nf1 = 1.0\n", "utf-8")
    assert main(command) == 1


def test_personal_data_is_looked_for_where_it_must_not_be(
    kb: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = "My e-mail is jane.doe@example.org. How long is an ordinary passport valid?"
    row = {"id": "p", "text": asked, "language": "en", "personal": ["jane.doe@example.org"]}
    path = tmp_path / "personal.jsonl"
    path.write_text(json.dumps(row), "utf-8")
    assert main(["evaluate", "answers", str(path), "--kb", str(kb), "--json"]) == 0
    everything = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert everything["exposed"]["value"] == 0.0
    assert everything["invalid"] is None or everything["invalid"]["value"] == 0.0


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
