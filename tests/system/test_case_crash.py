"""A batch is killed again and again, in the sending step too: no case lost, doubled, sent twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from opengovai.audit import verify
from opengovai.audit.keys import SQLiteKeyStore
from opengovai.cases.database import Database
from opengovai.protocols import CaseDatabase

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

folder, count, dsn = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
database = None
if dsn:
    from opengovai.adapters.postgres.cases import PostgresCases
    database = PostgresCases(dsn)

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
with opened(folder, outbox=Slow(), database=database) as work:
    # What is heavy is loaded on first use: before the killer starts counting.
    identify(work.redactor.redact("A first text.")[0], ("en", "sw"))
    print("open", flush=True)
    work.resume()
    for number in range(count):
        case = work.prepare(letter(number=24681000 + number), f"{number}.txt").case
        if work.store.row(case)["state"] == "closed":
            continue
        if work.store.row(case)["state"] == "open":
            work.conclude(case, grant)
        if work.store.row(case)["state"] == "decided":
            work.send(case, "Baraka")
        print("case", flush=True)
    work.resume()
print("done", flush=True)
"""


def start(folder: Path, cases: int = CASES, dsn: str = "") -> subprocess.Popen[str]:
    """A batch on the desk in `folder`; its cases lie in PostgreSQL where a `dsn` is given."""
    paths = filter(None, [str(HELPERS), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-c", BATCH, str(folder), str(cases), dsn]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def killed_at_random(folder: Path, kills: int, *, cases: int, dsn: str = "", seed: int) -> int:
    """Kill a batch so often, then let one end; how many kills met it at work."""
    chance = random.Random(seed)  # noqa: S311 not for secrets
    killed = 0
    for _ in range(kills):
        batch = start(folder, cases, dsn)
        assert batch.stdout is not None
        batch.stdout.readline()
        time.sleep(chance.random() * 0.25)
        os.kill(batch.pid, signal.SIGKILL)
        _, errors = batch.communicate()
        assert batch.returncode in {-signal.SIGKILL, 0}, errors
        killed += batch.returncode != 0
    last = start(folder, cases, dsn)
    out, errors = last.communicate(timeout=120)
    assert out.split()[-1] == "done", errors
    return killed


def judge(folder: Path, database: CaseDatabase, *, cases: int) -> None:
    """No case lost or doubled, no step or letter twice, and the log has it all."""
    states = database.query("SELECT state, COUNT(*) AS n FROM cases GROUP BY state")
    assert states == [{"state": "closed", "n": cases}], "none lost, none doubled"
    twice = "SELECT case_id FROM events GROUP BY case_id, kind HAVING COUNT(*) > 1"
    assert database.query(twice) == []
    unrecorded = "SELECT seq FROM events WHERE seq NOT IN (SELECT seq FROM recorded)"
    assert database.query(unrecorded) == [], "the log has every change"
    letters = sorted(path.name for path in (folder / "outbox").glob("*.txt"))
    assert len(letters) == cases, "each citizen got one letter"
    texts = [(folder / "outbox" / name).read_text() for name in letters]
    assert all(text.startswith("To: Zuhura Mwakasege\n") for text in texts), "whole"
    assert verify(folder / "audit").ok


@pytest.mark.slow
def test_random_kills_lose_double_and_send_nothing_twice(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    killed = killed_at_random(folder, KILLS, cases=CASES, seed=20261123)
    assert killed >= KILLS // 2, "the batch was at work when it was killed"
    database = Database(folder / "cases.sqlite", SQLiteKeyStore(folder / "keys.sqlite"))
    judge(folder, database, cases=CASES)
    database.close()


@pytest.mark.slow
def test_two_processes_share_the_work_and_do_nothing_twice(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    results = [batch.communicate(timeout=120) for batch in [start(folder), start(folder)]]
    database = Database(folder / "cases.sqlite", SQLiteKeyStore(folder / "keys.sqlite"))
    assert database.query("SELECT COUNT(*) AS n FROM cases") == [{"n": CASES}], results
    twice = "SELECT case_id FROM events GROUP BY case_id, kind HAVING COUNT(*) > 1"
    assert database.query(twice) == [], "no step was done twice"
    assert len(list((folder / "outbox").glob("*.txt"))) <= CASES
    database.close()
