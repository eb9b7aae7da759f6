"""Other tamper-evident logs from PyPI, each set to be durable at every acknowledgement."""

from __future__ import annotations

import time
from pathlib import Path

import measure


def measure_all(folder: Path) -> None:
    """One caller each: none of them groups the calls of several."""
    pymerkle(folder)
    witness_log(folder)
    llm_audit_trail(folder)


def pymerkle(folder: Path) -> None:
    """Its SQLite tree, as it comes: a rollback journal, synchronous=FULL."""
    from pymerkle import SqliteTree

    path, total = folder / "pymerkle.sqlite", 1000
    tree = SqliteTree(str(path))

    def append(start: int, count: int) -> None:
        for i in range(start, start + count):
            tree.append_entry(measure.sample_json(i))

    rate, p99 = measure.in_flight(append, 1, total)
    begin, proofs = time.perf_counter(), 300
    for i in range(proofs):
        tree.prove_inclusion(i * 7919 % total + 1)
    made = proofs / (time.perf_counter() - begin)
    tree.close()
    size = path.stat().st_size / total
    measure.row("pymerkle 7, SqliteTree", "1 record a call", rate, p99, proofs=made, bytes=size)
    path.unlink()


def witness_log(folder: Path) -> None:
    """A journal with `sync()` after each call."""
    import witness_log as peer

    for batch, total in ((1, 1000), (1024, 20_480)):
        path = folder / f"witness-{batch}.jsonl"
        log = peer.open(str(path))

        def append(start: int, count: int, log: object = log) -> None:
            for i in range(start, start + count):
                log.append_result(measure.sample_json(i))  # type: ignore[attr-defined]
            log.sync()  # type: ignore[attr-defined]

        rate, p99 = measure.in_flight(append, 1, total, batch)
        log.close()
        size = sum(file.stat().st_size for file in folder.glob(f"witness-{batch}*")) / total
        how = measure.how(1, batch)
        measure.row("witness-log 0.6, sync()", how, rate, p99, bytes=size)


def llm_audit_trail(folder: Path) -> None:
    """Its logger with `fsync=True`."""
    from llm_audit_trail import AuditLogger, verify_log

    path, total = folder / "llm.jsonl", 1000
    log = AuditLogger(path=str(path), system="benchmark", actor="benchmark", fsync=True)

    def append(start: int, count: int) -> None:
        for i in range(start, start + count):
            log.emit("decision", {"record": measure.sample_json(i).decode()})

    rate, p99 = measure.in_flight(append, 1, total)
    begin = time.perf_counter()
    assert verify_log(str(path))[0]
    verified = total / (time.perf_counter() - begin)
    size = path.stat().st_size / total
    measure.row(
        "llm-audit-trail 0.1, fsync", "1 record a call", rate, p99, verify=verified, bytes=size
    )
