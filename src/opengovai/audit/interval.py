"""Publishing from time to time, in a thread that sleeps while nothing is appended."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Interval:
    """Calls `act` once, `seconds` after the first `touch` since the last call."""

    def __init__(self, seconds: float, act: Callable[[], None]) -> None:
        self._seconds, self._act = seconds, act
        self._touched, self._stopped = threading.Event(), threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def touch(self) -> None:
        """There is something to publish."""
        if not self._touched.is_set():
            self._touched.set()
            self._start()

    def stop(self) -> None:
        """Wait for a call in progress, make no other."""
        self._stopped.set()
        self._touched.set()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None and not self._stopped.is_set():
                self._thread = threading.Thread(
                    target=self._run, name="opengovai-audit-publish", daemon=True
                )
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._touched.wait()
            if self._stopped.wait(self._seconds):
                return
            self._touched.clear()
            if self._stopped.is_set():  # stop() came before the clearing: it will not touch again
                return
            self._act()
