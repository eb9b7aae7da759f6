"""Proof files: made from a log, checked without it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opengovai.audit import AuditLog, LogReader, prove, verify_proof
from opengovai.audit.checkpoint import open_checkpoint
from opengovai.audit.merkle import check_consistency
from opengovai.errors import AuditError, InputError, LogDamagedError, VerificationError
from opengovai.testing.records import sample_record


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("proofs") / "log"
    with AuditLog.open(path, origin="audit.example/log") as log:
        log.append_many([sample_record(i) for i in range(300)])
        log.publish()
        (path / "at-300").write_bytes((path / "checkpoint").read_bytes())
        log.append_many([sample_record(i) for i in range(300, 700)])
    return path


@pytest.mark.parametrize("index", [0, 1, 255, 256, 511, 512, 698, 699])
def test_a_proof_stands_alone(log: Path, index: int) -> None:
    proven = verify_proof(prove(log, index), keys=[(log / "vkey").read_text()])
    assert (proven.index, proven.checkpoint.size) == (index, 700)
    assert proven.checkpoint.origin == "audit.example/log"
    assert json.loads(proven.entry)["id"] == f"sample-{index}"


def test_no_changed_character_of_a_proof_goes_unnoticed(log: Path) -> None:
    proof, keys = prove(log, 300), [(log / "vkey").read_text()]
    ends = [at - 1 for at, char in enumerate(proof) if char in "=\n" and at]
    for at in sorted({*range(0, len(proof) - 1, 13), *ends}):
        changed = proof[:at] + ("A" if proof[at] != "A" else "B") + proof[at + 1 :]
        with pytest.raises(VerificationError):
            verify_proof(changed, keys=keys)


def test_a_proof_needs_the_key_of_its_log(log: Path, tmp_path: Path) -> None:
    AuditLog.open(tmp_path, origin="audit.example/log").close()
    with pytest.raises(VerificationError, match="known key"):
        verify_proof(prove(log, 0), keys=[(tmp_path / "vkey").read_text()])


def test_another_entry_is_not_proven(log: Path) -> None:
    entry = LogReader(log).entry(4)
    with pytest.raises(VerificationError):
        verify_proof(prove(log, 5), keys=[(log / "vkey").read_text()], entry=entry)


@pytest.mark.parametrize("index", [-1, 700])
def test_there_is_no_proof_for_no_entry(log: Path, index: int) -> None:
    with pytest.raises(InputError, match="700"):
        prove(log, index)


def test_consistency_with_an_older_checkpoint(log: Path) -> None:
    reader = LogReader(log)
    old = open_checkpoint((log / "at-300").read_bytes(), [reader.key])
    now = reader.checkpoint
    path = reader.consistency(old.size)
    check_consistency(old.size, now.size, old.root, now.root, path)
    with pytest.raises(InputError):
        reader.consistency(701)


def test_entries_are_read_in_order(log: Path) -> None:
    ids = [json.loads(entry)["id"] for _, entry in LogReader(log).entries(250, 260)]
    assert ids == [f"sample-{i}" for i in range(250, 260)]
    assert sum(1 for _ in LogReader(log).entries()) == 700


def test_a_damaged_log_gives_no_proof(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path) as log:
        log.append_many([sample_record(i) for i in range(3)])
    bundle = tmp_path / "tile/entries/000.p/3"
    data = bytearray(bundle.read_bytes())
    data[40] ^= 1
    bundle.write_bytes(data)
    with pytest.raises(LogDamagedError):
        prove(tmp_path, 0)
    bundle.unlink()
    with pytest.raises(LogDamagedError):
        prove(tmp_path, 0)


def test_what_is_not_a_log_is_an_audit_error(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="not a log"):
        prove(tmp_path, 0)
