"""The memory that keeps pseudonyms stable within a conversation: bounded, and it forgets."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from opengovai.redaction.vault import Pseudonyms


class Conversations:
    """Pseudonyms by conversation, in memory only.

    A conversation is forgotten `seconds` after its last use, or when `most` others were used
    since. What a forgotten conversation's placeholders stood for can no longer be restored.
    """

    def __init__(
        self,
        *,
        most: int = 10_000,
        seconds: float = 3600.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
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
            used, table = self._known.pop(conversation, (now, Pseudonyms()))
            if used + self._seconds <= now:
                table = Pseudonyms()
            self._forget(now)
            self._known[conversation] = now, table
            return table

    def keep(self, conversation: str | None, table: Pseudonyms) -> None:
        """Called when a redaction is done; persists nothing here."""

    def forget(self, conversation: str) -> bool:
        """Drop a conversation now; True if it was known."""
        with self._lock:
            return self._known.pop(conversation, None) is not None

    def _forget(self, now: float) -> None:
        while self._known:
            used, _ = next(iter(self._known.values()))
            if used + self._seconds > now and len(self._known) < self._most:
                break
            self._known.popitem(last=False)

    def __len__(self) -> int:
        return len(self._known)
