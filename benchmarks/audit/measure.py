"""Measures one log after another in this interpreter: `measure.py FOLDER`, a JSON line per row.

`FOLDER` must lie on the disk that is to be measured. `__main__.py` runs this with the other
packages installed, and takes the median of the rows of one name.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import msgspec

from opengovai.audit import AuditLog, LogReader, verify
from opengovai.audit.record import encode_all
from opengovai.testing.records import sample_record

SQLITE = "SQLite WAL FULL, hash column"
Append = Callable[[int, int], None]
SAMPLES = [sample_record(i) for i in range(512)]
ROUNDS = 5
LARGE = 400 * 1024
TOTALS = {1: 3000, 64: 120_000, 1024: 150 * 1024}
"""Records of a run, by how many go into a call: some seconds, in which ours publishes, too."""


def sample_json(i: int) -> bytes:
    """The same record as plain JSON, for logs that take bytes."""
    record = SAMPLES[i % 512]
    private = {name: sha256(text.encode()).hexdigest() for name, text in record.private.items()}
    return msgspec.json.encode(
        {"id": record.id, "time": record.time, "data": record.data, "commitments": private, "n": i}
    )


def in_flight(append: Append, callers: int, total: int, batch: int = 1) -> tuple[float, float]:
    """Records a second, and the 99th percentile of one call in microseconds.

    `callers` threads make calls of `batch` records each, `total` records together.
    """
    calls = max(1, total // (callers * batch))
    took: list[list[float]] = [[] for _ in range(callers)]

    def call(who: int) -> None:
        for n in range(calls):
            begin = time.perf_counter()
            append((who * calls + n) * batch, batch)
            took[who].append(time.perf_counter() - begin)

    begin = time.perf_counter()
    if callers == 1:
        call(0)
    else:
        threads = [threading.Thread(target=call, args=(who,)) for who in range(callers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    elapsed = time.perf_counter() - begin
    every = sorted(x for each in took for x in each)
    return callers * calls * batch / elapsed, every[int(0.99 * (len(every) - 1))] * 1e6


def row(name: str, how: str, rate: float, p99: float, **more: float) -> None:
    print(json.dumps({"name": name, "how": how, "rate": rate, "p99": p99, **more}), flush=True)


def folder_bytes(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


# Ours --------------------------------------------------------------------------------------


def ours(folder: Path, callers: int, batch: int, total: int) -> None:
    """One process, from so many threads, so many records a call."""
    path = folder / f"ours-{callers}-{batch}"
    with AuditLog.open(path) as log:

        def append(start: int, count: int) -> None:
            if count == 1:
                log.append(SAMPLES[start % 512])
            else:
                log.append_many([SAMPLES[i % 512] for i in range(start, start + count)])

        append(0, 64)
        rate, p99 = in_flight(append, callers, total, batch)
    more = checks(path) if batch == 1024 else {}
    row("opengovai", how(callers, batch), rate, p99, **more)
    rmtree(path)


def ours_in_flight(folder: Path) -> None:
    """Single records: from threads, from coroutines, from 4 processes."""
    ours(folder, 64, 1, 40_000)
    ours(folder, 1024, 1, 60_000)
    for callers, total in ((64, 40_000), (1024, 102_400)):
        rate, p99 = coroutines(folder / "ours-async", callers, total)
        row("opengovai", f"{callers:,} coroutines", rate, p99)
    rate, p99 = processes(folder / "ours-4", 4, 256, 100_000)
    row("opengovai", "4 processes of 256 threads", rate, p99)


def coroutines(path: Path, callers: int, total: int) -> tuple[float, float]:
    """One event loop, `callers` coroutines that append one record after another."""
    took: list[float] = []

    async def call(log: AuditLog, who: int) -> None:
        for n in range(total // callers):
            begin = time.perf_counter()
            await log.append_async(SAMPLES[(who + n) % 512])
            took.append(time.perf_counter() - begin)

    async def all_of_them(log: AuditLog) -> float:
        begin = time.perf_counter()
        await asyncio.gather(*(call(log, who) for who in range(callers)))
        return time.perf_counter() - begin

    with AuditLog.open(path) as log:
        log.append_many(SAMPLES[:64])
        elapsed = asyncio.run(all_of_them(log))
    rmtree(path)
    took.sort()
    return len(took) / elapsed, took[int(0.99 * (len(took) - 1))] * 1e6


def verification(path: Path, jobs: int) -> None:
    """Print the seconds that it takes, in an interpreter that did nothing else before."""
    begin = time.perf_counter()
    report = verify(path, processes=jobs)
    elapsed = time.perf_counter() - begin
    assert (report.ok, report.size) == (True, LARGE), report
    print(elapsed)


def shared_verification(folder: Path) -> None:
    """A log large enough that starting processes counts little, verified by 1 and 2 of them."""
    path = folder / "ours-large"
    with AuditLog.open(path, publish_every=3600) as log:
        for at in range(LARGE // 1024):
            log.append_many([SAMPLES[i % 512] for i in range(1024)])
            if at % 64 == 63:
                log.publish()
    for jobs in (1, 2, 1, 2):
        command = [sys.executable, __file__, "--verify", str(path), str(jobs)]
        seconds = float(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        what = f"verify, {LARGE:,} records, {jobs} process{'es' * (jobs > 1)}"
        row("opengovai", what, 0, 0, verify=LARGE / seconds)
    rmtree(path)


def how(callers: int, batch: int) -> str:
    if batch > 1:
        return f"{batch:,} records a call"
    return f"{callers:,} threads" if callers > 1 else "1 record a call"


def checks(path: Path) -> dict[str, float]:
    """Verification, proofs and size of a closed log."""
    begin = time.perf_counter()
    report = verify(path)
    verified = report.size / (time.perf_counter() - begin)
    assert report.ok, report
    reader = LogReader(path)
    indices = [i * 7919 % report.size for i in range(30_000)]
    begin = time.perf_counter()
    for index in indices:
        reader.inclusion(index)
    proofs = len(indices) / (time.perf_counter() - begin)
    size = folder_bytes(path / "tile") + folder_bytes(path / "keys")
    size += (path / "private.sqlite").stat().st_size
    return {"verify": verified, "proofs": proofs, "bytes": size / report.size}


def processes(path: Path, count: int, callers: int, total: int) -> tuple[float, float]:
    """Several processes on one log, from the first call to the last acknowledgement."""
    AuditLog.open(path).close()
    command = [sys.executable, __file__, "--worker", str(path), str(callers), str(total // count)]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    said = [json.loads(worker.communicate()[0]) for worker in workers]
    begin, end = min(each["begin"] for each in said), max(each["end"] for each in said)
    written = sum(each["records"] for each in said)
    report = verify(path)
    assert (report.ok, report.size) == (True, written + 64 * count), (report, written)
    rmtree(path)
    return written / (end - begin), statistics.median(each["p99"] for each in said)


def worker(path: Path, callers: int, total: int) -> None:
    with AuditLog.open(path) as log:

        def append(start: int, count: int) -> None:
            log.append(SAMPLES[start % 512])

        log.append_many(SAMPLES[:64])
        begin = time.time()
        _, p99 = in_flight(append, callers, total)
        end = time.time()
    records = total // callers * callers
    print(json.dumps({"begin": begin, "end": end, "records": records, "p99": p99}))


def side_by_side(folder: Path) -> None:
    """One caller, a few calls each in turn, so that both meet the same disk in the same mood."""
    path = folder / "turns"
    path.mkdir()
    fd = os.open(path / "plain", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    log = AuditLog.open(path / "log")

    def plain(i: int) -> None:
        os.write(fd, sample_json(i) + b"\n")
        os.fdatasync(fd)

    def append(i: int) -> None:
        log.append(SAMPLES[i % 512])

    log.append_many(SAMPLES[:64])
    took: dict[str, list[float]] = {"plain file, fdatasync": [], "opengovai": []}
    for turn in range(150):
        for times, call in zip(took.values(), (plain, append), strict=True):
            for i in range(20):
                begin = time.perf_counter()
                call(20 * turn + i)
                times.append(time.perf_counter() - begin)
    log.close()
    os.close(fd)
    rmtree(path)
    for name, times in took.items():
        times.sort()
        middle = statistics.median(times)
        row(
            name,
            "1 record a call, in turns (median)",
            1 / middle,
            times[int(0.99 * len(times))] * 1e6,
        )


# What one could use instead ----------------------------------------------------------------


def plain_file(folder: Path, batch: int, total: int) -> None:
    """Append and fdatasync: the floor under everything that is durable."""
    path = folder / "plain"
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def append(start: int, count: int) -> None:
        os.write(fd, b"".join(sample_json(i) + b"\n" for i in range(start, start + count)))
        os.fdatasync(fd)

    rate, p99 = in_flight(append, 1, total, batch)
    os.close(fd)
    row("plain file, fdatasync", how(1, batch), rate, p99, bytes=path.stat().st_size / total)
    path.unlink()


class OneKey:
    """The comparison does without a key store."""

    def key(self, name: str) -> bytes:
        return b"k" * 32

    def destroy(self, name: str) -> bool:
        return False


def same_records(start: int, count: int) -> list[bytes]:
    """Records as our log stores them: validated, committed to, private part encrypted."""
    batch = [SAMPLES[i % 512] for i in range(start, start + count)]
    return [each.stored for each in encode_all(batch, OneKey())]


def bare_json(start: int, count: int) -> list[bytes]:
    """The same records as plain JSON."""
    return [sample_json(i) for i in range(start, start + count)]


def sqlite_chain(
    folder: Path,
    name: str,
    entries_of: Callable[[int, int], list[bytes]],
    batch: int,
    total: int,
) -> None:
    """SQLite in WAL mode, synchronous=FULL, each row with the hash of the row before."""
    path = folder / "chain.sqlite"
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, entry BLOB, hash BLOB)")
    last = b""

    def append(start: int, count: int) -> None:
        nonlocal last
        rows = []
        for entry in entries_of(start, count):
            last = sha256(last + entry).digest()
            rows.append((entry, last))
        db.execute("BEGIN")
        db.executemany("INSERT INTO log(entry, hash) VALUES (?, ?)", rows)
        db.execute("COMMIT")

    rate, p99 = in_flight(append, 1, total, batch)
    begin, last, count = time.perf_counter(), b"", 0
    for entry, digest in db.execute("SELECT entry, hash FROM log ORDER BY id"):
        last = sha256(last + entry).digest()
        assert last == digest
        count += 1
    verified = count / (time.perf_counter() - begin)
    db.close()
    size = path.stat().st_size / count
    row(name, how(1, batch), rate, p99, verify=verified, bytes=size)
    path.unlink()


def main(arguments: Sequence[str]) -> None:
    if arguments[0] == "--worker":
        worker(Path(arguments[1]), int(arguments[2]), int(arguments[3]))
        return
    if arguments[0] == "--verify":
        verification(Path(arguments[1]), int(arguments[2]))
        return
    folder = Path(arguments[0])
    for _ in range(ROUNDS):
        side_by_side(folder)
        for batch, total in TOTALS.items():  # one after another: the disk's mood changes
            plain_file(folder, batch, total)
            sqlite_chain(folder, f"{SQLITE}, bare JSON", bare_json, batch, total)
            sqlite_chain(folder, f"{SQLITE}, our records", same_records, batch, total)
            ours(folder, 1, batch, total)
        ours_in_flight(folder)
    shared_verification(folder)
    import peers  # it imports this module

    peers.measure_all(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
