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

    def save(self, conversation: str, pseudonyms: Pseudonyms, *, subject: str = "") -> None:
        """Keep them durably, and whose conversation it is."""
        ...

    def load(self, conversation: str) -> Pseudonyms | None:
        """What was kept, or None."""
        ...

    def erase(self, conversation: str = "", *, subject: str = "") -> bool:
        """Destroy what was kept of a conversation for good, and of all of a subject's; True if
        there was anything."""
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
        self._subjects: dict[str, set[str]] = {}

    def pseudonyms(self, conversation: str | None, *, subject: str = "") -> Pseudonyms:
        """The conversation's table, a new one if it is unknown, expired or None. A conversation
        belongs to every subject that it was ever had with."""
        if conversation is None:
            return Pseudonyms()
        with self._lock:
            now = self._clock()
            used, known = self._known.pop(conversation, (now, None))
            fresh = known is not None and used + self._seconds > now
            table = known if known is not None and fresh else self._loaded(conversation)
            self._forget(now)
            self._known[conversation] = now, table
            if subject:
                self._subjects.setdefault(conversation, set()).add(subject)
            return table

    def keep(self, conversation: str | None, table: Pseudonyms, *, subject: str = "") -> None:
        """Put the table on the shelf, if there is one. Raises StorageError."""
        if self._shelf is not None and conversation is not None:
            self._shelf.save(conversation, table, subject=subject)

    def _loaded(self, conversation: str) -> Pseudonyms:
        kept = self._shelf.load(conversation) if self._shelf is not None else None
        return kept or Pseudonyms()

    def forget(self, conversation: str) -> bool:
        """Drop a conversation now; True if it was known."""
        with self._lock:
            self._subjects.pop(conversation, None)
            return self._known.pop(conversation, None) is not None

    def erase(self, conversation: str = "", *, subject: str = "") -> bool:
        """Drop a conversation here and on the shelf for good, and all of a subject's; True if any
        was known."""
        kept = self._shelf is not None and self._shelf.erase(conversation, subject=subject)
        dropped = [self.forget(name) for name in {conversation, *self._of(subject)} - {""}]
        if subject and self._shelf is not None:
            self._reload()
        return any(dropped) or kept

    def _of(self, subject: str) -> set[str]:
        with self._lock:
            return {name for name, known in self._subjects.items() if subject and subject in known}

    def _reload(self) -> None:
        """The shelf knows of subjects that are unknown here, by digests: read all from there."""
        with self._lock:
            self._known.clear()
            self._subjects.clear()

    def _forget(self, now: float) -> None:
        while self._known:
            used, _ = next(iter(self._known.values()))
            if used + self._seconds > now and len(self._known) < self._most:
                break
            name, _ = self._known.popitem(last=False)
            self._subjects.pop(name, None)

    def __len__(self) -> int:
        return len(self._known)
