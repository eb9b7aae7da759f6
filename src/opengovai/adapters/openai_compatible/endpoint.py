"""One server: requests with retries, a circuit breaker, and its complaints as our errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from opengovai.adapters.openai_compatible.breaker import Breaker
from opengovai.adapters.openai_compatible.deadline import Deadline
from opengovai.adapters.openai_compatible.http import Http, NotConnectedError, Reply
from opengovai.adapters.openai_compatible.retry import ATTEMPTS, TURNED_AWAY, pause
from opengovai.errors import ModelError, ModelOutputError, ModelTimeoutError, ModelUnavailableError

BODY_LIMIT = 32_000_000
"""Bytes of a whole reply; a stream of 100,000 tokens with its frames stays below."""
_COMPLAINT = 2_000


class RejectedError(ModelError):
    """The server refused the request itself (4xx): sending it again would not help."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "", status: int = 0) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.status = status


class Endpoint:
    """JSON over `Http`; thread safe."""

    def __init__(self, http: Http, *, where: str) -> None:
        self._http, self._where = http, where
        self._breaker = Breaker(failures=5, seconds=10.0)

    def call(self, method: str, path: str, body: Any, deadline: Deadline) -> Any:
        """The JSON value of the reply. Raises ModelError and what is below it."""
        with self.open(method, path, body, deadline) as reply:
            return self._parsed(b"".join(reply.chunks), reply.headers.get("content-type", ""))

    @contextmanager
    def open(self, method: str, path: str, body: Any, deadline: Deadline) -> Iterator[Reply]:
        """The successful reply, its body unread."""
        content = b"" if body is None else msgspec.json.encode(body)
        attempt = 0
        while True:
            attempt += 1
            self._breaker.enter()
            try:
                with (
                    self._counted(),
                    self._http.send(method, path, content, deadline, limit=BODY_LIMIT) as reply,
                ):
                    if reply.status == 200:
                        yield reply
                        self._breaker.succeeded()
                        return
                    # A 504 may stand for work still going on.
                    deadline.sent = reply.status == 504
                    wait = self._refused(reply, attempt, deadline)
                # Each refusal counts: a storm of them opens the breaker for everybody.
                self._breaker.failed()
            except NotConnectedError:
                deadline.sent = False
                wait = pause(attempt, None)
                if attempt >= ATTEMPTS or not deadline.allows(wait):
                    raise
            deadline.sleep(wait)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Tells the breaker how the exchange went; who leaves early is not the server's fault."""
        try:
            yield
        except (ModelUnavailableError, ModelTimeoutError, ModelOutputError):
            self._breaker.failed()
            raise
        except RejectedError:
            self._breaker.succeeded()
            raise

    def _refused(self, reply: Reply, attempt: int, deadline: Deadline) -> float:
        """Seconds until the next attempt; raises where there is none."""
        complaint = _complaint(reply)
        if reply.status not in TURNED_AWAY or _is_rejection(complaint):
            raise self._rejection(reply, complaint)
        wait = pause(attempt, reply.headers.get("retry-after"))
        if attempt >= ATTEMPTS or not deadline.allows(wait):
            asked = f" and asks to wait {wait:.0f} s" if "retry-after" in reply.headers else ""
            raise ModelUnavailableError(
                f"The model server turns requests away: status {reply.status}{asked}{complaint}",
                where=self._where,
                remedy="Send fewer requests at once, or add a model to fall back to.",
            )
        return wait

    def _rejection(self, reply: Reply, complaint: str) -> ModelError:
        status = 422 if _is_rejection(complaint) else reply.status
        if status >= 500:
            return ModelUnavailableError(
                f"The model server failed with status {status}{complaint}",
                where=self._where,
                remedy="Look into the server's log.",
            )
        if 300 <= status < 400:
            what = f"The model server redirects to {reply.headers.get('location', '?')[:200]}"
            remedy = "Redirects are not followed; put the right address into base_url."
        elif status in {401, 403}:
            what = f"The model server refuses the key with status {status}{complaint}"
            remedy = "Check the environment variable that api_key_env names."
        elif status == 404:
            what = f"The model server does not know this path or model{complaint}"
            remedy = "Check base_url, which usually ends with /v1, and model."
        else:
            what = f"The model server rejects the request with status {status}{complaint}"
            remedy = "Change what the server complains about."
        return RejectedError(what, where=self._where, remedy=remedy, status=status)

    def _parsed(self, body: bytes, kind: str) -> Any:
        try:
            return msgspec.json.decode(body)
        except (ValueError, RecursionError) as error:
            raise ModelOutputError(
                f"The model server's reply is no JSON (content type {kind[:50]!r}, "
                f"{len(body)} bytes): {error}",
                where=self._where,
                remedy="Check base_url; something else may answer there.",
            ) from error


def _complaint(reply: Reply) -> str:
    """The server's own words, short. They may repeat the request, which is redacted text."""
    body = b""
    for chunk in reply.chunks:
        body += chunk
        if len(body) > _COMPLAINT:
            break
    text = message_of(_loaded(body)) or body[:300].decode("utf-8", "replace")
    text = " ".join(text.split())[:300]
    return f": {text}" if text else ""


def _is_rejection(complaint: str) -> bool:
    """llama-cpp-python answers a request that it does not understand with status 500."""
    return "response_format" in complaint


def _loaded(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (ValueError, RecursionError):
        return None


def message_of(value: Any) -> str:
    """The message in {"error": {"message": ...}}, {"error": "..."}, {"message": ...} or
    {"detail": ...}, or ""."""
    if not isinstance(value, dict):
        return ""
    found = value.get("error", value)
    if isinstance(found, dict):
        found = found.get("message") or found.get("detail") or ""
    return found if isinstance(found, str) else str(found)
