"""What is acknowledged survives a fault at any file operation.

One workload is run against a disk that refuses, a process that dies, or a machine that loses
power at its k-th file operation, for every k; then the log is opened again on a good disk.
The plain run takes a sample of the k; `python scripts/ci_audit_faults.py` takes all of them.
"""

from __future__ import annotations

import errno
import json
import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from opengovai.audit import AuditLog, verify
from opengovai.audit.files import Files
from opengovai.audit.tiles import split_entries, tile_path
from opengovai.errors import AuditError, LogPoisonedError
from opengovai.types import AuditRecord, Receipt, RedactedText

FULL = os.environ.get("AUDIT_FAULTS") == "full"
Acknowledge = Callable[[list[Receipt]], None]


class Keys:
    """One key for everybody: the key store is not what is tested here."""

    def key(self, name: str) -> bytes:
        return name.encode().ljust(32, b"k")

    def destroy(self, name: str) -> bool:
        return False


def record(i: int) -> AuditRecord:
    private = {"question": RedactedText(f"question {i}")} if i % 2 else {}
    return AuditRecord(
        id=f"r{i}",
        source="test",
        type="test",
        time="2026-01-01T00:00:00Z",
        subject=f"s{i}",
        phase="result",
        private=private,
    )


def opened(path: Path, files: Files) -> AuditLog:
    return AuditLog(path, origin=None, keys=Keys(), publish_every=3600, files=files)


def workload(path: Path, files: Files, acknowledge: Acknowledge) -> None:
    """Open, append, publish, cross a tile boundary, overwrite spare space, close; and again."""
    for first in (0, 300):
        log = opened(path, files)
        try:
            for start, count in ((0, 1), (1, 2), (3, 255), *((258 + i, 1) for i in range(5))):
                with suppress(AuditError):
                    batch = [record(first + i) for i in range(start, start + count)]
                    acknowledge(log.append_many(batch))
                if start in (0, 3):
                    with suppress(AuditError):
                        publish(log, acknowledge, space=bool(start))
        finally:
            with suppress(AuditError):
                log.close()


def publish(log: AuditLog, acknowledge: Acknowledge, *, space: bool) -> None:
    """As a user would, or as the interval does under load: with space for what comes."""
    if not space:
        log.publish()
        return
    with log._errors:
        for _ in range(2):  # the first lays out what the second uses
            log._publisher.publish(more=True)
            acknowledge([log.append(record(20_000))])


def check(path: Path, receipts: list[Receipt], seen: bytes | None = None) -> None:
    """Open the log on a good disk; everything acknowledged is where it was acknowledged."""
    with opened(path, Files()) as log:
        next_index = log.append(record(10_000)).index
    report = verify(path)
    assert report.ok, report
    assert report.size == next_index + 1
    leaves = stored_leaves(path, report.size)
    for receipt in receipts:
        assert leaves[receipt.index] == receipt.leaf, receipt
    assert len({receipt.index for receipt in receipts}) == len(receipts)
    if seen is not None:
        old = path / "seen"
        old.write_bytes(seen)
        assert verify(path, checkpoint=old).ok, "a checkpoint was shown that no longer holds"


def stored_leaves(path: Path, size: int) -> list[str]:
    from opengovai.audit.merkle import leaf_hash

    leaves: list[str] = []
    for n in range(-(-size // 256)):
        width = min(256, size - 256 * n)
        bundle = (path / tile_path("entries", n, width)).read_bytes()
        leaves += [leaf_hash(entry).hex() for entry in split_entries(bundle, width)[0]]
    return leaves


class Counting(Files):
    """Calls `before(operation, k)` at each operation; `write` may be cut in half by it."""

    def __init__(self, before: Callable[[str, int], None]) -> None:
        self.before, self.k = before, 0

    def _step(self, operation: str) -> None:
        self.k += 1
        self.before(operation, self.k)


def _counted(name: str) -> Callable[..., object]:
    plain = getattr(Files, name)

    def operation(self: Counting, *arguments: object, **options: object) -> object:
        self._step(name)
        return plain(self, *arguments, **options)

    return operation


OPERATIONS = [
    name for name in vars(Files) if not name.startswith("_") and name not in ("write", "close")
]
for _name in OPERATIONS:
    setattr(Counting, _name, _counted(_name))


def _write(self: Counting, fd: int, data: bytes, start: int) -> None:
    """Half of the data goes first, so that a fault leaves a torn write."""
    half = len(data) // 2
    self._step("write")
    Files.write(self, fd, data[:half], start)
    self._step("write")
    Files.write(self, fd, data[half:], start + half)


Counting.write = _write  # type: ignore[method-assign]


def operations() -> int:
    """How many file operations the workload makes."""
    disk = Counting(lambda operation, k: None)
    with scratch() as path:
        workload(path, disk, lambda receipts: None)
    return disk.k


class scratch:  # noqa: N801 used as a block
    """A log directory to be, in memory where the machine has such a disk."""

    def __enter__(self) -> Path:
        shm = Path("/dev/shm")
        self._folder = TemporaryDirectory(dir=shm if os.access(shm, os.W_OK) else None)
        return Path(self._folder.name) / "log"

    def __exit__(self, *error: object) -> None:
        self._folder.cleanup()


def points(total: int, sample: int) -> Iterator[int]:
    step = 1 if FULL else max(1, total // sample)
    return iter(range(1, total + 1, step))


def test_the_workload_itself_is_sound() -> None:
    receipts: list[Receipt] = []
    with scratch() as path:
        workload(path, Files(), receipts.extend)
        check(path, receipts)
    assert len(receipts) == 530


def refusing(at: int, number: int, *, lasting: bool) -> Callable[[str, int], None]:
    def before(operation: str, k: int) -> None:
        if k == at or (lasting and k > at):
            if operation.startswith("sync"):
                raise LogPoisonedError("Writing to disk failed: injected")
            raise OSError(number, os.strerror(number))

    return before


@pytest.mark.slow
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "for good"])
def test_a_disk_that_refuses(number: int, lasting: bool) -> None:
    refused = 0
    for at in points(operations(), 24):
        receipts: list[Receipt] = []
        with scratch() as path:
            disk = Counting(refusing(at, number, lasting=lasting))
            try:
                workload(path, disk, receipts.extend)
            except AuditError:
                refused += 1
            check(path, receipts)
    assert refused


@pytest.mark.slow
def test_a_process_that_dies() -> None:
    for at in points(operations(), 40):
        with scratch() as path:
            receipts = receipts_of_killed(path, at)
            check(path, receipts, checkpoint_of(path))


def checkpoint_of(path: Path) -> bytes | None:
    try:
        return (path / "checkpoint").read_bytes()
    except FileNotFoundError:
        return None


def receipts_of_killed(path: Path, at: int) -> list[Receipt]:
    """Run the workload in a child that kills itself at operation `at`; what it was told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:

        def before(operation: str, k: int) -> None:
            if k == at:
                os.kill(os.getpid(), signal.SIGKILL)

        def acknowledge(receipts: list[Receipt]) -> None:
            lines = "".join(f"{json.dumps([r.log, r.index, r.leaf])}\n" for r in receipts)
            os.write(writing, lines.encode())

        workload(path, Counting(before), acknowledge)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as lines:
        told = [json.loads(line) for line in lines]
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child was to die"
    return [Receipt(log=log, index=index, leaf=leaf) for log, index, leaf in told]


# Power loss --------------------------------------------------------------------------------


@dataclass
class Inode:
    """A file's data: what the platter holds, and what was done since the last sync."""

    durable: bytes = b""
    live: bytes = b""
    pending: list[tuple[str, int, bytes]] = field(default_factory=list)

    def after_power_loss(self, chance: random.Random) -> bytes:
        """Some prefix of the unsynced operations, the next one torn or with holes in it."""
        kept = chance.randint(0, len(self.pending))
        data = self.durable
        for kind, at, written in self.pending[:kept]:
            data = data[:at] if kind == "truncate" else put(data, written, at)
        if kept < len(self.pending) and self.pending[kept][0] == "write":
            _, at, torn = self.pending[kept]
            torn = torn[: chance.randint(0, len(torn))]
            hole = chance.randint(0, len(torn)) if chance.random() < 0.5 else 0
            data = put(data, torn[hole:], at + hole)
        return data


def put(data: bytes, written: bytes, at: int) -> bytes:
    """`data` with `written` over it from `at` on; what lies between is zeroes."""
    data = data.ljust(at, b"\0")
    return data[:at] + written + data[at + len(written) :]


class PowerLoss(Exception):  # noqa: N818 an event
    """The machine went off."""


@dataclass(frozen=True)
class Change:
    """A change of a directory that is not on the platter yet."""

    kind: str
    name: Path
    target: Path
    inode: Inode | None

    def apply(self, names: dict[Path, Inode | None]) -> None:
        if self.kind == "rename":
            names.pop(self.name, None)
        if self.kind == "unlink":
            names.pop(self.name, None)
        else:
            names[self.target] = self.inode


class Volatile(Counting):
    """A disk with a cache: file contents and directory entries are lost unless synced.

    The model is what POSIX promises, not one file system's kindness: syncing a file says
    nothing about its name, syncing a directory nothing about contents. What reached the
    platter unasked is chance: a prefix of each file's writes, of each directory's changes.
    """

    def __init__(self, at: int) -> None:
        super().__init__(self._power)
        self.at = at
        self.live: dict[Path, Inode] = {}
        self.durable: dict[Path, Inode | None] = {}
        self.pending: list[Change] = []
        self.fds: dict[int, Inode] = {}

    def _power(self, operation: str, k: int) -> None:
        if k >= self.at:
            raise PowerLoss

    def mkdir(self, path: Path) -> None:
        super().mkdir(path)
        self.pending.append(Change("mkdir", path, path, None))

    def open(self, path: Path) -> int:
        fd = super().open(path)
        self.fds[fd] = self.live[path]
        return fd

    def create(self, path: Path, *, mode: int = 0o644) -> int:
        fd = super().create(path, mode=mode)
        if path not in self.live:
            self.live[path] = Inode()
            self.pending.append(Change("create", path, path, self.live[path]))
        inode = self.fds[fd] = self.live[path]
        inode.pending.append(("truncate", 0, b""))
        inode.live = b""
        return fd

    def write(self, fd: int, data: bytes, start: int) -> None:
        half = len(data) // 2
        for at, part in ((start, data[:half]), (start + half, data[half:])):
            self._step("write")
            Files.write(self, fd, part, at)
            self.fds[fd].pending.append(("write", at, part))
            self.fds[fd].live = put(self.fds[fd].live, part, at)

    def truncate(self, fd: int, size: int) -> None:
        super().truncate(fd, size)
        self.fds[fd].pending.append(("truncate", size, b""))
        self.fds[fd].live = self.fds[fd].live[:size]

    def sync(self, fd: int) -> None:
        self._step("sync")
        inode = self.fds[fd]
        inode.durable, inode.pending = inode.live, []

    def sync_dir(self, path: Path) -> None:
        self._step("sync_dir")
        for change in [change for change in self.pending if change.name.parent == path]:
            change.apply(self.durable)
            self.pending.remove(change)

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        self.live[new] = self.live.pop(old)
        self.pending.append(Change("rename", old, new, self.live[new]))

    def unlink(self, path: Path) -> None:
        super().unlink(path)
        if self.live.pop(path, None) is not None:
            self.pending.append(Change("unlink", path, path, None))

    def rmtree(self, path: Path) -> None:
        super().rmtree(path)
        for name in [name for name in self.live if name.is_relative_to(path)]:
            del self.live[name]
            self.pending.append(Change("unlink", name, name, None))

    def survives(self, chance: random.Random) -> dict[Path, bytes | None]:
        """What is found after the power is back: contents by path, None for a directory."""
        names = dict(self.durable)
        for folder in {change.name.parent for change in self.pending}:
            changes = [change for change in self.pending if change.name.parent == folder]
            for change in changes[: chance.randint(0, len(changes))]:
                change.apply(names)
        contents: dict[int, bytes] = {}
        for inode in filter(None, names.values()):
            contents.setdefault(id(inode), inode.after_power_loss(chance))
        return {name: inode and contents[id(inode)] for name, inode in names.items()}


def lay_out(found: dict[Path, bytes | None], old: Path, new: Path) -> None:
    """Write what survived of the log `old` into `new`; SQLite's files are taken as they are."""
    for name, data in sorted(found.items()):
        target = new / name.relative_to(old)
        if target.parent.is_dir() or name == old:
            target.mkdir(exist_ok=True) if data is None else target.write_bytes(data)
    for database in old.glob("private.sqlite*"):
        if new.is_dir():
            (new / database.name).write_bytes(database.read_bytes())


@pytest.mark.slow
def test_a_machine_that_loses_power() -> None:
    total = operations()
    for at in points(total, 60):
        for seed in range(8 if FULL else 2):
            receipts: list[Receipt] = []
            with scratch() as path:
                disk = Volatile(at)
                with suppress(PowerLoss):
                    workload(path, disk, receipts.extend)
                after = path.with_name("after")
                chance = random.Random(1000 * at + seed)  # noqa: S311 not for secrets
                lay_out(disk.survives(chance), path, after)
                check(after, receipts, checkpoint_of(path))


class Lying(Volatile):
    """A disk that says it has synced a file and has not."""

    def sync(self, fd: int) -> None:
        self._step("sync")


class Forgetful(Volatile):
    """A disk that says it has synced a directory and has not."""

    def sync_dir(self, path: Path) -> None:
        self._step("sync_dir")


@pytest.mark.parametrize("disk", [Lying, Forgetful])
def test_the_simulated_power_loss_would_show_a_missing_sync(disk: type[Volatile]) -> None:
    receipts: list[Receipt] = []
    with scratch() as path:
        cache = disk(operations() - 40)
        with suppress(PowerLoss):
            workload(path, cache, receipts.extend)
        after = path.with_name("after")
        lay_out(cache.survives(random.Random(1)), path, after)  # noqa: S311 not for secrets
        with pytest.raises((AssertionError, AuditError, IndexError, FileNotFoundError)):
            check(after, receipts, checkpoint_of(path))


def test_after_a_failed_sync_nothing_is_taken_until_the_log_is_opened_again() -> None:
    failing = False

    def before(operation: str, k: int) -> None:
        if failing and operation == "sync":
            raise LogPoisonedError("Writing to disk failed: injected")

    with scratch() as path:
        log = opened(path, Counting(before))
        log.append(record(0))
        failing = True
        with pytest.raises(LogPoisonedError):
            log.append(record(1))
        failing = False
        with pytest.raises(LogPoisonedError, match="open the log again"):
            log.append(record(2))
        log.close()
        with opened(path, Files()) as again:
            assert again.append(record(3)).index in (1, 2)
        assert verify(path).ok


def test_a_sync_that_the_system_refuses_is_a_poisoned_log(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    try:
        with pytest.raises(LogPoisonedError):
            Files().sync(writing)
    finally:
        os.close(reading)
        os.close(writing)


@pytest.mark.slow
def test_an_erasure_that_failed_anywhere_can_be_repeated() -> None:
    def prepared(path: Path) -> None:
        with AuditLog.open(path) as log:
            log.append_many([replace(record(i), subject="s", time=LONG_AGO) for i in range(3)])

    def erase(path: Path, files: Files) -> None:
        log = AuditLog(path, origin=None, keys=None, publish_every=3600, files=files)
        try:
            log.erase("s", basis="a law", approver="an officer")
        finally:
            with suppress(AuditError):
                log.close()

    with scratch() as path:
        prepared(path)
        counting = Counting(lambda operation, k: None)
        erase(path, counting)
    for at in points(counting.k, 16):
        with scratch() as path:
            prepared(path)
            with suppress(AuditError):
                erase(path, Counting(refusing(at, errno.EIO, lasting=False)))
            erase(path, Files())
            report = verify(path)
            assert report.ok, report
            with AuditLog.open(path) as log:
                assert [log.private(i) for i in range(3)] == [{}, {}, {}]
                with pytest.raises(AuditError, match="destroyed"):
                    log.append(replace(record(1), subject="s"))


LONG_AGO = "2020-01-01T00:00:00Z"
