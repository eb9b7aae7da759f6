"""Many writers of one log: threads, processes, forked children, and handles that come and go."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, rule

from opengovai.audit import AuditLog, verify
from opengovai.audit.merkle import leaf_hash
from opengovai.audit.tiles import split_entries, tile_path
from opengovai.testing.records import sample_record
from opengovai.types import Receipt


def stored(path: Path) -> list[bytes]:
    """Every entry of a closed log."""
    entries: list[bytes] = []
    size = verify(path).size
    for n in range(-(-size // 256)):
        width = min(256, size - 256 * n)
        entries += split_entries((path / tile_path("entries", n, width)).read_bytes(), width)[0]
    return entries


def check(path: Path, receipts: dict[str, Receipt]) -> None:
    """Each record stands once, where its receipt says; and the log verifies."""
    report = verify(path)
    assert report.ok, report
    entries = stored(path)
    assert len(entries) == len(receipts)
    for name, receipt in receipts.items():
        entry = entries[receipt.index]
        assert json.loads(entry)["id"] == name
        assert leaf_hash(entry).hex() == receipt.leaf


def test_threads_share_a_log(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path, publish_every=0.01) as log, ThreadPoolExecutor(32) as threads:
        records = [sample_record(i) for i in range(640)]
        receipts = dict(zip([r.id for r in records], threads.map(log.append, records), strict=True))
    check(tmp_path, receipts)


_WRITER = """
import json, sys
from threading import Thread
from opengovai.audit import AuditLog
from opengovai.testing.records import sample_record

path, start = sys.argv[1], int(sys.argv[2])
told = {}
with AuditLog.open(path, publish_every=0.02) as log:
    def write(first):
        for i in range(first, first + 40):
            told[f"sample-{i}"] = log.append(sample_record(i))
    threads = [Thread(target=write, args=(start + 40 * n,)) for n in range(3)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
print(json.dumps({name: [r.log, r.index, r.leaf] for name, r in told.items()}))
"""


@pytest.mark.slow
def test_processes_with_threads_share_a_log(tmp_path: Path) -> None:
    path = tmp_path / "made-by-whoever-comes-first"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path), str(120 * n)], stdout=subprocess.PIPE
        )
        for n in range(3)
    ]
    receipts: dict[str, Receipt] = {}
    for writer in writers:
        said, _ = writer.communicate(timeout=60)
        assert writer.returncode == 0
        for name, (log, index, leaf) in json.loads(said).items():
            receipts[name] = Receipt(log=log, index=index, leaf=leaf)
    assert len(receipts) == 360
    check(path, receipts)


def test_a_forked_child_writes_on_its_own(tmp_path: Path) -> None:
    log = AuditLog.open(tmp_path, publish_every=3600)
    receipts = {"sample-0": log.append(sample_record(0))}
    log._interval.stop()  # a thread in the parent would make fork itself unsafe
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            receipt = log.append(sample_record(1))
            os.write(writing, json.dumps([receipt.log, receipt.index, receipt.leaf]).encode())
            log.close()
        finally:
            os._exit(0)
    os.close(writing)
    receipts["sample-2"] = log.append(sample_record(2))
    os.waitpid(child, 0)
    with os.fdopen(reading) as said:
        name, index, leaf = json.load(said)
    receipts["sample-1"] = Receipt(log=name, index=index, leaf=leaf)
    log.close()
    check(tmp_path, receipts)


def test_a_forked_child_that_only_closes_leaves_the_log_to_its_parent(tmp_path: Path) -> None:
    log = AuditLog.open(tmp_path, publish_every=3600)
    receipts = {"sample-0": log.append(sample_record(0))}
    log._interval.stop()
    child = os.fork()
    if child == 0:
        try:
            log.close()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    receipts["sample-1"] = log.append(sample_record(1))
    log.close()
    check(tmp_path, receipts)


class Writers(RuleBasedStateMachine):
    """Handles on one log, each like a process of its own, opened, used, left and closed."""

    handles = Bundle("handles")

    @initialize()
    def begin(self) -> None:
        memory = "/dev/shm"
        self.folder = TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)
        self.path = Path(self.folder.name) / "log"
        self.receipts: dict[str, Receipt] = {}
        self.open: list[AuditLog] = []
        self.count = 0

    @rule(target=handles)
    def open_log(self) -> AuditLog:
        log = AuditLog.open(self.path, publish_every=3600)
        self.open.append(log)
        return log

    @rule(log=handles, count=st.sampled_from([1, 1, 2, 300]))
    def append(self, log: AuditLog, count: int) -> None:
        records = [sample_record(self.count + i) for i in range(count)]
        self.count += count
        for record, receipt in zip(records, log.append_many(records), strict=True):
            self.receipts[record.id] = receipt

    @rule(log=handles)
    def publish(self, log: AuditLog) -> None:
        assert log.publish() == len(self.receipts)

    @rule(log=consumes(handles))
    def close(self, log: AuditLog) -> None:
        log.close()
        self.open.remove(log)
        check(self.path, self.receipts)

    @rule(log=consumes(handles))
    def leave(self, log: AuditLog) -> None:
        """What a killed process leaves: nothing is published, its files are closed."""
        log._interval.stop()
        log._close_files()
        self.open.remove(log)

    def teardown(self) -> None:
        for log in self.open:
            log.close()
        with AuditLog.open(self.path):
            pass
        check(self.path, self.receipts)
        self.folder.cleanup()


TestWriters = Writers.TestCase
TestWriters.settings = settings(max_examples=20, stateful_step_count=15, deadline=None)
