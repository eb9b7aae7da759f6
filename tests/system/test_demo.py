"""`opengovai demo` does the main job, and nothing of the askers is left anywhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from opengovai.demo.story import Asked, questions

LANGUAGES = {"en", "sw", "rw", "kk", "ru", "de", "fr"}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """The folder that the demonstration kept, and the lines it printed."""
    folder = tmp_path_factory.mktemp("demo") / "kept"
    command = [sys.executable, "-m", "opengovai.cli", "demo", "--json", "--keep", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return folder, [json.loads(line) for line in done.stdout.splitlines()]


def _scenes(lines: list[dict[str, Any]]) -> list[tuple[Asked, dict[str, Any]]]:
    return list(zip(questions(), [line for line in lines if "question" in line], strict=True))


def test_it_asks_in_seven_languages_with_personal_data_and_without_an_answer() -> None:
    asked = questions()
    assert {one.language for one in asked} == LANGUAGES
    assert sum(bool(one.personal) for one in asked) >= 2
    assert sum(not one.answerable for one in asked) >= 2


def test_answers_quote_and_refusals_say_who_can_help(
    played: tuple[Path, list[dict[str, Any]]],
) -> None:
    for asked, line in _scenes(played[1]):
        assert line["language"] == asked.language, asked.text
        assert (line["status"] == "answered") is asked.answerable, asked.text
        assert bool(line["citations"]) is asked.answerable
        if not asked.answerable:
            assert "huduma@example.org" in line["text"]
        for citation in line["citations"]:
            assert citation["quote"] in line["text"]


def test_personal_data_is_in_no_file_and_the_model_side_never_saw_it(
    played: tuple[Path, list[dict[str, Any]]],
) -> None:
    folder, lines = played
    secrets = [secret for one in questions() for secret in one.personal]
    bare = [re.sub(r"\W", "", secret).lstrip("0") for secret in secrets]
    assert len(bare) >= 3
    stored = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    seen = [text.encode() for _, line in _scenes(lines) for text in line["seen"]]
    for secret in (*secrets, *bare):
        assert not [raw for raw in (*stored, *seen) if secret.encode() in raw], secret


def test_the_log_verifies_and_the_tampered_copy_names_the_entry(
    played: tuple[Path, list[dict[str, Any]]],
) -> None:
    *_, log, tampered = played[1]
    assert log["log"]["ok"]
    assert log["log"]["size"] == 2 * len(questions())
    assert not tampered["tampered"]["ok"]
    assert tampered["tampered"]["first_bad"] in range(log["log"]["size"])


def test_a_person_can_read_it() -> None:
    command = [sys.executable, "-m", "opengovai.cli", "demo"]
    shown = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    for asked in questions():
        start = " ".join(asked.text.split()[:3])
        assert start in shown.stdout
    for words in ("What the model side saw", "[PHONE-1-", "no_content", "NOT ok", "nowhere"):
        assert words in shown.stdout
