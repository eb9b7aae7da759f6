"""A log and a witness as two processes: who rolls back or shows two faces is found out."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from opengovai.audit import AuditLog, verify
from opengovai.audit.cosignature import CosignerKey
from opengovai.audit.cosigning import cosigned, request_cosignatures
from opengovai.audit.note import VerifierKey
from opengovai.audit.witness import Witness
from opengovai.errors import AuditError, LogDamagedError, VerificationError
from opengovai.testing import sample_record

ORIGIN = "example.go.ke/witnessed/log"


def _grow(path: Path, count: int) -> None:
    with AuditLog.open(path, origin=ORIGIN) as log:
        log.append_many([sample_record(i) for i in range(count)])


def _cli(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "opengovai.cli", "audit", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    _grow(tmp_path / "log", 300)
    return tmp_path / "log"


@pytest.fixture
def witness(log: Path, tmp_path: Path) -> Iterator[tuple[str, CosignerKey]]:
    """A witness in a process of its own; its URL and key as it announces them."""
    command = [sys.executable, "-m", "opengovai.cli", "audit", "witness", tmp_path / "witness"]
    command += ["--name", "audit.example.kz/w1", "--log", (log / "vkey").read_text().strip()]
    with subprocess.Popen([*map(str, command), "--json"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        started = json.loads(process.stdout.readline())
        yield started["url"], CosignerKey.parse(started["key"])
        process.terminate()


def test_a_growing_log_is_cosigned_again_and_again(
    log: Path, witness: tuple[str, CosignerKey]
) -> None:
    url, key = witness
    for count in (0, 1, 255, 700):
        _grow(log, count)
        assert request_cosignatures(log, [witness]) == {}
        assert set(cosigned(log, [key])) == {"audit.example.kz/w1"}
        assert verify(log).ok
    _grow(log, 5)  # opens a log whose checkpoint carries somebody else's signature
    assert cosigned(log, [key]) == {}, "the new checkpoint is not cosigned yet"
    served = f"{url}/{sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
    with urllib.request.urlopen(served) as response:
        assert response.read().startswith(f"{ORIGIN}\n1256\n".encode())


def test_the_commands_work_together(log: Path, witness: tuple[str, CosignerKey]) -> None:
    url, key = witness
    assert _cli("verify", log, "--cosigned-by", key).returncode == 1
    done = _cli("cosign", log, "--witness", url, key)
    assert done.returncode == 0, done.stderr
    assert _cli("verify", log, "--cosigned-by", key).returncode == 0


def test_a_log_that_was_rolled_back_is_refused(
    log: Path, witness: tuple[str, CosignerKey], tmp_path: Path
) -> None:
    shutil.copytree(log, tmp_path / "backup")
    _grow(log, 50)
    request_cosignatures(log, [witness])
    assert verify(tmp_path / "backup").ok, "by itself the old copy looks fine"
    with pytest.raises(LogDamagedError, match="has seen 350 entries, this log has 300"):
        request_cosignatures(tmp_path / "backup", [witness])
    done = _cli("cosign", tmp_path / "backup", "--witness", *map(str, witness))
    assert done.returncode == 2
    assert "rolled back" in done.stderr


def test_a_log_that_shows_two_faces_is_refused(
    log: Path, witness: tuple[str, CosignerKey], tmp_path: Path
) -> None:
    shutil.copytree(log, tmp_path / "other-face")
    _grow(log, 50)
    _grow(tmp_path / "other-face", 50)  # other salts and times: other entries
    request_cosignatures(log, [witness])
    with pytest.raises(LogDamagedError, match="has seen another tree"):
        request_cosignatures(tmp_path / "other-face", [witness])
    _grow(tmp_path / "other-face", 50)
    with pytest.raises(LogDamagedError, match="has seen another tree"):
        request_cosignatures(tmp_path / "other-face", [witness])


def test_strangers_and_nonsense_get_the_protocols_answers(
    log: Path, witness: tuple[str, CosignerKey], tmp_path: Path
) -> None:
    url, _ = witness
    with AuditLog.open(tmp_path / "stranger", origin="example.org/stranger"):
        pass
    with pytest.raises(AssertionError, match="404"):
        assert not request_cosignatures(tmp_path / "stranger", [witness])
    note = (log / "checkpoint").read_bytes()
    forged = note.replace(b"\n300\n", b"\n301\n")
    for body, status in (
        (b"old 0\n\n" + forged, 403),
        (b"old 301\n\n" + note, 400),
        (b"old 00\n\n" + note, 400),
        (b"old 0\nAAAA\n\n" + note, 400),
        (b"old 0\n" + b"A" * 43 + b"=\n\n" + note, 422),
        (b"old 7\n\n" + note, 409),
        (b"", 400),
    ):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{url}/add-checkpoint", data=body)
        with caught.value as answer:
            assert answer.code == status, body


def test_an_unreachable_witness_is_reported_and_the_others_still_asked(
    log: Path, witness: tuple[str, CosignerKey]
) -> None:
    gone = ("http://127.0.0.1:9", CosignerKey("gone.example/w2", bytes(32)))
    failed = request_cosignatures(log, [gone, witness])
    assert set(failed) == {"gone.example/w2"}
    assert set(cosigned(log, [witness[1]])) == {"audit.example.kz/w1"}


def test_another_witness_cannot_speak_for_it(log: Path, witness: tuple[str, CosignerKey]) -> None:
    url, key = witness
    impostor = CosignerKey(key.name, bytes(32))
    failed = request_cosignatures(log, [(url, impostor)])
    assert "did not answer with its own cosignature" in failed[key.name]


def test_a_witness_remembers_across_restarts(log: Path, tmp_path: Path) -> None:
    keys = [VerifierKey.parse((log / "vkey").read_text())]
    note = (log / "checkpoint").read_bytes()
    first = Witness(tmp_path / "w", name="w", logs=keys, clock=lambda: 1_700_000_000)
    assert first.add_checkpoint(b"old 0\n\n" + note).status == 200
    first.close()
    again = Witness(tmp_path / "w", name="w", logs=keys)
    assert again.key == first.key
    reply = again.add_checkpoint(b"old 0\n\n" + note)
    assert (reply.status, reply.body) == (409, "300\n")
    again.close()


def test_the_public_example_key_ids_and_a_broken_cosignature(log: Path, tmp_path: Path) -> None:
    keys = [VerifierKey.parse((log / "vkey").read_text())]
    witness = Witness(tmp_path / "w", name="w", logs=keys, clock=lambda: 1_700_000_000)
    note = (log / "checkpoint").read_text()
    line = witness.add_checkpoint(b"old 0\n\n" + note.encode()).body
    text = note.rpartition("\n\n")[0] + "\n"
    assert witness.key.cosigned_at(line.strip(), text) == 1_700_000_000
    assert CosignerKey.parse(str(witness.key)) == witness.key
    with pytest.raises(VerificationError, match="does not verify"):
        witness.key.cosigned_at(line.strip(), text.replace("300", "301"))
    witness.close()


def test_a_url_that_is_no_url_is_an_error(log: Path) -> None:
    failed = request_cosignatures(log, [("file:///etc", CosignerKey("w", bytes(32)))])
    assert "http or https only" in failed["w"]
    with pytest.raises(AuditError, match="not a log"):
        request_cosignatures(log / "tile", [])
