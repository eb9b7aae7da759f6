"""The memory that keeps pseudonyms stable within a conversation: bounded, and it forgets.

With a `Shelf` (see `storage.VaultFolder`), what memory forgets can be had again.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Protocol

from opengovai.redaction.vault import Pseudonyms


class Shelf(Protocol):
    """Where pseudonyms outlive the memory."""

    def save(self, conversation: str, pseudonyms: Pseudonyms) -> None:
        """Keep them durably."""
        ...

    def load(self, conversation: str) -> Pseudonyms | None:
        """What was kept, or None."""
        ...

    def erase(self, conversation: str) -> bool:
        """Destroy what was kept for good; True if there was anything."""
        ...


class Conversations:
    """Pseudonyms by conversation, in memory and, if given, on a shelf.

    A conversation is forgotten `seconds` after its last use, or when `most` others were used
    since. Without a shelf, what its placeholders stood for can then no longer be restored.
    """

    def __init__(
        self,
        *,
        most: int = 10_000,
        seconds: float = 3600.0,
        clock: Callable[[], float] = time.monotonic,
        shelf: Shelf | None = None,
    ) -> None:
        self._shelf = shelf
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._known: OrderedDict[str, tuple[float, Pseudonyms]] = OrderedDict()

    def pseudonyms(self, conversation: str | None) -> Pseudonyms:
        """The conversation's table, a new one if it is unknown, expired or None."""
        if conversation is None:
            return Pseudonyms()
        with self._lock:
            now = self._clock()
            used, known = self._known.pop(conversation, (now, None))
            fresh = known is not None and used + self._seconds > now
            table = known if known is not None and fresh else self._loaded(conversation)
            self._forget(now)
            self._known[conversation] = now, table
            return table

    def keep(self, conversation: str | None, table: Pseudonyms) -> None:
        """Put the table on the shelf, if there is one. Raises StorageError."""
        if self._shelf is not None and conversation is not None:
            self._shelf.save(conversation, table)

    def _loaded(self, conversation: str) -> Pseudonyms:
        kept = self._shelf.load(conversation) if self._shelf is not None else None
        return kept or Pseudonyms()

    def forget(self, conversation: str) -> bool:
        """Drop a conversation now; True if it was known."""
        with self._lock:
            return self._known.pop(conversation, None) is not None

    def erase(self, conversation: str) -> bool:
        """Drop a conversation here and on the shelf for good; True if it was known."""
        kept = self._shelf.erase(conversation) if self._shelf is not None else False
        return self.forget(conversation) or kept

    def _forget(self, now: float) -> None:
        while self._known:
            used, _ = next(iter(self._known.values()))
            if used + self._seconds > now and len(self._known) < self._most:
                break
            self._known.popitem(last=False)

    def __len__(self) -> int:
        return len(self._known)
