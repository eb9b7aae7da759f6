"""Somebody else's implementation verifies our logs: the packages of Go's checksum database."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from opengovai.audit import AuditLog, prove
from opengovai.testing.records import sample_record

SOURCE = Path(__file__).parent / "go" / "verifylog.go"
GOPATH = Path("/usr/share/gocode")  # where Debian's golang-golang-x-mod-dev puts it
pytestmark = pytest.mark.skipif(
    not (shutil.which("go") and (GOPATH / "src/golang.org/x/mod/sumdb/tlog").is_dir()),
    reason="needs apt-get install golang-go golang-golang-x-mod-dev",
)


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("go")
    environment = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(GOPATH),
        "GOCACHE": str(folder / "cache"),
        "GOFLAGS": "",
    }
    built = folder / "verifylog"
    subprocess.run(["go", "build", "-o", built, SOURCE], env=environment, check=True)
    return built


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("log") / "log"
    with AuditLog.open(path, origin="audit.example/log") as log:
        log.append_many([sample_record(i) for i in range(700)])
    return path


def run(verifier: Path, *arguments: str | Path) -> tuple[bool, str]:
    done = subprocess.run([verifier, *arguments], capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("size", [0, 1, 255, 256, 257])
def test_go_verifies_a_log(verifier: Path, tmp_path: Path, size: int) -> None:
    with AuditLog.open(tmp_path) as log:
        log.append_many([sample_record(i) for i in range(size)])
    assert run(verifier, "log", tmp_path) == (True, f"ok: {size} entries\n")


@pytest.mark.slow
def test_go_finds_a_flipped_bit_in_any_file(verifier: Path, log: Path) -> None:
    assert run(verifier, "log", log) == (True, "ok: 700 entries\n")
    files = [file for file in (log / "tile").rglob("*") if file.is_file()]
    for file in [*files, log / "checkpoint", log / "vkey"]:
        data = file.read_bytes()
        for at in (0, len(data) // 2, len(data) - 2):
            file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            assert not run(verifier, "log", log)[0], (file, at)
        file.write_bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize("index", [0, 255, 256, 699])
def test_go_verifies_our_proof_files(verifier: Path, log: Path, tmp_path: Path, index: int) -> None:
    file, key = tmp_path / "one.tlog-proof", (log / "vkey").read_text().strip()
    proof = prove(log, index)
    file.write_text(proof)
    assert run(verifier, "proof", file, key) == (True, f"ok: entry {index} of 700\n")
    for old, new in ((f"index {index}", f"index {index ^ 1}"), ("extra ey", "extra ez")):
        file.write_text(proof.replace(old, new))
        assert not run(verifier, "proof", file, key)[0]
