"""Random SIGKILLs over a batch that prepares, decides and sends; then nothing may be missing."""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from opengovai.audit import verify

TESTS = Path(__file__).resolve().parents[2] / "tests"


def run(arguments: argparse.Namespace) -> None:
    """Print where the kills fell and what is there afterwards; exits with 1 for any fault."""
    sys.path[:0] = [str(TESTS / "system"), str(TESTS / "unit")]
    from test_case_crash import start

    chance = random.Random(200)  # noqa: S311 not for secrets
    with tempfile.TemporaryDirectory() as name:
        folder, kills = Path(name), Counter[str]()
        while kills["all"] < arguments.kills:
            batch = start(folder, arguments.cases)
            assert batch.stdout is not None
            batch.stdout.readline()
            time.sleep(chance.random() * 0.4)
            os.kill(batch.pid, signal.SIGKILL)
            batch.communicate()
            if batch.returncode != -signal.SIGKILL:
                break
            kills["all"] += 1
            kills["while sending"] += _sending(folder)
        last = start(folder, arguments.cases)
        out, errors = last.communicate()
        if "done" not in out:
            raise SystemExit(errors)
        print(dict(kills))
        _judge(folder, arguments.cases)


def _sending(folder: Path) -> bool:
    """True where a delivery had begun and was not acknowledged when the process died."""
    store = sqlite3.connect(folder / "cases.sqlite")
    released = store.execute("SELECT COUNT(*) FROM outbox WHERE state = 'released'").fetchone()[0]
    store.close()
    return bool(released)


def _judge(folder: Path, cases: int) -> None:
    store = sqlite3.connect(folder / "cases.sqlite")
    states = dict(store.execute("SELECT state, COUNT(*) FROM cases GROUP BY state"))
    twice = store.execute(
        "SELECT COUNT(*) FROM (SELECT 1 FROM events GROUP BY case_id, kind HAVING COUNT(*) > 1)"
    ).fetchone()[0]
    store.close()
    letters = len(list((folder / "outbox").glob("*.txt")))
    calls = len((folder / "calls").read_text().splitlines())
    report = verify(folder / "audit")
    print(f"states {states}, steps done twice {twice}, letters {letters}, outbox calls {calls}")
    print(f"log: {report}")
    if states != {"closed": cases} or twice or letters != cases or not report.ok:
        raise SystemExit(1)
