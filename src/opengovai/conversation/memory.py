"""Conversations in memory: bounded, expiring, erasable. They are gone with the process."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from opengovai.types import Turn


@dataclass(slots=True)
class _Known:
    turns: deque[Turn]
    used: float
    subjects: set[str] = field(default_factory=set)


class MemoryInProcess:
    """Implements `opengovai.protocols.ConversationMemory`. Thread safe.

    Keeps the latest `turns` of each conversation, for `seconds` after its last use, and at most
    `most` conversations: beyond that the one unused longest goes.
    """

    def __init__(
        self,
        *,
        turns: int = 10,
        seconds: float = 3600.0,
        most: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._turns, self._seconds, self._most = turns, seconds, most
        self._clock = clock
        self._lock = Lock()
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def recall(self, conversation: str) -> Sequence[Turn]:
        """The latest turns, oldest first; none of an unknown or expired conversation."""
        with self._lock:
            self._expire()
            known = self._known.get(conversation)
            return tuple(known.turns) if known else ()

    def keep(self, conversation: str, turn: Turn, *, subject: str = "") -> None:
        """Add a turn, and put the conversation's expiry off."""
        with self._lock:
            self._expire()
            known = self._known.pop(conversation, None) or _Known(
                turns=deque(maxlen=self._turns), used=0.0
            )
            known.turns.append(turn)
            known.used = self._clock()
            known.subjects |= {subject} - {""}
            self._known[conversation] = known
            while len(self._known) > self._most:
                self._known.popitem(last=False)

    def forget(self, *, conversation: str = "", subject: str = "") -> int:
        """Drop a conversation, and all of a person's; how many there were."""
        with self._lock:
            gone = {conversation} & self._known.keys()
            if subject:
                gone |= {name for name, known in self._known.items() if subject in known.subjects}
            for name in gone:
                del self._known[name]
            return len(gone)

    def close(self) -> None:
        """Drop everything."""
        with self._lock:
            self._known.clear()

    def _expire(self) -> None:
        """Conversations stand in the order of their last use."""
        limit = self._clock() - self._seconds
        while self._known and next(iter(self._known.values())).used < limit:
            self._known.popitem(last=False)
