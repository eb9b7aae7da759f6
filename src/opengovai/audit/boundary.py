"""Where errors of the disk become errors of the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from opengovai.errors import AuditError, LogPoisonedError, StorageError


class Boundary:
    """A block around file work: OSError and StorageError leave it as AuditError.

    `poisoned` is called when a LogPoisonedError passes. A class, entered many times, because a
    generator costs as much as hashing the record.
    """

    __slots__ = ("_path", "_poisoned")

    def __init__(self, path: Path, poisoned: Callable[[], None]) -> None:
        self._path, self._poisoned = path, poisoned

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        if isinstance(error, LogPoisonedError):
            self._poisoned()
        elif isinstance(error, OSError):
            raise AuditError(
                f"The log cannot be written: {error.strerror or error}",
                where=str(error.filename or self._path),
                remedy="Nothing was acknowledged. Check the disk and the permissions.",
            ) from error
        elif isinstance(error, StorageError):
            raise AuditError(error.what, where=error.where, remedy=error.remedy) from error
