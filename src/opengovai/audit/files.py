"""The one seam to the disk: every file operation of the log goes through `Files`.

Tests replace it to fail, to die or to lose power at any operation. Errors are OSError, except
that a failed sync is LogPoisonedError: after it nobody knows what is on the disk, and a second
fsync would report success for pages that the kernel has already dropped.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shutil import rmtree

from opengovai.errors import LogPoisonedError


class Files:
    """Plain POSIX file operations; paths are absolute, modes owner-only unless published."""

    def mkdir(self, path: Path) -> None:
        """Make one directory; one that exists is fine."""
        path.mkdir(exist_ok=True)

    def open(self, path: Path) -> int:
        """An existing file for reading and writing."""
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)

    def create(self, path: Path, *, mode: int = 0o644) -> int:
        """A new or emptied file for reading and writing."""
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
        return os.open(path, flags, mode)

    def close(self, fd: int) -> None:
        """Close; says nothing about durability."""
        os.close(fd)

    def write(self, fd: int, data: bytes, start: int) -> None:
        """Put all of `data` at `start`; what follows there is overwritten."""
        done = os.pwrite(fd, data, start)
        while done < len(data):
            done += os.pwrite(fd, memoryview(data)[done:], start + done)

    def read(self, fd: int, start: int, length: int) -> bytes:
        """Up to `length` bytes from `start`; fewer only at the end of the file."""
        data = os.pread(fd, length, start)
        while len(data) < length and (part := os.pread(fd, length - len(data), start + len(data))):
            data += part
        return data

    def read_file(self, path: Path) -> bytes:
        """A whole file."""
        return path.read_bytes()

    def size(self, fd: int) -> int:
        """Length of the file, bytes."""
        return os.fstat(fd).st_size

    def truncate(self, fd: int, size: int) -> None:
        """Cut the file to `size` bytes."""
        os.ftruncate(fd, size)

    def sync(self, fd: int) -> None:
        """Return once the file's data is on disk. Raises LogPoisonedError."""
        try:
            _flush(fd)
        except OSError as error:
            raise LogPoisonedError(f"Writing to disk failed: {error}", remedy=REOPEN) from error

    def sync_dir(self, path: Path) -> None:
        """Return once the directory's entries are on disk. Raises LogPoisonedError."""
        fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self.sync(fd)
        finally:
            os.close(fd)

    def rename(self, old: Path, new: Path) -> None:
        """Atomically put `old` in the place of `new`."""
        old.replace(new)

    def unlink(self, path: Path) -> None:
        """Remove a file; one that is gone is fine."""
        path.unlink(missing_ok=True)

    def rmtree(self, path: Path) -> None:
        """Remove a directory of files; one that is gone is fine."""
        rmtree(path, ignore_errors=True)


REOPEN = "Close the log, check the disk, then open the log again: it recovers what is durable."


def _flush(fd: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
    else:
        os.fdatasync(fd)


def write_file(files: Files, path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a whole file and sync its data; its directory entry is the caller's to sync."""
    fd = files.create(path, mode=mode)
    try:
        files.write(fd, data, 0)
        files.sync(fd)
    finally:
        files.close(fd)


class Unsynced:
    """Files that are written one after the other and synced together, before they are used.

    A disk that is asked to sync several files at a time does so in little more than the time of
    one. Not thread-safe.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._fds: list[int] = []

    def write(self, path: Path, data: bytes) -> None:
        """Write a whole file, to be synced at the latest by `sync`."""
        fd = self._files.create(path)
        self._fds.append(fd)
        self._files.write(fd, data, 0)
        if len(self._fds) == _OPEN:
            self.sync()

    def sync(self) -> None:
        """Return once all data is on disk. Raises LogPoisonedError."""
        try:
            if len(self._fds) <= _FEW:
                for fd in self._fds:
                    self._files.sync(fd)
            else:
                self._sync_together()
        finally:
            self.close()

    def close(self) -> None:
        """Close what was not synced, after an error."""
        fds, self._fds = self._fds, []
        for fd in fds:
            self._files.close(fd)

    def _sync_together(self) -> None:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(_AT_A_TIME, "opengovai-audit-sync") as pool:
            for _ in pool.map(self._files.sync, self._fds):
                pass


_OPEN, _FEW, _AT_A_TIME = 64, 8, 8


def replace_file(files: Files, path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Durably put `data` in the place of `path`: a reader sees the old bytes or the new."""
    new = path.with_name(path.name + ".new")
    write_file(files, new, data, mode=mode)
    files.rename(new, path)
    files.sync_dir(path.parent)


def make_dirs(files: Files, path: Path, durable: set[Path]) -> None:
    """Make `path` and its parents up to one in `durable`; adds to that what is on disk then.

    A directory that exists may still be one whose maker died before it was on disk.
    """
    if path not in durable:
        make_dirs(files, path.parent, durable)
        files.mkdir(path)
        files.sync_dir(path.parent)
        durable.add(path)
