"""What a person gives to `opengovai audit` and cannot be meant is bad input, not a failed check."""

from __future__ import annotations

from pathlib import Path

import pytest

from opengovai.audit import AuditLog
from opengovai.cli import main
from opengovai.testing.records import sample_record


@pytest.fixture
def log(tmp_path: Path) -> Path:
    with AuditLog.open(tmp_path / "log") as log:
        log.append(sample_record(1))
    (tmp_path / "letter.txt").write_text("Dear Sir,\n\nmy passport is late.\n", "utf-8")
    return tmp_path / "log"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--checkpoint", "."], "Is a directory"),
        (["--checkpoint", "none"], "No such file"),
        (["--checkpoint", "letter.txt"], "no checkpoint"),
        (["--key", "x"], "--key"),
        (["--cosigned-by", "x"], "--cosigned-by"),
    ],
)
def test_what_cannot_be_meant_is_no_failed_check(
    log: Path,
    options: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(log.parent)
    assert main(["audit", "verify", str(log), *options]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Name a" in error or "Give the" in error


def test_certificates_are_read_where_there_is_no_timestamp_yet(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("rfc3161_client")
    assert main(["audit", "verify", str(log), "--timestamped", "none.pem"]) == 2
    assert "none.pem" in capsys.readouterr().err


def test_its_own_checkpoint_of_before_holds(log: Path, tmp_path: Path) -> None:
    older = tmp_path / "older"
    older.write_bytes((log / "checkpoint").read_bytes())
    with AuditLog.open(log) as opened:
        opened.append(sample_record(2))
    assert main(["audit", "verify", str(log), "--checkpoint", str(older)]) == 0


@pytest.mark.parametrize("verb", ["show", "export", "stats"])
def test_no_log_is_said_with_what_to_name(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", verb, str(tmp_path / "none")]) == 2
    assert "Name a log's folder" in capsys.readouterr().err
