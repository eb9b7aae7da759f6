"""The HTTP client: the only module that knows which library speaks HTTP (docs/adr/0006).

Follows no redirect, takes no compressed body, reads no proxy from the environment: where the data
goes is where the configuration says, and a reply costs the memory that its limit says.
"""

from __future__ import annotations

import codecs
import socket
import ssl
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import httpcore2 as core

from opengovai.adapters.openai_compatible.deadline import Deadline
from opengovai.errors import (
    ConfigurationError,
    ModelError,
    ModelOutputError,
    ModelUnavailableError,
)

# One address of a host gets this long before the next is tried.
_CONNECT_SECONDS = 5.0
# How often a wait that may be cancelled looks whether it was.
_LOOK = 0.05
# Connections of one of the library's pools: it looks at all of them at every request.
_POOL = 32
# What is read at once while less than this comes at a time, as tokens do: 512 bytes with Python's
# header, the most that its own allocator serves. The library asks for 64 kB whatever comes, and
# what the system's allocator then makes of a thousand streams is twice the memory.
_SMALL = 512 - sys.getsizeof(b"")
# Under the 5 s after which uvicorn, and so vLLM, closes an idle connection.
_IDLE_SECONDS = 4.0


class NotConnectedError(ModelUnavailableError):
    """No byte of the request was sent: trying again cannot be billed twice."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, lower-case headers, and the body's chunks as they come."""

    status: int
    headers: dict[str, str]
    chunks: Iterator[bytes]


class Http:
    """A pool of connections to the host of `base_url`, for many threads.

    `headers` go with every request. `ca` is a PEM file of trusted roots instead of the
    system's; `certificate` and `key` are the client's own, in PEM, for mutual TLS.
    """

    def __init__(
        self,
        base_url: str,
        *,
        headers: dict[str, str] | None = None,
        ca: str | None = None,
        certificate: str | None = None,
        key: str | None = None,
        proxy: str | None = None,
        connections: int = 32,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._headers = [
            ("Host", _authority(core.URL(self._base))),
            ("Accept-Encoding", "identity"),
            ("User-Agent", "opengovai"),
            *(headers or {}).items(),
        ]
        tls = _tls(ca, certificate, key) if base_url.startswith("https:") else None
        rooms = [min(_POOL, connections - first) for first in range(0, connections, _POOL)]
        self._pools = _Pools(
            (
                core.ConnectionPool(
                    ssl_context=tls,
                    proxy=core.Proxy(proxy) if proxy else None,
                    max_connections=room,
                    keepalive_expiry=_IDLE_SECONDS,
                    network_backend=_Backend(),
                ),
                room,
            )
            for room in rooms
        )

    @contextmanager
    def send(
        self, method: str, path: str, body: bytes, deadline: Deadline, *, limit: int
    ) -> Iterator[Reply]:
        """The reply to `method` on base_url + `path`; leaving the block early drops the connection.

        Raises NotConnectedError, ModelUnavailableError where the connection broke,
        ModelTimeoutError, and ModelOutputError for a reply over `limit` bytes or compressed.
        """
        headers = [
            *self._headers,
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
        ]
        seconds = deadline.remaining()
        request = core.Request(
            method,
            self._base + path,
            headers=headers,
            content=body,
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)},
        )
        with self._pools.free() as pool:
            yield from self._sent(pool, request, deadline, limit)

    def _sent(
        self, pool: core.ConnectionPool, request: core.Request, deadline: Deadline, limit: int
    ) -> Iterator[Reply]:
        try:
            with _within(deadline):
                response = pool.handle_request(request)
        except _FAILURES as error:
            raise self._translated(error, deadline) from error
        try:
            named = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in response.headers
            }
            _uncompressed(named, self._base)
            yield Reply(response.status, named, self._chunks(response, deadline, limit))
        finally:
            with suppress(*_FAILURES), _within(deadline):
                response.close()

    def close(self) -> None:
        """Close the connections."""
        self._pools.close()

    def _chunks(self, response: core.Response, deadline: Deadline, limit: int) -> Iterator[bytes]:
        # Each step sets the deadline anew: a stream may be read by one thread after another.
        parts, size = response.iter_stream(), 0
        while True:
            _waiting.deadline = deadline
            try:
                chunk = next(parts, None)
            except _FAILURES as error:
                raise self._translated(error, deadline) from error
            finally:
                _waiting.deadline = None
            if chunk is None:
                return
            size += len(chunk)
            if size > limit:
                raise ModelOutputError(
                    f"The reply is over {limit:,} bytes",
                    where=self._base,
                    remedy="Ask for fewer tokens, or look at what answers there.",
                )
            yield chunk

    def _translated(self, error: Exception, deadline: Deadline) -> ModelError:
        """Whatever the library raised, as an error of ours."""
        if not deadline.allows(0.0):
            return deadline.passed()
        if isinstance(error, _NOT_SENT):
            return NotConnectedError(
                f"The model server cannot be reached: {_said(error)}",
                where=self._base,
                remedy="Check that it runs, its address, and the network between.",
            )
        if isinstance(error, core.TimeoutException):
            return deadline.passed()
        return ModelUnavailableError(
            f"The connection to the model server broke: {_said(error)}",
            where=self._base,
            remedy="Look into the server's log; try again.",
        )


class _Pools:
    """Pools that are filled one after the other, so that open connections are used again.

    No lock: a thousand threads that take turns at one would each wait for the interpreter before
    they pass it on. A deque's ends are safe without.
    """

    def __init__(self, pools: Iterable[tuple[core.ConnectionPool, int]]) -> None:
        """`pools`, each with how many connections it has room for."""
        made = list(pools)
        self._pools = [pool for pool, _ in made]
        self._free = deque(pool for pool, room in reversed(made) for _ in range(room))
        self._turns = cycle(self._pools)

    @contextmanager
    def free(self) -> Iterator[core.ConnectionPool]:
        """The one last given back, or where none has room, each in turn: there one waits."""
        try:
            pool = self._free.pop()
        except IndexError:
            yield next(self._turns)
            return
        try:
            yield pool
        finally:
            self._free.append(pool)

    def close(self) -> None:
        for pool in self._pools:
            pool.close()


_NOT_SENT = (core.ConnectError, core.ConnectTimeout, core.PoolTimeout, core.ProxyError)
_FAILURES = (
    core.UnsupportedProtocol,
    core.NetworkError,
    core.ProtocolError,
    core.TimeoutException,
    core.ProxyError,
    OSError,
    RuntimeError,
)


# Every look-up of a host uses this encoding. Threads that load it at once wait for each other.
codecs.lookup("idna")
_waiting = threading.local()


@contextmanager
def _within(deadline: Deadline) -> Iterator[None]:
    _waiting.deadline = deadline
    try:
        yield
    finally:
        _waiting.deadline = None


def _allowed(timeout: float | None, failure: type[Exception]) -> float | None:
    """The time that this thread may still wait; `failure` when there is none."""
    deadline: Deadline | None = getattr(_waiting, "deadline", None)
    if deadline is None:
        return timeout
    if not deadline.allows(0.0):
        raise failure("deadline")
    left = deadline.remaining()
    return left if timeout is None else min(left, timeout)


class _Stream(core.NetworkStream):
    """Cuts each wait down to what is left of the call's deadline: the library's own timeouts are
    per read, so a server that drips a byte now and then would hold a caller for ever."""

    def __init__(self, inner: core.NetworkStream) -> None:
        self._inner = inner
        self._most = _SMALL

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        deadline: Deadline | None = getattr(_waiting, "deadline", None)
        if deadline is None or deadline.cancelled is None:
            return self._read(max_bytes, _allowed(timeout, core.ReadTimeout))
        while True:
            allowed = _allowed(timeout, core.ReadTimeout)
            try:
                return self._read(max_bytes, min(allowed or _LOOK, _LOOK))
            except core.ReadTimeout:
                # Nothing was read: who may cancel is asked, then the wait goes on.
                continue

    def _read(self, max_bytes: int, timeout: float | None) -> bytes:
        most = min(max_bytes, self._most)
        data = self._inner.read(most, timeout)
        self._most = max_bytes if len(data) == most else _SMALL
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        deadline: Deadline | None = getattr(_waiting, "deadline", None)
        if deadline is not None:
            deadline.sent = True
        self._inner.write(buffer, _allowed(timeout, core.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> core.NetworkStream:
        allowed = _allowed(timeout, core.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, allowed))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(core.NetworkBackend):
    """Connects to one address of the host after the other, within the deadline."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[core.SOCKET_OPTION] | None = None,
    ) -> core.NetworkStream:
        last: Exception | None = None
        for address in _addresses(host, port):
            allowed = _allowed(_CONNECT_SECONDS, core.ConnectTimeout)
            try:
                return _Stream(
                    core.SyncBackend().connect_tcp(
                        address, port, allowed, local_address, socket_options
                    )
                )
            except (core.ConnectError, core.ConnectTimeout) as error:
                last = error
        raise last or core.ConnectError(f"no address for {host}")


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise core.ConnectError(str(error)) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _tls(ca: str | None, certificate: str | None, key: str | None) -> ssl.SSLContext:
    try:
        if ca is None:
            context = core.default_ssl_context()
        else:
            context = ssl.create_default_context(cafile=ca)
        if certificate is not None:
            context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(
            f"The certificates cannot be read: {error}",
            where="keys ca_path, certificate_path, key_path",
            remedy="Name PEM files that this process may read.",
        ) from error
    return context


def _uncompressed(headers: dict[str, str], where: str) -> None:
    encoding = headers.get("content-encoding", "identity")
    if encoding != "identity":
        raise ModelOutputError(
            f"The reply is compressed ({encoding[:20]}), which was not asked for",
            where=where,
            remedy="Switch compression off on the server or on the proxy before it.",
        )


def _authority(url: core.URL) -> str:
    host = url.host.decode("ascii")
    host = f"[{host}]" if ":" in host else host
    return host if url.port is None else f"{host}:{url.port}"


def _said(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
