"""Group commit without timers: whoever comes while a batch is being written is in the next one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Generic, TypeVar, cast

from opengovai.errors import AuditError, OpenGovAIError

Item = TypeVar("Item")
Result = TypeVar("Result")
_E = TypeVar("_E", bound=BaseException)


class _Ticket(Generic[Item, Result]):
    """One call that waits. `turn` is released when it is settled, or when it is to lead.

    Settled tickets wake each other one after the other (`following`). To wake a thousand threads
    at once would make them fight for the interpreter lock instead of working.
    """

    __slots__ = ("error", "following", "items", "results", "turn", "woken")

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.results: Sequence[Result] | None = None
        self.error: BaseException | None = None
        self.following: _Ticket[Item, Result] | None = None
        self.woken = False
        self.turn = threading.Lock()
        self.turn.acquire()

    def settled(self) -> bool:
        return self.results is not None or self.error is not None


class GroupCommit(Generic[Item, Result]):
    """Turns concurrent calls into few calls of `write`; the caller at the front does the work.

    `write` does the items of a batch, in their order, and returns a result for each.
    """

    def __init__(self, write: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        self._write = write
        self._mutex = threading.Lock()
        self._queue: list[_Ticket[Item, Result]] = []
        self._busy = False

    def __call__(self, items: Sequence[Item]) -> Sequence[Result]:
        """Write `items` next to each other; returns their results.

        Raises what `write` raised for the batch that they were in.
        """
        ticket: _Ticket[Item, Result] = _Ticket(items)
        with self._mutex:
            self._queue.append(ticket)
            leads, self._busy = not self._busy, True
        if not leads:
            self._wait(ticket)
        if ticket.settled():
            self._pass_on(ticket)
        else:
            self._lead(ticket)
        if ticket.results is None:
            raise own_copy(ticket.error or AuditError("The batch has no result"))
        return ticket.results

    def _wait(self, ticket: _Ticket[Item, Result]) -> None:
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

    def _see_through(self, ticket: _Ticket[Item, Result]) -> None:
        """Too late to withdraw: do what falls to this ticket, then let the signal through."""
        while not ticket.woken:
            time.sleep(0.001)
        if ticket.settled():
            self._pass_on(ticket)
        else:
            self._lead(ticket)

    def _lead(self, own: _Ticket[Item, Result]) -> None:
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

    def _settle(self, batch: list[_Ticket[Item, Result]]) -> None:
        if len(batch) == 1:
            batch[0].results = self._write(batch[0].items)
            return
        results = self._write([item for ticket in batch for item in ticket.items])
        at = 0
        for ticket in batch:
            ticket.results = results[at : at + len(ticket.items)]
            at += len(ticket.items)

    def _hand_on(self, batch: list[_Ticket[Item, Result]], own: _Ticket[Item, Result]) -> None:
        if len(batch) > 1:
            others = [ticket for ticket in batch if ticket is not own]
            for ticket, following in pairwise([own, *others]):
                ticket.following = following
        self._pass_on(own)

    def _pass_on(self, ticket: _Ticket[Item, Result]) -> None:
        """Wake who is next: of the same batch; behind its last one, the leader of another.

        So the next batch waits until everybody of this one is awake, and has gathered those who
        came back at once. Else it would be a small one, as costly to sync as a large one.
        """
        if ticket.following is not None:
            _wake(ticket.following)
            return
        with self._mutex:
            leader = self._queue[0] if self._queue else None
            self._busy = leader is not None
            if leader is not None:
                _wake(leader)


def _wake(ticket: _Ticket[Item, Result]) -> None:
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
