"""Group commit: who waits for whom, and what an error or a signal does to the others."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from opengovai.audit.commit import GroupCommit
from opengovai.errors import AuditError


class Disk:
    """Takes batches; while `open` is not set, each write waits."""

    def __init__(self) -> None:
        self.open = Event()
        self.begun = Event()
        self.batches: list[list[bytes]] = []
        self.error: Exception | None = None

    def write(self, records: Sequence[bytes]) -> range:
        self.begun.set()
        assert self.open.wait(10)
        if self.error:
            raise self.error
        first = sum(map(len, self.batches))
        self.batches.append(list(records))
        return range(first, first + len(records))


def until(condition: object) -> None:
    for _ in range(5000):
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.001)
    raise AssertionError("it never happened")


def test_those_who_come_during_a_commit_share_the_next() -> None:
    disk = Disk()
    commit = GroupCommit(disk.write)
    with ThreadPoolExecutor(9) as threads:
        first = threads.submit(commit, [b"0"])
        disk.begun.wait()
        others = [threads.submit(commit, [bytes([i]), bytes([i])]) for i in range(1, 9)]
        until(lambda: len(commit._queue) == 8)
        disk.open.set()
        assert first.result(5) == range(1)
        assert results(others) == [1, 3, 5, 7, 9, 11, 13, 15]
        assert {len(other.result()) for other in others} == {2}
    assert [len(batch) for batch in disk.batches] == [1, 16]


def test_an_error_reaches_everybody_in_the_batch_and_nobody_after() -> None:
    disk = Disk()
    commit = GroupCommit(disk.write)
    with ThreadPoolExecutor(4) as threads:
        disk.error = AuditError("The disk is full", where="here", remedy="Make room.")
        failing = [threads.submit(commit, [b"x"]) for _ in range(4)]
        until(lambda: len(commit._queue) == 3)
        disk.open.set()
        errors = [each.exception(5) for each in failing]
    assert all(isinstance(error, AuditError) and "Make room" in str(error) for error in errors)
    assert len({id(error) for error in errors}) == 4
    disk.error = None
    assert commit([b"y"]) == range(1)


class Alarm(Exception):  # noqa: N818 an event
    """A signal came."""


@contextmanager
def alarm_after(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: object) -> None:
        raise Alarm

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def results(futures: list[Future[Sequence[int]]]) -> list[int]:
    """The first index of each, in order."""
    return sorted(future.result(5)[0] for future in futures)


def test_a_caller_that_a_signal_calls_away_takes_its_record_along() -> None:
    disk = Disk()
    commit = GroupCommit(disk.write)
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(commit, [b"0"])
        disk.begun.wait()
        with alarm_after(0.05), pytest.raises(Alarm):
            commit([b"interrupted"])
        others = [threads.submit(commit, [b"1"]) for _ in range(2)]
        disk.open.set()
        assert results([first, *others]) == [0, 1, 2]
    assert b"interrupted" not in [record for batch in disk.batches for record in batch]


def test_a_signal_during_the_commit_leaves_nobody_waiting() -> None:
    gates, begun = [Event(), Event()], []

    def write(records: Sequence[bytes]) -> range:
        begun.append(list(records))
        assert len(begun) > 2 or gates[len(begun) - 1].wait(10)
        first = sum(map(len, begun[:-1]))
        return range(first, first + len(records))

    commit = GroupCommit(write)
    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(commit, [b"0"])
        until(lambda: begun)
        before = threads.submit(commit, [b"1"])
        until(lambda: len(commit._queue) == 1)
        after: list[Future[Sequence[int]]] = []

        def go_on() -> None:
            until(lambda: len(commit._queue) == 2)
            after.append(threads.submit(commit, [b"3"]))
            until(lambda: len(commit._queue) == 3)
            gates[0].set()
            until(lambda: len(begun) == 2)
            time.sleep(0.3)
            gates[1].set()

        helper = threads.submit(go_on)
        with alarm_after(0.2), pytest.raises(Alarm):
            commit([b"2"])
        helper.result(5)
        assert results([first, before, *after]) == [0, 1, 3]
        assert commit([b"4"])[0] == 4
    assert begun == [[b"0"], [b"1", b"2", b"3"], [b"4"]]
