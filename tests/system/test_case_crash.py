"""A batch is killed again and again, in the sending step too: no case lost, doubled, sent twice."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from opengovai.audit import verify

HELPERS = Path(__file__).resolve().parents[1] / "unit"
CASES = 24
KILLS = 6

BATCH = """
import sys, time, random
from pathlib import Path
from case_parts import letter, opened
from opengovai.cases.folder_outbox import FolderOutbox
from opengovai.languages import identify
from opengovai.types import ReviewDecision

folder, count = Path(sys.argv[1]), int(sys.argv[2])

class Slow:
    '''A real outbox that gives the killer time on both sides of the delivery.'''
    def __init__(self):
        self.folder = FolderOutbox(folder / "outbox")
    def deliver(self, notice):
        with (folder / "calls").open("a") as calls:
            calls.write(notice.key + "\\n")
        time.sleep(random.random() * 0.01)
        place = self.folder.deliver(notice)
        time.sleep(random.random() * 0.01)
        return place

grant = ReviewDecision(officer="Akinyi", outcome="grant", reason="OLD_ENOUGH")
with opened(folder, outbox=Slow()) as work:
    # What is heavy is loaded on first use: before the killer starts counting.
    identify(work.redactor.redact("A first text.")[0], ("en", "sw"))
    print("open", flush=True)
    work.resume()
    for number in range(count):
        case = work.prepare(letter(number=24681000 + number), f"{number}.txt").case
        if work.store.row(case)["state"] == "open":
            work.conclude(case, grant)
        if work.store.row(case)["state"] == "decided":
            work.send(case, "Baraka")
    work.resume()
print("done", flush=True)
"""


def start(folder: Path, cases: int = CASES) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(HELPERS)}
    command = [sys.executable, "-c", BATCH, str(folder), str(cases)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


@pytest.mark.slow
def test_random_kills_lose_double_and_send_nothing_twice(tmp_path: Path) -> None:
    chance = random.Random(20261123)  # noqa: S311 not for secrets
    folder = tmp_path / "desk"
    killed = 0
    for _ in range(KILLS):
        batch = start(folder)
        assert batch.stdout is not None
        batch.stdout.readline()
        time.sleep(chance.random() * 0.25)
        os.kill(batch.pid, signal.SIGKILL)
        _, errors = batch.communicate()
        assert batch.returncode in {-signal.SIGKILL, 0}, errors
        killed += batch.returncode != 0
    assert killed >= KILLS // 2, "the batch was at work when it was killed"

    last = start(folder)
    out, errors = last.communicate(timeout=120)
    assert out.split() == ["open", "done"], errors

    store = sqlite3.connect(folder / "cases.sqlite")
    states = store.execute("SELECT state, COUNT(*) FROM cases GROUP BY state").fetchall()
    assert states == [("closed", CASES)], "none lost, none doubled"
    sends = store.execute("SELECT COUNT(*) FROM events WHERE kind = 'send'").fetchone()[0]
    assert sends == CASES
    unrecorded = store.execute(
        "SELECT COUNT(*) FROM events WHERE trail != '' AND seq NOT IN (SELECT seq FROM recorded)"
    ).fetchone()[0]
    assert unrecorded == 0, "the log has every change"
    store.close()

    letters = sorted(path.name for path in (folder / "outbox").glob("*.txt"))
    assert len(letters) == CASES, "each citizen got one letter"
    texts = [(folder / "outbox" / name).read_text() for name in letters]
    assert all(text.startswith("To: Zuhura Mwakasege\n") for text in texts), "whole"
    assert verify(folder / "audit").ok


@pytest.mark.slow
def test_two_processes_share_the_work_and_do_nothing_twice(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    batches = [start(folder), start(folder)]
    results = [batch.communicate(timeout=120) for batch in batches]
    store = sqlite3.connect(folder / "cases.sqlite")
    assert store.execute("SELECT COUNT(*) FROM cases").fetchone()[0] == CASES, results
    counts = store.execute(
        "SELECT MAX(n) FROM (SELECT COUNT(*) n FROM events GROUP BY case_id, kind)"
    ).fetchone()[0]
    store.close()
    assert counts == 1, "no step was done twice"
    assert len(list((folder / "outbox").glob("*.txt"))) <= CASES
