"""TLS: nothing goes to a server that is not trusted; with mutual TLS both sides show proof."""

from __future__ import annotations

import datetime
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("httpcore2")

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from opengovai.errors import ModelUnavailableError
from opengovai.plugins import build
from opengovai.types import Generation, Message, RedactedText

ASKED = [Message(role="user", text=RedactedText("Habari?"))]
REPLY = b'{"choices": [{"message": {"content": "Nzuri."}, "finish_reason": "stop"}]}'


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(REPLY)))
        self.end_headers()
        self.wfile.write(REPLY)

    def log_message(self, *_: object) -> None:
        pass


def _issue(folder: Path, name: str) -> Path:
    """A self-signed certificate for 127.0.0.1 with its key, as NAME.pem and NAME.key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / f"{name}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / f"{name}.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / f"{name}.pem"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ThreadingHTTPServer]:
    """Demands the client's certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_issue(tmp_path, "server"), tmp_path / "server.key")
    context.load_verify_locations(_issue(tmp_path, "client"))
    context.verify_mode = ssl.CERT_REQUIRED
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.bodies = []  # type: ignore[attr-defined]
    made.handle_error = lambda *_: None  # type: ignore[method-assign]
    made.socket = context.wrap_socket(made.socket, server_side=True)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def _model(server: ThreadingHTTPServer, **keys: str) -> Any:
    url = f"https://127.0.0.1:{server.server_address[1]}/v1"
    return build("models", "openai-compatible", {"base_url": url, "model": "m", **keys})


def test_with_both_certificates_it_answers(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    model = _model(
        server,
        ca_path=str(tmp_path / "server.pem"),
        certificate_path=str(tmp_path / "client.pem"),
        key_path=str(tmp_path / "client.key"),
    )
    assert model.complete(ASKED, Generation(deadline=10)).text == "Nzuri."
    model.close()


@pytest.mark.parametrize("trusted", [False, True])
def test_without_one_of_them_nothing_is_sent(
    server: ThreadingHTTPServer, tmp_path: Path, *, trusted: bool
) -> None:
    keys = {"ca_path": str(tmp_path / "server.pem")} if trusted else {}
    model = _model(server, **keys)
    with pytest.raises(ModelUnavailableError):
        model.complete(ASKED, Generation(deadline=3))
    assert server.bodies == []  # type: ignore[attr-defined]
    model.close()
