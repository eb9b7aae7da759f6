"""Records of coroutines: one thread encodes and appends whatever has gathered meanwhile.

A thread per waiting request would cost more than its record. Here a batch has one thread, and
each event loop is woken once for all of its coroutines.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING

from opengovai.audit.record import Encoded
from opengovai.errors import AuditError
from opengovai.types import AuditRecord, Receipt

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future

Outcome = Receipt | Exception
_Waiting = tuple[AuditRecord, "Future[Receipt]"]
_MOST = 1024
"""Records in one batch: more would not be faster, and would keep the first ones waiting."""


class Submissions:
    """A queue before `append`, which gives a receipt or an error for each record.

    The thread is started by the first `submit` and sleeps while there is nothing to do. Not
    fork-safe (reopen).
    """

    def __init__(self, append: Callable[[Sequence[AuditRecord]], Sequence[Outcome]]) -> None:
        self._append = append
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._mutex = threading.Lock()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def submit(self, record: AuditRecord) -> Future[Receipt]:
        """Queue a record from a coroutine. Raises AuditError after `stop`."""
        from asyncio import get_running_loop

        future = get_running_loop().create_future()
        with self._mutex:
            if self._stopped:
                raise AuditError("The log is closed", remedy="Open it again.")
            self._queue.put((record, future))
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="opengovai-audit-append", daemon=True
                )
                self._thread.start()
        return future

    def stop(self) -> None:
        """Wait until everything that was submitted has its outcome, then end the thread."""
        with self._mutex:
            self._stopped = True
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()

    def _run(self) -> None:
        while True:
            gathered = [self._queue.get()]
            gathered += [self._queue.get_nowait() for _ in range(min(self._queue.qsize(), _MOST))]
            self._settle([each for each in gathered if each is not None])
            if None in gathered:
                return

    def _settle(self, gathered: Sequence[_Waiting]) -> None:
        # A coroutine that was cancelled before its batch began leaves no record.
        taken = [each for each in gathered if not each[1].done()]
        outcomes = self._append([record for record, _ in taken])
        loops: dict[AbstractEventLoop, list[tuple[Future[Receipt], Outcome]]] = {}
        for (_, future), outcome in zip(taken, outcomes, strict=True):
            loops.setdefault(future.get_loop(), []).append((future, outcome))
        for loop, settled in loops.items():
            with suppress(RuntimeError):  # a loop that was closed: nobody waits there
                loop.call_soon_threadsafe(_deliver, settled)


def receipts(encoded: Sequence[Encoded], indices: Iterable[int], origin: str) -> list[Receipt]:
    """The receipts of records of the log `origin` that are durable at `indices`."""
    return [
        Receipt(log=origin, index=index, leaf=each.leaf.hex())
        for index, each in zip(indices, encoded, strict=True)
    ]


def receipts_of(
    outcomes: Sequence[Encoded | AuditError], indices: Iterable[int], origin: str
) -> list[Outcome]:
    """`receipts` where some records were not valid: an error stays in its place."""
    good = iter(receipts([each for each in outcomes if isinstance(each, Encoded)], indices, origin))
    return [next(good) if isinstance(each, Encoded) else each for each in outcomes]


def _deliver(settled: Iterable[tuple[Future[Receipt], Outcome]]) -> None:
    """In the event loop's thread."""
    for future, outcome in settled:
        if future.done():
            continue
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
