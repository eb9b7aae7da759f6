"""`opengovai redact` on JSON and CSV files, as a shell sees it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from opengovai.cli.program import main

TABLE = "no,National ID,fee\r\n1,12345678,1050\r\n2,23456789,2100\r\n"
CASE = {
    "applicant": {"fullName": "Zq Xv", "nationalId": 12345678, "dob": "1985-03-12"},
    "reference": "0722 123 456",
    "fee": 1050,
}


def _out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["redact", *arguments]) == 0
    return capsys.readouterr().out


def test_a_csv_file_keeps_its_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(TABLE.encode())
    out = _out(capsys, str(path))
    rows = list(csv.reader(out.splitlines()))
    assert rows[0] == ["no", "National ID", "fee"]
    assert [row[2] for row in rows[1:]] == ["1050", "2100"]
    assert "12345678" not in out
    assert "KE-NATIONAL-ID" in rows[1][1]


def test_a_json_file_keeps_its_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), "utf-8")
    rules = ["--rule", "*.fullName=person", "--rule", "reference="]
    out = json.loads(_out(capsys, str(path), *rules))
    assert out["applicant"]["fullName"].startswith("[PERSON-1-")
    assert out["applicant"]["nationalId"].startswith("[KE-NATIONAL-ID-1-")
    assert out["reference"] == "0722 123 456"
    assert out["fee"] == 1050
    assert "0722" not in _out(capsys, str(path))


def test_a_flag_overrules_the_ending(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(b"ID;fee\n12345678;1050\n")
    assert _out(capsys, str(path), "--format", "csv").startswith("ID;fee\n[KE-NATIONAL-ID")
    case = tmp_path / "case.json"
    case.write_text(json.dumps(CASE), "utf-8")
    (line,) = _out(capsys, str(case), "--json").splitlines()
    assert {"id", "text", "spans"} == json.loads(line).keys()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--rule", "nonsense"], "PATH=ENTITY"),
        (["--format", "csv", "--spans"], "--format text"),
        (["--format", "text", "--rule", "a=PERSON"], "json or csv"),
    ],
)
def test_what_does_not_go_together_is_said(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), "utf-8")
    assert main(["redact", str(path), *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_broken_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"id": 12345678', "utf-8")
    assert main(["redact", str(path)]) == 2
    captured = capsys.readouterr()
    assert "12345678" not in captured.out + captured.err
