"""Timestamps by a real authority: `openssl ts` behind HTTP."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from opengovai.audit import AuditLog
from opengovai.cli import main
from opengovai.testing import sample_record

pytest.importorskip("rfc3161_client")
OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="needs the openssl program")

CONFIG = """
[tsa]
default_tsa = own
[own]
dir = {folder}
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    issuer: tuple[str, rsa.RSAPrivateKey],
) -> x509.Certificate:
    authority = issuer[0] == name
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer[0]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer[1].public_key()),
            critical=False,
        )
    )
    if not authority:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(issuer[1], hashes.SHA256())


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """URL and root certificates of an authority that runs for these tests."""
    folder = tmp_path_factory.mktemp("tsa")
    root, own = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    (folder / "roots.pem").write_bytes(pem(certificate("root", root, ("root", root))))
    (folder / "tsa.pem").write_bytes(pem(certificate("tsa", own, ("root", root))))
    (folder / "tsa.key").write_bytes(
        own.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "serial").write_text("01\n")
    (folder / "config").write_text(CONFIG.format(folder=folder))

    class Authority(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = folder / "query"
            query.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            reply = folder / "reply"
            files = ["-config", folder / "config", "-queryfile", query, "-out", reply]
            subprocess.run(
                [OPENSSL or "openssl", "ts", "-reply", *files], check=True, capture_output=True
            )
            self.send_response(200)
            self.end_headers()
            self.wfile.write(reply.read_bytes())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Authority)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", folder / "roots.pem"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def log(tmp_path: Path, authority: tuple[str, Path]) -> Path:
    """A log of 20 entries, the first 10 of them under a timestamp."""
    url, roots = authority
    with AuditLog.open(tmp_path / "log") as log:
        log.append_many([sample_record(i) for i in range(10)])
    assert timestamped(tmp_path / "log", url, roots) == 0
    with AuditLog.open(tmp_path / "log") as log:
        log.append_many([sample_record(i) for i in range(10, 20)])
    return tmp_path / "log"


def timestamped(log: Path, url: str, roots: Path) -> int:
    return main(["audit", "timestamp", str(log), "--tsa", url, "--roots", str(roots)])


def verified(log: Path, roots: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    status = main(["audit", "verify", str(log), "--timestamped", str(roots), "--json"])
    return status, capsys.readouterr().out


def test_a_timestamp_says_how_much_existed_when(
    log: Path, authority: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = verified(log, authority[1], capsys)
    assert status == 0
    (found,) = json.loads(said)["timestamps"]
    assert found["size"] == 10
    age = datetime.now(UTC) - datetime.fromisoformat(found["time"])
    assert timedelta(0) <= age < timedelta(minutes=5)


def test_a_log_without_one_is_not_timestamped(
    tmp_path: Path, authority: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    AuditLog.open(tmp_path / "log").close()
    assert verified(tmp_path / "log", authority[1], capsys)[0] == 1


def test_a_timestamp_of_another_checkpoint_is_refused(
    log: Path, authority: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (kept,) = (log / "timestamps").glob("*.checkpoint")
    kept.write_bytes((log / "checkpoint").read_bytes())
    status, said = verified(log, authority[1], capsys)
    assert status == 1
    assert "does not hold" in said


def test_a_log_that_was_rewritten_since_is_refused(
    log: Path, tmp_path: Path, authority: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(log / "keys", tmp_path / "other" / "keys")
    for name in ("keys/last-signed", "keys/lock"):
        (tmp_path / "other" / name).unlink()
    with AuditLog.open(tmp_path / "other") as other:  # by who has the key
        other.append_many([sample_record(i) for i in range(5, 25)])
    shutil.copytree(log / "timestamps", tmp_path / "other" / "timestamps")
    status, said = verified(tmp_path / "other", authority[1], capsys)
    assert status == 1
    assert "rewritten" in said


def test_nobody_else_timestamps(
    log: Path, tmp_path: Path, authority: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    key = rsa.generate_private_key(65537, 2048)
    other = tmp_path / "other.pem"
    other.write_bytes(pem(certificate("root", key, ("root", key))))
    assert verified(log, other, capsys)[0] == 1
    assert timestamped(log, authority[0], other) == 2
    assert timestamped(log, "http://127.0.0.1:1", authority[1]) == 2
    (tmp_path / "none.pem").write_text("no certificate")
    assert timestamped(log, authority[0], tmp_path / "none.pem") == 2
    assert len(list((log / "timestamps").iterdir())) == 2
