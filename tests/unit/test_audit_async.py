"""Many coroutines append to one log; the event loop never waits for the disk."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from opengovai.audit import AuditLog, LogReader, verify
from opengovai.audit.files import Files
from opengovai.errors import AuditError, LogPoisonedError
from opengovai.testing import sample_record
from opengovai.types import Receipt


def test_each_coroutine_has_the_receipt_of_its_own_record(tmp_path: Path) -> None:
    async def main(log: AuditLog) -> list[Receipt]:
        return await asyncio.gather(*(log.append_async(sample_record(i)) for i in range(1100)))

    with AuditLog.open(tmp_path) as log:
        receipts = asyncio.run(main(log))
    assert verify(tmp_path).ok
    reader = LogReader(tmp_path)
    assert sorted(receipt.index for receipt in receipts) == list(range(1100))
    for i, receipt in enumerate(receipts):
        assert json.loads(reader.entry(receipt.index))["id"] == f"sample-{i}"


def test_a_bad_record_fails_alone(tmp_path: Path) -> None:
    bad = replace(sample_record(1), phase="later")

    async def main(log: AuditLog) -> list[Receipt | BaseException]:
        records = [sample_record(0), bad, sample_record(2)]
        waiting = (log.append_async(record) for record in records)
        return await asyncio.gather(*waiting, return_exceptions=True)

    with AuditLog.open(tmp_path) as log:
        first, error, third = asyncio.run(main(log))
    assert isinstance(error, AuditError)
    assert "phase" in str(error)
    assert isinstance(first, Receipt)
    assert isinstance(third, Receipt)
    assert verify(tmp_path).size == 2


class Slow(Files):
    """A disk whose sync of the journal waits until it is let go."""

    def __init__(self) -> None:
        self.go, self.error = threading.Event(), False
        self.go.set()

    def sync(self, fd: int) -> None:
        self.go.wait(10)
        if self.error:
            raise LogPoisonedError("Writing to disk failed: injected")
        super().sync(fd)


def slow_log(path: Path, disk: Slow) -> AuditLog:
    return AuditLog(path, origin=None, keys=None, publish_every=3600, files=disk)


def test_the_event_loop_goes_on_while_the_disk_works(tmp_path: Path) -> None:
    disk = Slow()

    async def main(log: AuditLog) -> Receipt:
        disk.go.clear()
        waiting = asyncio.ensure_future(log.append_async(sample_record(0)))
        for _ in range(50):
            await asyncio.sleep(0.001)
            assert not waiting.done()
        disk.go.set()
        return await waiting

    with slow_log(tmp_path, disk) as log:
        assert asyncio.run(main(log)).index == 0


def test_a_failed_sync_reaches_every_coroutine_of_the_batch(tmp_path: Path) -> None:
    disk = Slow()

    async def main(log: AuditLog) -> list[Receipt | BaseException]:
        disk.error = True
        waiting = (log.append_async(sample_record(i)) for i in range(3))
        return await asyncio.gather(*waiting, return_exceptions=True)

    log = slow_log(tmp_path, disk)
    outcomes = asyncio.run(main(log))
    assert all(isinstance(each, LogPoisonedError) for each in outcomes), outcomes
    disk.error = False
    with pytest.raises(LogPoisonedError):
        asyncio.run(log.append_async(sample_record(4)))
    log.close()


def test_a_cancelled_coroutine_leaves_the_others_alone(tmp_path: Path) -> None:
    disk = Slow()

    async def main(log: AuditLog) -> Receipt:
        disk.go.clear()
        waiting = [asyncio.ensure_future(log.append_async(sample_record(i))) for i in range(3)]
        await asyncio.sleep(0.02)
        waiting[1].cancel()
        disk.go.set()
        with pytest.raises(asyncio.CancelledError):
            await waiting[1]
        await waiting[0]
        return await waiting[2]

    with slow_log(tmp_path, disk) as log:
        assert asyncio.run(main(log)).index in (1, 2)
    assert verify(tmp_path).ok


def test_closing_waits_for_what_was_submitted_and_takes_no_more(tmp_path: Path) -> None:
    disk = Slow()
    log = slow_log(tmp_path, disk)

    async def main() -> list[Receipt]:
        disk.go.clear()
        waiting = [asyncio.ensure_future(log.append_async(sample_record(i))) for i in range(5)]
        await asyncio.sleep(0)
        closing = threading.Thread(target=log.close)
        closing.start()
        time.sleep(0.02)
        with pytest.raises(AuditError, match="closed"):
            await log.append_async(sample_record(9))
        disk.go.set()
        receipts = await asyncio.gather(*waiting)
        closing.join()
        return receipts

    assert len(asyncio.run(main())) == 5
    assert (verify(tmp_path).ok, verify(tmp_path).size) == (True, 5)
