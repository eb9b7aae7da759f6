"""Gives records their index and makes them durable: one frame, one sync, under one lock.

Several processes share the active segment. Each holds the lock for a batch and first reads
what others have appended since. A segment is never renamed or emptied: `rotate` starts the
next one and then seals the old one, whose last frame tells late-comers where to go on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from types import TracebackType

from opengovai.audit.files import REOPEN, Files
from opengovai.audit.journal import (
    FRAME_SIZE,
    HEADER_SIZE,
    Frame,
    Scan,
    blank,
    body_length,
    decode_header,
    encode_frame,
    encode_seal,
    read_frame,
    scan,
)
from opengovai.audit.locks import FileLock
from opengovai.audit.segments import (
    create_segment,
    drop_spare,
    lay_out_spare,
    segment_name,
    segments,
)
from opengovai.errors import LogDamagedError, LogPoisonedError

SPARE = 1 << 18
"""Most bytes of zeroes that are written ahead of the frames, at first as many as there are frames.
What overwrites them is synced in two thirds of the time of what makes the file longer, because
size and blocks stay as they are."""
_SMALL = 1 << 15
"""Frames from this size on leave no space behind them: everything would be written twice."""
_UNUSED = bytes(FRAME_SIZE)
_REMOVED = "removed"
Position = tuple[int, int, int]
"""First index of the active segment, offset behind its last frame, the next index."""


class Sequencer:
    """One process's end of the journal in `folder`. Thread-safe; not fork-safe (reopen)."""

    def __init__(self, folder: Path, *, files: Files, seen: Position | None = None) -> None:
        """`seen` is the `position` of another process that has the log open."""
        self._folder, self._files = folder, files
        self._mutex = threading.Lock()
        self._lock = FileLock(folder / "lock")
        self._fd = -1
        self._first = self._end = self._size = 0
        self._poisoned = False
        self._turn = _Turn(self._begin, self._finish)
        self.next = 0
        if seen is not None:
            self._start_at(*seen)

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

    def rotate(self, *, spare: bool = False) -> int:
        """Seal the active segment unless it is empty; returns the next index.

        Afterwards every record below that index lies in a sealed segment or in the tiles. With
        `spare`, space for as much again is laid out first. Only for who publishes.
        """
        if spare:
            lay_out_spare(self._folder, self._end * 5 // 4, files=self._files)
        with self._turn:
            if self._end > HEADER_SIZE:
                following = self._files.open(
                    create_segment(self._folder, self.next, files=self._files, spare=spare)
                )
                self._write(encode_seal(self.next))
                self._adopt(self.next, following, HEADER_SIZE, self.next)
            return self.next

    def position(self) -> Position | None:
        """How far this process has written or read, if it has at all."""
        with self._mutex:
            return (self._first, self._end, self.next) if self._fd >= 0 else None

    def read_ahead(self) -> None:
        """Read what others have appended without keeping them waiting, so that less is left.

        Only frames behind which another stands: the last one may still be taken back.
        """
        with self._mutex:
            frame = self._frame(self._fd, self._end, self.next) if self._fd >= 0 else None
            while frame and not frame.seal:
                behind = self._frame(self._fd, frame.end, frame.start + frame.count)
                if behind is not None:
                    self._end, self.next = frame.end, behind.start
                frame = behind

    def records(self, start: int, end: int) -> Iterator[Frame]:
        """The frames of sealed segments that hold any record of `[start, end)`, in order."""
        for first, path in segments(self._folder):
            if first >= end:
                break
            for frame in self._frames(path, first):
                if frame.start + frame.count > start and frame.start < end and not frame.seal:
                    yield frame

    def drop(self, published: int) -> None:
        """Remove the segments that end at or below `published`; never the active one.

        Each removal is on disk before the next: stillborn segments first, then the oldest. Else
        a loss of power could leave a chain with a gap, or one that begins with a stillborn.
        To give up a large file takes long, so that nobody waits for it: its name goes first. Only
        for who publishes, of whom there is one at a time.
        """
        self._files.unlink(self._folder / _REMOVED)  # a crash may have left it
        with self._mutex, self._lock.held():
            found = segments(self._folder)
            done = [each for each, (end, _) in pairwise(found) if end <= published]
            done.sort(key=lambda each: self._begun(*each))
        for _, path in done:
            self._files.sync_dir(self._folder)
            with self._mutex, self._lock.held():
                self._files.rename(path, self._folder / _REMOVED)
            self._files.unlink(self._folder / _REMOVED)

    def tidy(self) -> None:
        """Remove what a crash has left of `rotate`. Only for who publishes."""
        drop_spare(self._folder, files=self._files)

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
        if not blank(head):
            self._follow()

    def _follow(self) -> None:
        """Read what others have appended: frames, then zeroes or the end of the file."""
        while frame := self._frame(self._fd, self._end, self.next):
            self._end, self.next = frame.end, frame.start + frame.count
            if frame.seal and not self._pass_seal():
                return
        if not blank(self._files.read(self._fd, self._end, FRAME_SIZE)):
            self._cut_torn()

    def _cut_torn(self) -> None:
        """Remove half a frame: its writer died or was refused space, since the lock is ours."""
        data = self._files.read(self._fd, self._end, self._size - self._end)
        _refuse_damage(scan(data, offset=self._end, start=self.next), self.next)
        self._files.truncate(self._fd, self._end)
        self._files.sync(self._fd)
        self._size = self._end

    def _pass_seal(self) -> bool:
        """Go to the segment that the seal leads to; False if it was searched for, and read."""
        self._files.sync(self._fd)  # its writer may have died between the seal and its sync
        self._files.close(self._fd)
        self._fd = -1
        try:
            fd = self._files.open(self._folder / segment_name(self.next))
        except FileNotFoundError:  # sealed, published and removed as well
            self._find_active()
            return False
        self._adopt(self.next, fd, HEADER_SIZE, self.next)
        if decode_header(self._files.read(fd, 0, HEADER_SIZE)) != self.next:
            raise LogDamagedError(
                "The header of a segment is damaged", where=f"entry {self.next}", remedy=_RESTORE
            )
        return True

    def _start_at(self, first: int, end: int, following: int) -> None:
        with suppress(FileNotFoundError):  # sealed, published and removed by now
            fd = self._files.open(self._folder / segment_name(first))
            self._adopt(first, fd, end, following)

    def _find_active(self) -> None:
        """Open the segment that is not sealed, and clear away what a crash left around it."""
        chain = segments(self._folder)
        if not chain:
            raise LogDamagedError("The journal is gone", where=str(self._folder), remedy=_RESTORE)
        self._search(chain)

    def _search(self, chain: Sequence[tuple[int, Path]]) -> None:
        expected = chain[0][0]
        for at, (first, path) in enumerate(chain):
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
                self._drop_stillborn(chain[at + 1 :])
                self._open_active(first, path, found, expected)
                return
            self._sync_path(path)  # its writer may have died between the seal and its sync
        raise LogDamagedError("The journal has no end", where=f"entry {expected}", remedy=_RESTORE)

    def _sync_path(self, path: Path) -> None:
        fd = self._files.open(path)
        try:
            self._files.sync(fd)
        finally:
            self._files.close(fd)

    def _open_active(self, first: int, path: Path, found: Scan, following: int) -> None:
        fd = self._files.open(path)
        if found.torn:
            self._files.truncate(fd, found.end)
            self._files.sync(fd)
        self._adopt(first, fd, found.end, following)

    def _drop_stillborn(self, behind: Sequence[tuple[int, Path]]) -> None:
        """Remove segments that were started but never sealed into the chain: they are empty."""
        for first, path in behind:
            found = self._scan_file(path, first)
            if found.frames or found.damaged:
                raise LogDamagedError("A seal is missing", where=f"entry {first}", remedy=_RESTORE)
            self._files.unlink(path)

    def _adopt(self, first: int, fd: int, end: int, following: int) -> None:
        if self._fd >= 0:
            self._files.close(self._fd)
        self._first, self._fd, self._end, self.next = first, fd, end, following
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

    def _begun(self, first: int, path: Path) -> bool:
        return next(self._frames(path, first), None) is not None

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


def _refuse_damage(found: Scan, start: int) -> None:
    if found.damaged:
        raise LogDamagedError(
            "The journal is damaged before its end",
            where=f"entry {found.next(start)}",
            remedy=_RESTORE,
        )
