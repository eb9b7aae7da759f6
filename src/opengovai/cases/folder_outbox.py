"""An outbox that is a folder: one file a letter, named by its key, which appears once and whole."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from opengovai.errors import InputError, StorageError
from opengovai.types import Notice

_KEY = re.compile(r"[A-Za-z0-9_-]{1,128}")


class FolderOutbox:
    """Implements `opengovai.protocols.Outbox`. Letters hold personal data: files are 0600."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, notice: Notice) -> str:
        """Write the letter unless its key was delivered; returns the path either way.

        A file is linked into place when it is complete and on disk: link(2) fails where the name
        exists, so of two that deliver the same key one does nothing.
        """
        path = self._path(notice.key)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                _write_once(path, _letter(notice))
        except OSError as error:
            raise StorageError(
                f"The letter cannot be written: {error.strerror}",
                where=str(self._folder),
                remedy="Check free space and permissions; it is sent when the case is resumed.",
            ) from error
        return str(path)

    def erase(self, key: str) -> None:
        """Remove the letter, and what a crash left of writing it."""
        path = self._path(key)
        try:
            for part in (path, *self._folder.glob(f".{path.name}.*.partial")):
                part.unlink(missing_ok=True)
            if self._folder.is_dir():
                _sync(self._folder)
        except OSError as error:
            raise StorageError(
                f"The letter cannot be removed: {error.strerror}",
                where=str(self._folder),
                remedy="Check permissions, and erase the case again.",
            ) from error

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise InputError("A letter's key has other characters than [A-Za-z0-9_-]")
        return self._folder / f"{key}.txt"


def _letter(notice: Notice) -> bytes:
    return f"To: {notice.recipient}\nSubject: {notice.subject}\n\n{notice.text}\n".encode()


def _write_once(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(partial, path)
        except FileExistsError:
            return
    finally:
        partial.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
