"""The time a call may take as a whole, on the monotonic clock."""

from __future__ import annotations

import time

from opengovai.errors import ModelTimeoutError


class Deadline:
    """`seconds` from now. Everything that waits asks it how long it may."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        """Seconds left, above 0. Raises ModelTimeoutError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def allows(self, seconds: float) -> bool:
        """Whether a pause of `seconds` would leave time to do something after it."""
        return time.monotonic() + seconds < self._end

    def passed(self) -> ModelTimeoutError:
        """The error to raise when a wait ran into the deadline."""
        return ModelTimeoutError(
            f"The model did not finish within {self._seconds:g} s",
            remedy="Give the call more time, ask for fewer tokens, or use a faster model.",
        )
