"""Server-sent events, incrementally (WHATWG HTML Living Standard, section 9.2.6).

Bytes are split into lines before they are decoded, so that a character cut by a chunk's end is
whole again. Comments, and fields other than `data` and `event`, are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from opengovai.errors import ModelOutputError

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its type, "" where none was named, and its data lines joined by line feeds."""

    kind: str
    data: str


@dataclass(slots=True)
class Parser:
    """Feed it chunks in order; an event over `limit` bytes raises ModelOutputError."""

    limit: int = 1_000_000
    _rest: bytearray = field(default_factory=bytearray)
    _data: list[bytes] = field(default_factory=list)
    _size: int = 0
    _kind: bytes = b""
    _start: bool = True

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The events that `chunk` completes."""
        scanned = max(len(self._rest) - 1, 0)
        self._rest += chunk
        if self._start:
            if len(self._rest) < len(_MARK) and _MARK.startswith(self._rest):
                return
            self._start, scanned = False, 0
            if self._rest.startswith(_MARK):
                del self._rest[: len(_MARK)]
        for line in self._lines(scanned):
            event = self._line(line)
            if event is not None:
                yield event
        self._check(len(self._rest))

    def finish(self) -> Iterator[Event]:
        """At the end of the body: the event that no blank line completed. The standard drops it;
        servers that forget the last line feed mean it."""
        for end in (b"\n", b"\n"):
            yield from self.feed(end)

    def _lines(self, scanned: int) -> Iterator[bytes]:
        """Whole lines, ended by CRLF, LF or CR; a CR at the very end may be half a CRLF."""
        begin, position = 0, scanned
        rest = self._rest
        while True:
            end = _line_end(rest, position)
            if end is None:
                break
            yield bytes(rest[begin : end[0]])
            begin = position = end[1]
        del rest[:begin]

    def _line(self, line: bytes) -> Event | None:
        if not line:
            return self._dispatch()
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._data.append(value)
            self._check(self._size + len(value) + 1)
            self._size += len(value) + 1
        elif name == b"event":
            self._kind = value
        return None

    def _dispatch(self) -> Event | None:
        data, kind = self._data, self._kind
        self._data, self._kind, self._size = [], b"", 0
        if not data:
            return None
        return Event(kind.decode("utf-8", "replace"), b"\n".join(data).decode("utf-8", "replace"))

    def _check(self, size: int) -> None:
        if size > self.limit:
            raise ModelOutputError(
                f"An event of the stream is over {self.limit:,} bytes",
                remedy="Look at what answers there: this is no stream of tokens.",
            )


def _line_end(buffer: bytearray, position: int) -> tuple[int, int] | None:
    """Where the line ends and the next begins."""
    feed = buffer.find(b"\n", position)
    back = buffer.find(b"\r", position, feed if feed >= 0 else len(buffer))
    if back >= 0:
        if back + 1 == len(buffer):
            return None
        return back, back + (2 if buffer[back + 1] == 0x0A else 1)
    return (feed, feed + 1) if feed >= 0 else None
