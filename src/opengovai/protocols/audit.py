"""The log, what lies under it, and keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from opengovai.types import AuditRecord, JournalEntry, Receipt


class AuditSink(Protocol):
    """Keeps records."""

    def append(self, record: AuditRecord) -> Receipt:
        """Returns once the record is on durable storage. Raises AuditError otherwise."""
        ...


@runtime_checkable
class Journal(Protocol):
    """Orders encoded records for many machines; what a shared log is made of."""

    def append(self, entries: Sequence[JournalEntry]) -> int:
        """Durably append with consecutive indices, all or none; returns the first index.

        Raises AuditError.
        """
        ...

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """The leaves `[start, end)` in order. Raises LogDamagedError where one is missing."""
        ...

    def size(self) -> int:
        """How many records are durable."""
        ...


@runtime_checkable
class KeyStore(Protocol):
    """Keeps the keys whose destruction is erasure."""

    def key(self, name: str) -> bytes:
        """The 32-byte key of that name, made on first use. Raises StorageError once destroyed."""
        ...

    def destroy(self, name: str) -> bool:
        """Destroy the key for good; True if there was one."""
        ...
