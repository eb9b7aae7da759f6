"""Group commit without timers: whoever comes while a batch is being synced is in the next one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar, cast

from opengovai.errors import AuditError, OpenGovAIError

Write = Callable[[Sequence[bytes]], int]
_E = TypeVar("_E", bound=BaseException)


class _Ticket:
    """One call that waits. `turn` is released when it is settled, or when it is to lead.

    Settled tickets wake each other one after the other (`following`). To wake a thousand threads
    at once would make them fight for the interpreter lock instead of working.
    """

    __slots__ = ("error", "first", "following", "records", "turn", "woken")

    def __init__(self, records: Sequence[bytes]) -> None:
        self.records = records
        self.first = -1
        self.error: BaseException | None = None
        self.following: _Ticket | None = None
        self.woken = False
        self.turn = threading.Lock()
        self.turn.acquire()

    def settled(self) -> bool:
        return self.first >= 0 or self.error is not None


class GroupCommit:
    """Turns concurrent calls into few calls of `write`; the caller at the front does the work.

    `write` durably appends encoded records and returns the index of the first.
    """

    def __init__(self, write: Write) -> None:
        self._write = write
        self._mutex = threading.Lock()
        self._queue: list[_Ticket] = []
        self._busy = False

    def __call__(self, records: Sequence[bytes]) -> int:
        """Append `records` next to each other; returns the index of the first.

        Raises what `write` raised for the batch that they were in.
        """
        ticket = _Ticket(records)
        with self._mutex:
            self._queue.append(ticket)
            leads, self._busy = not self._busy, True
        if not leads:
            self._wait(ticket)
        if ticket.settled():
            _wake(ticket.following)
        else:
            self._lead(ticket)
        if ticket.error is not None:
            raise own_copy(ticket.error)
        return ticket.first

    def _wait(self, ticket: _Ticket) -> None:
        try:
            ticket.turn.acquire()
        except BaseException:  # a signal's; the threads behind this one must not wait for ever
            with self._mutex:
                withdrawn = ticket in self._queue and not ticket.woken
                if withdrawn:
                    self._queue.remove(ticket)
            if not withdrawn:
                self._see_through(ticket)
            raise

    def _see_through(self, ticket: _Ticket) -> None:
        """Too late to withdraw: do what falls to this ticket, then let the signal through."""
        while not ticket.woken:
            time.sleep(0.001)
        if ticket.settled():
            _wake(ticket.following)
        else:
            self._lead(ticket)

    def _lead(self, own: _Ticket) -> None:
        with self._mutex:
            batch, self._queue = self._queue, []
        try:
            self._settle(batch)
        except BaseException as error:
            for ticket in batch:
                ticket.error = error if ticket is own else _interrupted(error)
            if not isinstance(error, Exception):
                raise
        finally:
            self._hand_on(batch, own)

    def _settle(self, batch: list[_Ticket]) -> None:
        first = self._write([record for ticket in batch for record in ticket.records])
        for ticket in batch:
            ticket.first = first
            first += len(ticket.records)

    def _hand_on(self, batch: list[_Ticket], own: _Ticket) -> None:
        with self._mutex:
            leader = self._queue[0] if self._queue else None
            self._busy = leader is not None
            _wake(leader)
        others = [ticket for ticket in batch if ticket is not own]
        for ticket, following in pairwise(others):
            ticket.following = following
        _wake(others[0] if others else None)


def _wake(ticket: _Ticket | None) -> None:
    if ticket is not None:
        ticket.woken = True
        ticket.turn.release()


def _interrupted(error: BaseException) -> BaseException:
    if isinstance(error, Exception):
        return error
    return AuditError("The batch was interrupted", remedy="Whether it is recorded is unknown.")


def own_copy(error: _E) -> _E:
    """A copy, since threads must not share a traceback."""
    copy: BaseException
    if isinstance(error, OpenGovAIError):
        copy = type(error)(error.what, where=error.where, remedy=error.remedy)
    elif isinstance(error, OSError):
        copy = type(error)(error.errno, error.strerror)
    else:
        return error
    copy.__cause__ = error
    return cast("_E", copy)
