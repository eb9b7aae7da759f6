"""Hedging: where the first model is slow, the next is asked beside it; the first answer is taken.

After J. Dean, L. A. Barroso: The Tail at Scale, Communications of the ACM 56(2), 2013. The loser
is cancelled and may still be billed: `book` gets what every call took, the losers' included.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue

from opengovai.errors import ModelCancelledError, ModelError, ModelTimeoutError, OpenGovAIError
from opengovai.protocols import ChatModel
from opengovai.types import Completion, Generation, Message

_LOOK = 0.05
"""Seconds between two looks whether the caller cancelled."""
_GRACE = 1.0
"""Seconds beyond the deadline for a model to say itself that it passed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hedge:
    """`models` are asked in order: one, and the next after `seconds` or once all before failed.
    `allow` is called before each and raises where it may not be asked."""

    models: Sequence[ChatModel]
    seconds: float
    allow: Callable[[], object]
    book: Callable[[Completion], object]

    def complete(self, messages: Sequence[Message], generation: Generation) -> Completion:
        """The first answer. Raises the last model's ModelError when all failed."""
        race = _Race(self, messages, generation)
        try:
            return race.run()
        finally:
            race.given_up.set()


class _Race:
    """One request on its way to several models."""

    def __init__(self, hedge: Hedge, messages: Sequence[Message], generation: Generation) -> None:
        self._hedge, self._messages, self._wanted = hedge, messages, generation
        self._end = time.monotonic() + generation.deadline
        self._ends: SimpleQueue[Completion | OpenGovAIError] = SimpleQueue()
        self._asked = self._running = 0
        self._next = 0.0
        self.given_up = threading.Event()

    def run(self) -> Completion:
        """Until one answered or all failed."""
        while True:
            if self._asked < len(self._hedge.models) and self._is_due():
                self._start(self._hedge.models[self._asked])
            try:
                found = self._ends.get(timeout=_LOOK)
            except Empty:
                self._look()
                continue
            self._running -= 1
            if isinstance(found, Completion):
                return found
            last_chance = self._asked == len(self._hedge.models) and not self._running
            if last_chance or not isinstance(found, ModelError):
                raise found

    def _is_due(self) -> bool:
        return not self._running or time.monotonic() >= self._next

    def _start(self, model: ChatModel) -> None:
        self._hedge.allow()
        self._asked += 1
        self._running += 1
        self._next = time.monotonic() + self._hedge.seconds
        left = max(self._end - time.monotonic(), 0.001)
        wanted = replace(self._wanted, deadline=left, cancelled=self.given_up)
        threading.Thread(target=self._ask, args=(model, wanted), daemon=True).start()

    def _ask(self, model: ChatModel, wanted: Generation) -> None:
        try:
            self._ends.put(self._booked(model, wanted))
        except OpenGovAIError as error:
            self._ends.put(error)

    def _booked(self, model: ChatModel, wanted: Generation) -> Completion:
        try:
            completion = model.complete(self._messages, wanted)
        except ModelError as error:
            if error.spent is not None:
                self._hedge.book(error.spent)
            raise
        self._hedge.book(completion)
        return completion

    def _look(self) -> None:
        cancelled = self._wanted.cancelled
        if cancelled is not None and cancelled.is_set():
            raise ModelCancelledError("The call was cancelled by its caller")
        if time.monotonic() > self._end + _GRACE:
            raise ModelTimeoutError(
                f"No model finished within {self._wanted.deadline:g} s",
                remedy="Give the call more time, or use a faster model.",
            )
