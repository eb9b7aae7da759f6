"""How long a call may go on: its time as a whole, on the monotonic clock, and its caller's will."""

from __future__ import annotations

import time
from threading import Event

from opengovai.errors import ModelCancelledError, ModelError, ModelTimeoutError


class Deadline:
    """`seconds` from now, or until `cancelled` is set. Everything that waits asks it how long it
    may. `sent` says that a request is out which may be billed, whatever comes of it."""

    def __init__(self, seconds: float, cancelled: Event | None = None) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self.cancelled = cancelled
        self.sent = False

    def remaining(self) -> float:
        """Seconds left, above 0. Raises ModelTimeoutError or ModelCancelledError."""
        left = self._end - time.monotonic()
        if left <= 0 or self._is_cancelled():
            raise self.passed()
        return left

    def allows(self, seconds: float) -> bool:
        """Whether a pause of `seconds` would leave time to do something after it."""
        return time.monotonic() + seconds < self._end and not self._is_cancelled()

    def sleep(self, seconds: float) -> None:
        """Wait that long, or until the call is cancelled."""
        if self.cancelled is None:
            time.sleep(seconds)
        else:
            self.cancelled.wait(seconds)

    def _is_cancelled(self) -> bool:
        return self.cancelled is not None and self.cancelled.is_set()

    def passed(self) -> ModelError:
        """The error to raise when a wait ran into the deadline or was cancelled."""
        if self._is_cancelled():
            return ModelCancelledError("The call was cancelled by its caller")
        return ModelTimeoutError(
            f"The model did not finish within {self._seconds:g} s",
            remedy="Give the call more time, ask for fewer tokens, or use a faster model.",
        )
