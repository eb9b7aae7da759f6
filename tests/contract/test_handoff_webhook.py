"""The webhook over real sockets."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from opengovai.adapters.webhook.plugin import webhook
from opengovai.egress import destinations
from opengovai.errors import ConfigurationError, DeliveryError
from opengovai.types import Packet, RedactedText, Referral, Status, Turn

PACKET = Packet(
    key="k-1",
    service="s",
    language="kk",
    consent="2026-01-01T00:00:00Z",
    referral=Referral(authority="a", contact="c", message="m", office_hours="8-17"),
    turns=(
        Turn(
            record="r",
            time="2026-01-01T00:00:00Z",
            language="kk",
            asked=RedactedText("сұрақ"),
            understood=RedactedText("сұрақ"),
            answer=RedactedText("жауап"),
            status=Status.NO_CONTENT,
        ),
    ),
)


class Receiver(BaseHTTPRequestHandler):
    """Answers what the path says, and keeps what came."""

    seen: list[tuple[dict[str, str], dict[str, object]]] = []  # noqa: RUF012 the server makes them

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).seen.append((dict(self.headers), json.loads(body)))
        status = int(self.path.rpartition("/")[2])
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://localhost:1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture
def address() -> Iterator[str]:
    """A receiver on this machine."""
    Receiver.seen = []
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_packet_is_posted_under_its_key(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_KEY", "abc")
    channel = webhook.open(url=f"{address}/200", key_env="HOOK_KEY")
    assert channel.deliver(PACKET) == f"{address}/200"  # type: ignore[attr-defined]
    ((headers, body),) = Receiver.seen
    assert headers["Idempotency-Key"] == "k-1"
    assert headers["Authorization"] == "Bearer abc"
    assert body["turns"][0]["asked"] == "сұрақ"  # type: ignore[index]
    assert body["referral"]["office_hours"] == "8-17"  # type: ignore[index]


@pytest.mark.parametrize("status", [302, 404, 409, 500])
def test_what_was_not_taken_is_not_delivered(address: str, status: int) -> None:
    channel = webhook.open(url=f"{address}/{status}")
    with pytest.raises(DeliveryError, match=str(status)):
        channel.deliver(PACKET)  # type: ignore[attr-defined]
    assert len(Receiver.seen) == 1


def test_nobody_there_is_a_delivery_error() -> None:
    channel = webhook.open(url="http://127.0.0.1:1/x", seconds=2.0)
    with pytest.raises(DeliveryError, match="cannot be reached"):
        channel.deliver(PACKET)  # type: ignore[attr-defined]


def test_its_hosts_are_declared_and_its_key_is_there() -> None:
    keys = {"url": "https://cases.example.org/hook", "proxy": "http://proxy.example:3128"}
    hosts = destinations(webhook.info, keys, where="test")
    assert hosts == ("cases.example.org", "proxy.example")
    with pytest.raises(ConfigurationError):
        webhook.open(url="https://cases.example.org/hook", key_env="NOT_SET_ANYWHERE")
