"""A circuit breaker: a server that keeps failing is left alone for a while (M. Nygard, Release It!,
2nd ed., 2018, ch. 5)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from opengovai.errors import ModelUnavailableError


class Breaker:
    """Opens after `failures` in a row, for `seconds`; then lets one call through as a probe."""

    def __init__(
        self, *, failures: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit, self._seconds, self._clock = failures, seconds, clock
        self._mutex = threading.Lock()
        self._failures = 0
        self._closed_again = 0.0

    def enter(self) -> None:
        """Raises ModelUnavailableError while open."""
        # Without the lock: who is woken with it waits for the interpreter next, and so a thousand
        # threads would pass one after the other.
        if self._failures < self._limit:
            return
        with self._mutex:
            wait = self._closed_again - self._clock()
            if wait <= 0:
                # This call is the probe; the others wait for what it finds.
                self._closed_again = self._clock() + self._seconds
                return
        raise ModelUnavailableError(
            f"The model server failed {self._limit} times in a row and is left alone for "
            f"{wait:.0f} s",
            remedy="Look into the server's log.",
        )

    def succeeded(self) -> None:
        """The server answered, whatever it said."""
        if self._failures:
            with self._mutex:
                self._failures = 0

    def failed(self) -> None:
        """The server was unreachable, overloaded, broken or too slow."""
        with self._mutex:
            self._failures += 1
            if self._failures >= self._limit:
                self._closed_again = self._clock() + self._seconds
