"""Gives records their index and makes them durable: one frame, one sync, under one lock.

Several processes share the active segment. Each holds the lock for a batch and first reads
what others have appended since. A segment is never renamed or emptied: `rotate` starts the
next one and then seals the old one, whose last frame tells late-comers where to go on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType

from opengovai.audit.files import REOPEN, Files, write_file
from opengovai.audit.journal import (
    FRAME_SIZE,
    HEADER_SIZE,
    Frame,
    Scan,
    blank,
    body_length,
    decode_header,
    encode_frame,
    encode_header,
    encode_seal,
    read_frame,
    scan,
)
from opengovai.audit.locks import FileLock
from opengovai.errors import LogDamagedError, LogPoisonedError

SPARE = 1 << 18
"""Most bytes of zeroes that are written ahead of the frames, at first as many as there are frames.
What overwrites them is synced in two thirds of the time of what makes the file longer, because
size and blocks stay as they are."""
_SMALL = 1 << 15
"""Frames from this size on leave no space behind them: everything would be written twice."""
_UNUSED = bytes(FRAME_SIZE)


class Sequencer:
    """One process's end of the journal in `folder`. Thread-safe; not fork-safe (reopen)."""

    def __init__(self, folder: Path, *, files: Files) -> None:
        self._folder, self._files = folder, files
        self._mutex = threading.Lock()
        self._lock = FileLock(folder / "lock")
        self._fd = -1
        self._end = self._size = 0
        self._poisoned = False
        self._turn = _Turn(self._begin, self._finish)
        self.next = 0

    def append(self, records: Sequence[bytes]) -> range:
        """Durably append encoded records; returns their indices.

        Raises OSError if nothing was appended, LogPoisonedError if nobody can tell.
        """
        with self._turn:
            frame = encode_frame(self.next, records)
            small = len(frame) < _SMALL
            self._write(frame, spare=min(self._end, SPARE) if small else 0)
            first, self.next = self.next, self.next + len(records)
            return range(first, self.next)

    def rotate(self) -> int:
        """Seal the active segment unless it is empty; returns the next index.

        Afterwards every record below that index lies in a sealed segment or in the tiles.
        """
        with self._turn:
            if self._end > HEADER_SIZE:
                following = self._files.open(
                    create_segment(self._folder, self.next, files=self._files)
                )
                self._write(encode_seal(self.next))
                self._adopt(following, HEADER_SIZE, self.next)
            return self.next

    def records(self, start: int, end: int) -> Iterator[Frame]:
        """The frames of sealed segments that hold any record of `[start, end)`, in order."""
        for first, path in self._segments():
            if first >= end:
                break
            for frame in self._frames(path, first):
                if frame.start + frame.count > start and frame.start < end and not frame.seal:
                    yield frame

    def drop(self, published: int) -> None:
        """Remove the segments that end at or below `published`; never the active one.

        Each removal is on disk before the next: stillborn segments first, then the oldest. Else
        a loss of power could leave a chain with a gap, or one that begins with a stillborn.
        """
        with self._turn:
            segments = self._segments()
            done = [path for (_, path), (end, _) in pairwise(segments) if end <= published]
            for path in sorted(done, key=lambda path: path.stat().st_size > HEADER_SIZE):
                self._files.sync_dir(self._folder)
                self._files.unlink(path)

    def close(self) -> None:
        """Give up the files."""
        with self._mutex:
            if self._fd >= 0:
                self._files.close(self._fd)
                self._fd = -1
            self._lock.close()

    def _begin(self) -> None:
        """Take the turn: this thread's, this process's, and up to date with the others."""
        self._mutex.acquire()
        try:
            self._lock_and_catch_up()
        except BaseException as error:
            self._poisoned = self._poisoned or isinstance(error, LogPoisonedError)
            self._mutex.release()
            raise

    def _lock_and_catch_up(self) -> None:
        if self._poisoned:
            raise LogPoisonedError("An earlier write to disk failed", remedy=REOPEN)
        self._lock.acquire()
        try:
            self._catch_up()
        except BaseException:
            self._lock.release()
            raise

    def _finish(self, error: BaseException | None) -> None:
        self._poisoned = isinstance(error, LogPoisonedError)
        try:
            self._lock.release()
        finally:
            self._mutex.release()

    def _write(self, frame: bytes, *, spare: int = 0) -> None:
        """Durably put a frame at the end; with space for others if what there was is used up."""
        used_up = self._end + len(frame) > self._size
        data = frame + bytes(spare) if used_up else frame
        try:
            self._files.write(self._fd, data, self._end)
        except OSError:
            self._cut()
            raise
        self._files.sync(self._fd)
        self._size = max(self._size, self._end + len(data))
        self._end += len(frame)

    def _cut(self) -> None:
        """Take back a half-written frame."""
        try:
            self._files.truncate(self._fd, self._end)
            self._size = self._end
        except OSError as error:
            what = f"Half a batch cannot be taken back: {error}"
            raise LogPoisonedError(what, remedy=REOPEN) from error

    # Reading what others wrote -----------------------------------------------------------

    def _catch_up(self) -> None:
        if self._fd < 0:
            self._find_active()
            return
        # A frame is written from its first byte on, so one that was begun shows at its head.
        head = self._files.read(self._fd, self._end, FRAME_SIZE)
        if head == _UNUSED:
            return
        size = self._size = self._files.size(self._fd)
        if size < self._end:
            raise LogDamagedError(
                "The journal has become shorter", where=f"entry {self.next - 1}", remedy=_RESTORE
            )
        if blank(head):
            return
        data = self._files.read(self._fd, self._end, size - self._end)
        self._follow(scan(data, offset=self._end, start=self.next))

    def _follow(self, found: Scan) -> None:
        _refuse_damage(found, self.next)
        for frame in found.frames:
            self.next = frame.start + frame.count
            if frame.seal:
                self._pass_seal()
                return
        if found.torn:
            # Its writer died or was refused space: the lock is ours, so nobody is still writing.
            self._files.truncate(self._fd, found.end)
            self._files.sync(self._fd)
            self._size = found.end
        self._end = found.end

    def _pass_seal(self) -> None:
        """Go on in the segment that the seal leads to; the one before may be large."""
        self._files.sync(self._fd)  # its writer may have died between the seal and its sync
        self._files.close(self._fd)
        self._fd = -1
        path = self._folder / segment_name(self.next)
        found = self._scan_file(path, self.next) if path.exists() else None
        if found is None or not found.end or found.damaged or found.sealed:
            self._find_active()
        else:
            self._open_active(path, found, found.next(self.next))

    def _find_active(self) -> None:
        """Open the segment that is not sealed, and clear away what a crash left around it."""
        segments = self._segments()
        if not segments:
            raise LogDamagedError("The journal is gone", where=str(self._folder), remedy=_RESTORE)
        expected = segments[0][0]
        for at, (first, path) in enumerate(segments):
            found = self._scan_file(path, first)
            _refuse_damage(found, first)
            if first < expected and not found.frames:
                self._files.unlink(path)  # started by a rotation that died before its seal
                continue
            if first != expected:
                raise LogDamagedError(
                    "Records are missing", where=f"entry {expected}", remedy=_RESTORE
                )
            expected = found.next(first)
            if not found.sealed:
                self._drop_stillborn(segments[at + 1 :])
                self._open_active(path, found, expected)
                return
            self._sync_path(path)  # its writer may have died between the seal and its sync
        raise LogDamagedError("The journal has no end", where=f"entry {expected}", remedy=_RESTORE)

    def _sync_path(self, path: Path) -> None:
        fd = self._files.open(path)
        try:
            self._files.sync(fd)
        finally:
            self._files.close(fd)

    def _open_active(self, path: Path, found: Scan, following: int) -> None:
        fd = self._files.open(path)
        if found.torn:
            self._files.truncate(fd, found.end)
            self._files.sync(fd)
        self._adopt(fd, found.end, following)

    def _drop_stillborn(self, segments: Sequence[tuple[int, Path]]) -> None:
        """Remove segments that were started but never sealed into the chain: they are empty."""
        for first, path in segments:
            found = self._scan_file(path, first)
            if found.frames or found.damaged:
                raise LogDamagedError("A seal is missing", where=f"entry {first}", remedy=_RESTORE)
            self._files.unlink(path)

    def _adopt(self, fd: int, end: int, following: int) -> None:
        if self._fd >= 0:
            self._files.close(self._fd)
        self._fd, self._end, self.next = fd, end, following
        self._size = self._files.size(fd)

    def _frames(self, path: Path, first: int) -> Iterator[Frame]:
        """The frames of a segment, read one after the other: it may be large."""
        fd = self._files.open(path)
        try:
            whole = decode_header(self._files.read(fd, 0, HEADER_SIZE)) == first
            frame = self._frame(fd, HEADER_SIZE, first) if whole else None
            while frame:
                yield frame
                frame = self._frame(fd, frame.end, frame.start + frame.count)
        finally:
            self._files.close(fd)

    def _frame(self, fd: int, offset: int, start: int) -> Frame | None:
        head = self._files.read(fd, offset, FRAME_SIZE)
        body = self._files.read(fd, offset + FRAME_SIZE, body_length(head))
        return read_frame(head, body, offset, start)

    def _scan_file(self, path: Path, first: int) -> Scan:
        fd = self._files.open(path)
        try:
            data = self._files.read(fd, 0, self._files.size(fd))
        finally:
            self._files.close(fd)
        if decode_header(data) != first:
            return Scan((), 0, torn=True, damaged=len(data) > HEADER_SIZE)
        return scan(data[HEADER_SIZE:], offset=HEADER_SIZE, start=first)

    def _segments(self) -> list[tuple[int, Path]]:
        names = (path for path in self._folder.iterdir() if path.name.isdigit())
        return sorted((int(path.name), path) for path in names)


class _Turn:
    """A block between two calls; a class because a generator would cost too much here."""

    __slots__ = ("_begin", "_finish")

    def __init__(
        self, begin: Callable[[], None], finish: Callable[[BaseException | None], None]
    ) -> None:
        self._begin, self._finish = begin, finish

    def __enter__(self) -> None:
        self._begin()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._finish(error)


_RESTORE = "Do not write to this log: restore it from a copy and compare the two."


def create_segment(folder: Path, start: int, *, files: Files) -> Path:
    """Durably make the empty segment of record `start`."""
    path = folder / segment_name(start)
    try:
        write_file(files, path, encode_header(start))
        files.sync_dir(folder)
    except OSError:
        files.unlink(path)
        raise
    return path


def segment_name(start: int) -> str:
    """The name of the segment whose first record is `start`."""
    return f"{start:020d}"


def _refuse_damage(found: Scan, start: int) -> None:
    if found.damaged:
        raise LogDamagedError(
            "The journal is damaged before its end",
            where=f"entry {found.next(start)}",
            remedy=_RESTORE,
        )
