"""Journal segments: what makes an acknowledged record durable before it is published.

A segment is a header and frames. A frame is one group commit: it was written and synced as a
whole before any of its records was acknowledged, and before the next frame was written. So an
unreadable frame with nothing behind it was never acknowledged and may be cut; an unreadable
frame with anything behind it is damage. Behind the last frame there may be zeroes: space that is
written beforehand, since to overwrite is cheaper to sync than to append. No I/O here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

MAGIC = b"OGAJ\x00\x00\x00\x01"
_HEADER = struct.Struct(">8sQI")
_FRAME = struct.Struct(">4sQIII")
_BATCH, _SEAL = b"OGAb", b"OGAs"
HEADER_SIZE = _HEADER.size
FRAME_SIZE = _FRAME.size
"""Bytes of a frame before its body."""
_U16, _U32 = struct.Struct(">H"), struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame at `offset` of its segment: records `[start, start + count)`, or a seal."""

    offset: int
    end: int
    start: int
    count: int
    body: bytes
    seal: bool


@dataclass(frozen=True, slots=True)
class Scan:
    """What a stretch of a segment holds: whole frames, and how it ends.

    `end` is the offset behind the last whole frame; `torn` says that anything but zeroes follows
    it, and `damaged` that a whole frame stands behind unreadable bytes.
    """

    frames: tuple[Frame, ...]
    end: int
    torn: bool
    damaged: bool

    @property
    def sealed(self) -> bool:
        """True if the last frame is a seal."""
        return bool(self.frames) and self.frames[-1].seal

    def next(self, start: int) -> int:
        """The index behind the last record, in a stretch whose first is `start`."""
        return self.frames[-1].start + self.frames[-1].count if self.frames else start


def encode_header(start: int) -> bytes:
    """The header of a segment whose first record is `start`."""
    head = MAGIC + start.to_bytes(8, "big")
    return head + _U32.pack(crc32(head))


def decode_header(data: bytes) -> int | None:
    """The first index of a segment, or None for a header that was not completely written."""
    if len(data) < HEADER_SIZE or data[:8] != MAGIC:
        return None
    start = int.from_bytes(data[8:16], "big")
    return start if data[:HEADER_SIZE] == encode_header(start) else None


def encode_record(entry: bytes, private: bytes) -> bytes:
    """A record in a frame: the log entry as in a bundle, then its sealed private part."""
    return b"".join((_U16.pack(len(entry)), entry, _U32.pack(len(private)), private))


def decode_records(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The `(entry, private)` pairs of a frame's body."""
    for member, private in decode_members(body):
        yield member[2:], private


def decode_members(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """`decode_records` with each entry as a bundle has it, behind its length."""
    at, end = 0, len(body)
    while at < end:
        middle = at + 2 + (body[at] << 8 | body[at + 1])
        stop = middle + 4 + _U32.unpack_from(body, middle)[0]
        yield body[at:middle], body[middle + 4 : stop]
        at = stop


def encode_frame(start: int, records: Sequence[bytes]) -> bytes:
    """A frame of encoded records, the first of which gets index `start`."""
    return _frame(_BATCH, start, records)


def encode_seal(start: int) -> bytes:
    """The last frame of a segment: record `start` is in the segment of that name."""
    return _frame(_SEAL, start, ())


def _frame(magic: bytes, start: int, records: Sequence[bytes]) -> bytes:
    length = sum(map(len, records))
    head = magic + start.to_bytes(8, "big") + _U32.pack(len(records)) + _U32.pack(length)
    check = crc32(head)
    for record in records:  # a batch is megabytes: joined once, after it has been summed
        check = crc32(record, check)
    return b"".join((head, _U32.pack(check), *records))


def scan(data: bytes, *, offset: int, start: int) -> Scan:
    """Read the frames in `data`, which begins at `offset` of a segment with record `start`."""
    frames: list[Frame] = []
    at = 0
    while frame := _read_frame(data, at, offset, start):
        frames.append(frame)
        at, start = frame.end - offset, frame.start + frame.count
        if frame.seal:
            break
    torn = not blank(data[at:])
    return Scan(tuple(frames), offset + at, torn, torn and _frame_behind(data, at, start))


def blank(data: bytes) -> bool:
    """True if there are only zeroes: space that no frame has begun to use."""
    return data.count(0) == len(data)


def _read_frame(data: bytes, at: int, offset: int, start: int) -> Frame | None:
    head = data[at : at + FRAME_SIZE]
    behind = at + FRAME_SIZE
    return read_frame(head, data[behind : behind + body_length(head)], offset + at, start)


def body_length(head: bytes) -> int:
    """How many bytes follow the first `FRAME_SIZE` of a frame; 0 for what does not begin one."""
    whole = len(head) == FRAME_SIZE and head[:4] in (_BATCH, _SEAL)
    return _U32.unpack_from(head, FRAME_SIZE - 8)[0] if whole else 0


def read_frame(head: bytes, body: bytes, offset: int, start: int) -> Frame | None:
    """The frame of record `start` at `offset` of its segment, or None if this is none."""
    if len(head) < FRAME_SIZE:
        return None
    magic, first, count, length, check = _FRAME.unpack(head)
    if magic not in (_BATCH, _SEAL) or first != start or length != len(body):
        return None
    if crc32(body, crc32(head[: FRAME_SIZE - 4])) != check:
        return None
    end = offset + FRAME_SIZE + length
    return Frame(offset, end, first, count, body, magic == _SEAL)


def _frame_behind(data: bytes, at: int, start: int) -> bool:
    """True if a whole frame of a later record begins anywhere behind the bad bytes at `at`."""
    for magic in (_BATCH, _SEAL):
        found = data.find(magic, at + 1)
        while found >= 0:
            later = int.from_bytes(data[found + 4 : found + 12], "big")
            if later >= start and _read_frame(data, found, 0, later):
                return True
            found = data.find(magic, found + 1)
    return False
