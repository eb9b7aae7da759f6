"""`opengovai ingest` and files that cannot be read: it says which and why, and makes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opengovai.cli import main

LAW = "# Passport Act\n\nThe fee for an ordinary passport is 50 shillings.\n"
BROKEN = {
    "cut.json": '{"title": "Passport Act", "text": "The fee is',
    "cut-list.json": '[\n  {"title": "Passport Act", "text": "The fee is 50"},\n  {"title": "V',
    "cut-pretty.json": '{\n  "title": "Passport Act",\n  "text": "The fee is 50',
    "one.txt": "x",
    "one.md": "#",
    "one.html": "<",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named_and_leaves_no_knowledge_base(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(BROKEN[name], "utf-8")
    assert main(["ingest", str(tmp_path / name), "--kb", str(tmp_path / "kb"), "--json"]) == 2
    skipped, counts = map(json.loads, capsys.readouterr().out.splitlines())
    assert skipped["skipped"].endswith(name)
    assert skipped["reason"]
    assert skipped["remedy"]
    assert (counts["added"], counts["skipped"]) == (0, 1)
    assert not (tmp_path / "kb").exists()


def test_a_folder_without_files_is_an_error_and_leaves_no_knowledge_base(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "laws").mkdir()
    assert main(["ingest", str(tmp_path / "laws"), "--kb", str(tmp_path / "kb")]) == 2
    assert "nothing to read" in capsys.readouterr().err
    assert not (tmp_path / "kb").exists()


def test_the_files_that_can_be_read_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "laws"
    folder.mkdir()
    for name, text in (BROKEN | {"law.en.md": LAW}).items():
        (folder / name).write_text(text, "utf-8")
    assert main(["ingest", str(folder), "--kb", str(tmp_path / "kb"), "--json"]) == 0
    *skipped, counts = map(json.loads, capsys.readouterr().out.splitlines())
    assert {Path(row["skipped"]).name for row in skipped} == set(BROKEN)
    assert (counts["added"], counts["skipped"]) == (1, len(BROKEN))


@pytest.mark.parametrize(
    "text", ["[Form A] is needed.", '{"quoted"} words', "[1] See the Act.", "{name}: the applicant"]
)
def test_prose_that_begins_with_a_bracket_is_still_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(f"{text} The fee is 50 shillings.", "utf-8")
    assert main(["ingest", str(tmp_path / "note.txt"), "--kb", str(tmp_path / "kb")]) == 0
