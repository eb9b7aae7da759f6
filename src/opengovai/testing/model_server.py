"""A model server over real sockets that does what a test tells it, misbehaviour included.

    with ModelServer([status(429, retry_after="1"), reply("Yes.")]) as server:
        ...  # connect to server.base_url

Each request takes the next behaviour of the list; the last one serves all further requests.
"""

from __future__ import annotations

import gzip
import json
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Wire:
    """What a behaviour writes to."""

    def __init__(self, connection: socket.socket, stopping: threading.Event) -> None:
        self._connection, self._stopping = connection, stopping

    def send(self, data: bytes) -> None:
        """Send all of `data` now."""
        self._connection.sendall(data)

    def wait(self, seconds: float) -> None:
        """Wait, but not beyond the server's end."""
        if self._stopping.wait(seconds):
            raise ConnectionError("the server stops")

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()
        raise ConnectionError("reset")


Behaviour = Callable[[Wire, Received], None]


class ModelServer:
    """Listens on a free port of 127.0.0.1 while its `with` block runs; `received` are the requests
    so far."""

    def __init__(self, behaviours: Sequence[Behaviour]) -> None:
        self._behaviours = list(behaviours)
        self.received: list[Received] = []
        self._mutex = threading.Lock()
        self._stopping = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def base_url(self) -> str:
        """What a client's base_url is to be."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self, connection: socket.socket, request: Received) -> None:
        """Act out the next behaviour."""
        with self._mutex:
            place = min(len(self.received), len(self._behaviours) - 1)
            self.received.append(request)
        self._behaviours[place](Wire(connection, self._stopping), request)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 1024

    def handle_error(self, request: object, client_address: object) -> None:
        """A behaviour or a client that closed the connection is what the test is about."""


def _handler(server: ModelServer) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True

        def handle(self) -> None:
            with suppress(OSError):
                while (request := _read(self.rfile)) is not None:
                    server.serve(self.connection, request)

        def finish(self) -> None:
            with suppress(OSError):
                super().finish()

    return Handler


def _read(stream: Any) -> Received | None:
    first = stream.readline().decode("latin-1").split()
    if len(first) != 3:
        return None
    headers = {}
    while (line := stream.readline().decode("latin-1").strip()) != "":
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return Received(first[0], first[1], headers, body)


def reply(text: str, *, usage: tuple[int, int] | None = (7, 3), finish: str = "stop") -> Behaviour:
    """A chat completion of that text; `usage` are its input and output tokens."""
    value: dict[str, Any] = {
        "object": "chat.completion",
        "model": "fake",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text},
                "finish_reason": finish,
            }
        ],
    }
    if usage:
        value["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
    return body(json.dumps(value).encode())


def body(content: bytes, *, code: int = 200, headers: Mapping[str, str] | None = None) -> Behaviour:
    """Any body, with its length."""
    named = {"Content-Type": "application/json", **(headers or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    head = f"HTTP/1.1 {code} Whatever\r\n{lines}Content-Length: {len(content)}\r\n\r\n"
    return lambda wire, _: wire.send(head.encode() + content)


def status(code: int, *, retry_after: str | None = None, message: str = "no") -> Behaviour:
    """An error with that status, as OpenAI words it."""
    headers = {"Retry-After": retry_after} if retry_after is not None else {}
    return body(json.dumps({"error": {"message": message}}).encode(), code=code, headers=headers)


def events(
    parts: Iterable[bytes], *, pause: float = 0.0, end: bool = True, kind: str = "text/event-stream"
) -> Behaviour:
    """A chunked body of those parts, each sent by itself, `pause` seconds apart; without `end` the
    connection closes in mid-body."""
    parts = list(parts)

    def act(wire: Wire, _: Received) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n"
        wire.send(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n")
        for part in parts:
            wire.send(b"%x\r\n%b\r\n" % (len(part), part))
            if pause:
                wire.wait(pause)
        if not end:
            raise ConnectionError("cut")
        wire.send(b"0\r\n\r\n")

    return act


def streamed(
    pieces: Sequence[str],
    *,
    usage: tuple[int, int] | None = (7, 3),
    finish: str | None = "stop",
    done: bool = True,
) -> bytes:
    """The body of a stream of those pieces, as OpenAI's servers write it."""
    values: list[dict[str, Any]] = [
        {"model": "fake", "choices": [{"index": 0, "delta": {"content": piece}}]}
        for piece in pieces
    ]
    if finish:
        values.append({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
    if usage:
        counts = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
        values.append({"choices": [], "usage": counts})
    lines = [f"data: {json.dumps(value, ensure_ascii=False)}\n\n" for value in values]
    return ("".join(lines) + ("data: [DONE]\n\n" if done else "")).encode()


def silent(wire: Wire, _: Received) -> None:
    """Accepts the request and never answers."""
    wire.wait(60)


def reset(wire: Wire, _: Received) -> None:
    """Breaks the connection instead of answering."""
    wire.reset()


def endless(wire: Wire, _: Received) -> None:
    """A stream of tokens without end, as fast as it is read."""
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    frame = b'data: {"choices": [{"delta": {"content": "' + b"word " * 200 + b'"}}]}\n\n'
    while True:
        wire.send(frame * 64)


def endless_line(wire: Wire, _: Received) -> None:
    """One event that never ends."""
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: ")
    while True:
        wire.send(b"x" * 65_536)


def endless_headers(wire: Wire, _: Received) -> None:
    """Header fields without end, one byte now and then."""
    wire.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        wire.send(b"x")
        wire.wait(0.02)


def drip(content: bytes, *, seconds: float = 0.02) -> Behaviour:
    """A complete, correct reply, one byte at a time."""

    def act(wire: Wire, _: Received) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        for byte in head % len(content) + content:
            wire.send(bytes([byte]))
            wire.wait(seconds)

    return act


def cut(content: bytes) -> Behaviour:
    """A body that ends before the length it announced."""

    def act(wire: Wire, _: Received) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        wire.send(head % (len(content) + 100) + content)
        raise ConnectionError("cut")

    return act


def gzip_bomb(wire: Wire, _: Received) -> None:
    """100 MB of zeros in 100 kB."""
    packed = _bomb()
    wire.send(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
        b"Content-Length: %d\r\n\r\n" % len(packed) + packed
    )


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(100_000_000), compresslevel=9)


def later(seconds: float, behaviour: Behaviour) -> Behaviour:
    """The same after a wait."""

    def act(wire: Wire, request: Received) -> None:
        wire.wait(seconds)
        behaviour(wire, request)

    return act


def echo_embeddings(dimensions: int = 8) -> Behaviour:
    """Embeddings that depend on the text only (bytes counted by residue), in no order."""

    def act(wire: Wire, request: Received) -> None:
        rows = []
        for index, text in enumerate(request.json["input"]):
            vector = [1.0] * dimensions
            for byte in text.encode():
                vector[byte % dimensions] += 1.0
            rows.append({"index": index, "embedding": vector})
        content = {"data": rows[::-1], "model": "fake", "usage": {"prompt_tokens": len(rows)}}
        body(json.dumps(content).encode())(wire, request)

    return act


def overlap_ranking(wire: Wire, request: Received) -> None:
    """Scores by shared words, best first, as rerank endpoints answer."""
    asked = request.json
    words = set(asked["query"].casefold().split())
    scored = [
        {"index": index, "relevance_score": len(words & set(text.casefold().split())) / len(words)}
        for index, text in enumerate(asked["documents"])
    ]
    scored.sort(key=lambda row: -row["relevance_score"])
    body(json.dumps({"results": scored}).encode())(wire, request)


def obedient(wire: Wire, request: Received) -> None:
    """A model that does as it is told: numbers as words, up to max_tokens; JSON for a schema."""
    asked = request.json
    schema = asked.get("response_format", {}).get("json_schema", {}).get("schema")
    limit = asked.get("max_tokens", 10)
    words = json.dumps(_instance(schema)) if schema else " ".join(map(str, range(min(limit, 10))))
    finish = "length" if limit < 10 and not schema else "stop"
    usage = (sum(len(turn["content"].split()) for turn in asked["messages"]), min(limit, 10))
    if asked.get("stream"):
        pieces = [word + " " for word in words.split()]
        pieces[-1] = pieces[-1].rstrip()
        events([streamed(pieces, usage=usage, finish=finish)])(wire, request)
    else:
        reply(words, usage=usage, finish=finish)(wire, request)


def _instance(schema: Mapping[str, Any]) -> Any:
    """The simplest value that satisfies a simple schema."""
    kind = schema.get("type")
    if kind == "object":
        members = schema.get("properties", {})
        return {name: _instance(members[name]) for name in schema.get("required", [])}
    simple: dict[Any, Any] = {"array": [], "string": "", "integer": 0, "number": 0, "boolean": True}
    return simple.get(kind)


def elapsed(action: Callable[[], object]) -> float:
    """Seconds that `action` took, whether or not it raised."""
    begin = time.monotonic()
    with suppress(Exception):
        action()
    return time.monotonic() - begin
