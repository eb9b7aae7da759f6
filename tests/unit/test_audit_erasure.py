"""Erasure: what is gone, what stays, and what forbids it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from opengovai.audit import AuditLog, LogReader, verify
from opengovai.audit.erasure import HOLD
from opengovai.audit.keys import RECHECK, SQLiteKeyStore
from opengovai.audit.private import commitments
from opengovai.errors import AuditError, InputError, StorageError
from opengovai.testing.records import sample_record
from opengovai.types import AuditRecord, RedactedText

SECRET = RedactedText("I lost my residence permit in Nyamagabe and need another one.")


def record(i: int, subject: str, *, age: int = 400, **data: Any) -> AuditRecord:
    sample = sample_record(i)
    time = f"{datetime.now(UTC) - timedelta(days=age):%Y-%m-%dT%H:%M:%SZ}"
    return replace(
        sample,
        subject=subject,
        time=time,
        data={**sample.data, **data},
        private={"question": SECRET, "answer": RedactedText(f"Answer {i}")},
    )


def erased(path: Path, subject: str = "s-1") -> None:
    with AuditLog.open(path) as log:
        log.erase(subject, basis="GDPR Article 17(1)(a)", approver="officer-7")


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(entry) for _, entry in LogReader(path).entries()]


def test_texts_are_readable_before_and_gone_after(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path) as log:
        log.append_many([record(0, "s-1"), record(1, "s-2"), record(2, "s-1")])
        log.publish()
        assert log.private(0)["question"] == SECRET
        receipt = log.erase("s-1", basis="GDPR Article 17(1)(a)", approver="officer-7")
        assert [log.private(i) for i in (0, 2)] == [{}, {}]
        assert log.private(1)["question"] == SECRET
        with pytest.raises(AuditError, match="destroyed"):
            log.append(record(3, "s-1"))
    assert verify(tmp_path).ok
    intent, result = records(tmp_path)[-2:]
    assert (receipt.index, intent["phase"], result["phase"]) == (4, "intent", "result")
    assert result["data"] == {
        "approver": "officer-7",
        "basis": "GDPR Article 17(1)(a)",
        "key_destroyed": True,
        "status": "erased",
        "texts": 2,
    }


def windows(path: Path) -> Iterator[bytes]:
    """Every 32 bytes that stand together in any file under `path`."""
    for file in path.rglob("*"):
        if file.is_file() and "tile" not in file.parts:
            data = file.read_bytes()
            for at in range(len(data) - 31):
                yield data[at : at + 32]


def opens(key: bytes, sealed: bytes, aad: bytes) -> bool:
    try:
        AESGCM(key).decrypt(sealed[:12], sealed[12:], aad)
    except InvalidTag:
        return False
    return True


@pytest.mark.slow
def test_nothing_of_the_subject_can_be_recovered_from_log_keys_and_backups(tmp_path: Path) -> None:
    """The attacker has every file, a backup from before, the ciphertext and the text itself."""
    path, backup = tmp_path / "log", tmp_path / "backup"
    with AuditLog.open(path) as log:
        log.append_many([record(0, "s-1"), record(1, "s-2")])
        log.publish()
        key, sealed = log._keys.key("s-1"), log._private.get(0)
        assert sealed is not None
        copytree(path, backup, ignore=ignore_patterns("keys"))
    assert opens(key, sealed, b"sample-0")
    before = json.loads(LogReader(path).entry(0))
    erased(path)

    assert all(SECRET.encode() not in file.read_bytes() for file in files(tmp_path))
    assert all(key not in file.read_bytes() for file in files(tmp_path))
    assert all(sealed not in file.read_bytes() for file in files(path))
    assert any(sealed in file.read_bytes() for file in files(backup)), "the backup has it sealed"
    for window in windows(path / "keys"):
        assert not opens(window, sealed, b"sample-0")
        assert commitments(window, {"question": SECRET}) != {
            "question": before["commitments"]["question"]
        }
    assert verify(path).ok
    assert verify(backup).ok
    assert records(path)[0] == before


def files(path: Path) -> list[Path]:
    return [file for file in path.rglob("*") if file.is_file()]


def test_retention_outranks_erasure(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path) as log:
        log.append_many([record(0, "s-1", age=400), record(1, "s-1", age=183)])
    with pytest.raises(InputError, match="entry 1 is kept until"):
        erased(tmp_path)
    with AuditLog.open(tmp_path) as log:
        assert log.private(0)["question"] == SECRET
    refusal = records(tmp_path)[-1]
    assert refusal["data"]["status"] == "refused"
    assert "entry 1" in refusal["data"]["reason"]


@pytest.mark.parametrize(
    ("retention", "age", "allowed"),
    [("ai-act", 185, True), ("ai-act", 180, False), ("long", 400, False), ("standard", 180, False)],
)
def test_retention_by_class(tmp_path: Path, retention: str, age: int, allowed: bool) -> None:
    with AuditLog.open(tmp_path) as log:
        log.append(record(0, "s-1", age=age, retention=retention))
    if allowed:
        erased(tmp_path)
    else:
        with pytest.raises(InputError):
            erased(tmp_path)


def test_a_legal_hold_outranks_erasure_until_it_is_lifted(tmp_path: Path) -> None:
    def hold(i: int, on: bool) -> AuditRecord:
        return replace(record(i, "s-1"), type=HOLD, data={"legal_hold": on}, private={})

    with AuditLog.open(tmp_path) as log:
        log.append_many([record(0, "s-1"), hold(1, on=True), record(2, "s-1", legal_hold=False)])
    with pytest.raises(InputError, match="entry 1 puts it under legal hold"):
        erased(tmp_path)
    with AuditLog.open(tmp_path) as log:
        log.append(hold(3, on=False))
    erased(tmp_path)


def test_erasing_twice_is_fine(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path) as log:
        log.append(record(0, "s-1"))
    erased(tmp_path)
    erased(tmp_path)
    assert records(tmp_path)[-1]["data"]["key_destroyed"] is False
    assert verify(tmp_path).ok


def test_a_mistyped_subject_is_not_reported_as_erased(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path) as log:
        log.append(record(0, "s-1"))
        with pytest.raises(InputError, match="no record of this subject"):
            log.erase("s-11", basis="GDPR Article 17(1)(a)", approver="officer-7")
        assert log.private(0)["question"] == SECRET
    assert len(records(tmp_path)) == 1


def test_an_open_log_elsewhere_notices_that_a_key_is_destroyed(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path) as here:
        here.append(record(0, "s-1"))
        erased(tmp_path)
        time.sleep(RECHECK)
        with pytest.raises(AuditError, match="destroyed"):
            here.append(record(1, "s-1"))
        assert here.append(record(1, "s-2")).index == 3


# The key store -----------------------------------------------------------------------------


def test_keys_last_and_differ(tmp_path: Path) -> None:
    store = SQLiteKeyStore(tmp_path / "keys")
    one, two = store.key("one"), store.key("two")
    assert store.key("one") == one != two
    assert len(one) == 32
    store.close()
    again = SQLiteKeyStore(tmp_path / "keys")
    assert again.key("one") == one
    assert (again.destroy("one"), again.destroy("one"), again.destroy("never")) == (
        True,
        False,
        False,
    )
    for name in ("one", "never"):
        with pytest.raises(StorageError, match=name):
            again.key(name)
    again.close()


def test_a_key_store_that_is_no_database_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "keys").write_bytes(os.urandom(4096))
    with pytest.raises(StorageError):
        SQLiteKeyStore(tmp_path / "keys")
