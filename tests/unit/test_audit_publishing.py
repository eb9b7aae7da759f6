"""Publishing beside the appending: by another process under load, and after it went wrong."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from opengovai.audit import AuditLog, LogReader, verify
from opengovai.audit.background import MANY
from opengovai.audit.files import Files
from opengovai.errors import AuditError, LogPoisonedError
from opengovai.testing import sample_record

SAMPLES = [sample_record(i) for i in range(256)]


def load(log: AuditLog) -> int:
    """More records than this process would publish itself."""
    for _ in range(MANY // len(SAMPLES) + 1):
        last = log.append_many(SAMPLES)[-1].index
    return last + 1


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def published(log: AuditLog) -> int:
    return LogReader(log.path).size


def helper(log: AuditLog) -> int:
    process = log._background._process
    return process.pid if process else 0


def test_under_load_another_process_publishes(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path, publish_every=0.5) as log:
        size = load(log)
        eventually(lambda: helper(log) != 0)
        eventually(lambda: published(log) == size)
        size = log.append(SAMPLES[0]).index + 1
        eventually(lambda: published(log) == size)
        eventually(lambda: helper(log) == 0)  # there is no load any more
    assert verify(tmp_path).size == size
    assert verify(tmp_path).ok
    assert sorted(path.name for path in (tmp_path / "journal").iterdir()) == [
        f"{size:020d}",
        "lock",
    ]


def test_its_death_is_made_up_for(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path, publish_every=0.5) as log:
        size = load(log)
        eventually(lambda: helper(log) != 0)
        os.kill(helper(log), signal.SIGKILL)
        eventually(lambda: published(log) == size)
        assert log.append(SAMPLES[0]).index == size
    assert verify(tmp_path).ok


def test_it_ends_with_the_log(tmp_path: Path) -> None:
    log = AuditLog.open(tmp_path, publish_every=0.5)
    size = load(log)
    eventually(lambda: helper(log) != 0)
    pid = helper(log)
    log.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert verify(tmp_path).size == size


def test_a_program_that_is_not_python_publishes_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/usr/sbin/uwsgi")
    with AuditLog.open(tmp_path, publish_every=0.5) as log:
        size = load(log)
        eventually(lambda: published(log) == size)
        assert helper(log) == 0
    assert verify(tmp_path).ok


class Failing(Files):
    """A disk that is full for files of the tiles, from half of the `th` on."""

    def __init__(self) -> None:
        self.th, self.tiles = 0, set[int]()

    def create(self, path: Path, *, mode: int = 0o644) -> int:
        fd = super().create(path, mode=mode)
        if "tile" in path.parts:
            self.tiles.add(fd)
            self.th -= 1
        return fd

    def close(self, fd: int) -> None:
        super().close(fd)
        self.tiles.discard(fd)

    def write(self, fd: int, data: bytes, start: int) -> None:
        if fd in self.tiles and self.th == 0:
            super().write(fd, data[: len(data) // 2], start)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super().write(fd, data, start)


@pytest.mark.parametrize("th", [1, 2, 3])
@pytest.mark.parametrize("before", [0, 100, 300])
def test_what_a_failed_publication_left_is_not_taken_for_a_rewrite(
    tmp_path: Path, before: int, th: int
) -> None:
    disk = Failing()
    log = AuditLog(tmp_path, origin=None, keys=None, publish_every=3600, files=disk)
    for i in range(before):
        log.append(SAMPLES[i % 256])
        if i % 70 == 0:
            log.publish()
    disk.th = th
    log.append(SAMPLES[0])
    try:
        log.publish()
    except AuditError:
        assert disk.th == 0
    disk.th = 0
    disk.tiles.clear()
    log.append(SAMPLES[1])
    log.close()
    report = verify(tmp_path)
    assert report.ok, report
    assert report.size == before + 2


def test_partial_tiles_that_a_crash_left_behind_full_ones_go(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path, publish_every=3600) as log:
        log.append_many(SAMPLES[:100])
    kept = (tmp_path / "tile" / "0" / "000.p" / "100").read_bytes()
    with AuditLog.open(tmp_path, publish_every=3600) as log:
        log.append_many(SAMPLES[:200])
    assert not (tmp_path / "tile" / "0" / "000.p").exists()
    for level in ("0", "entries"):
        (tmp_path / "tile" / level / "000.p").mkdir()
    (tmp_path / "tile" / "0" / "000.p" / "100").write_bytes(kept)
    AuditLog.open(tmp_path).close()
    assert not list(tmp_path.glob("tile/*/000.p/100"))
    assert (tmp_path / "tile" / "0" / "001.p" / "44").exists()
    assert verify(tmp_path).ok


class Unsyncing(Files):
    """A disk whose sync fails for one file, of many that are synced together."""

    def __init__(self) -> None:
        self.fail_after = -1

    def sync(self, fd: int) -> None:
        self.fail_after -= 1
        if self.fail_after == 0:
            raise LogPoisonedError("Writing to disk failed: injected")
        super().sync(fd)


def test_nothing_is_signed_where_one_of_many_syncs_failed(tmp_path: Path) -> None:
    disk = Unsyncing()
    log = AuditLog(tmp_path, origin=None, keys=None, publish_every=3600, files=disk)
    load(log)
    disk.fail_after = 12
    with pytest.raises(LogPoisonedError):
        log.publish()
    assert published(log) == 0
    with pytest.raises(LogPoisonedError):
        log.append(SAMPLES[0])
    log.close()
    AuditLog.open(tmp_path).close()
    assert verify(tmp_path).ok
    assert verify(tmp_path).size >= MANY
