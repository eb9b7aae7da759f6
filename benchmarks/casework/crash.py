"""Random SIGKILLs over a batch that prepares, decides and sends; then nothing may be missing."""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from opengovai.audit import verify
from opengovai.audit.keys import SQLiteKeyStore
from opengovai.cases.database import Database
from opengovai.protocols import CaseDatabase

TESTS = Path(__file__).resolve().parents[2] / "tests"


def run(arguments: argparse.Namespace) -> None:
    """Print where the kills fell and what is there afterwards; exits with 1 for any fault."""
    sys.path[:0] = [str(TESTS / "system"), str(TESTS / "unit")]
    from test_case_crash import start

    chance = random.Random(200)  # noqa: S311 not for secrets
    with tempfile.TemporaryDirectory() as name, _tables(Path(name), arguments.postgres) as found:
        folder, kills = Path(name), Counter[str]()
        dsn, database = found
        while kills["all"] < arguments.kills:
            batch = start(folder, arguments.cases, dsn)
            assert batch.stdout is not None
            # However slow the machine: a few cases, then somewhere in the next ones.
            for _ in range(chance.randrange(1, 9)):
                batch.stdout.readline()
            time.sleep(chance.random() * 0.2)
            os.kill(batch.pid, signal.SIGKILL)
            batch.communicate()
            if batch.returncode != -signal.SIGKILL:
                break
            kills["all"] += 1
            # A delivery had begun and was not acknowledged when the process died.
            sending = "SELECT 1 FROM outbox WHERE state = 'released'"
            kills["while sending"] += bool(database.query(sending))
        last = start(folder, arguments.cases, dsn)
        out, errors = last.communicate()
        if "done" not in out:
            raise SystemExit(errors)
        print(dict(kills))
        _judge(folder, database, arguments.cases)


@contextmanager
def _tables(folder: Path, postgres: bool) -> Iterator[tuple[str, CaseDatabase]]:  # noqa: FBT001
    """The connection string, empty for SQLite, and the tables of the batch."""
    if not postgres:
        keys = SQLiteKeyStore(folder / "keys.sqlite")
        yield "", Database(folder / "cases.sqlite", keys)
        return
    from opengovai.adapters.postgres.cases import PostgresCases
    from opengovai.testing.postgres_server import postgres_server

    with postgres_server() as server:
        database = PostgresCases(server.dsn())
        database.migrate()
        yield server.dsn(), database
        database.close()


def _judge(folder: Path, database: CaseDatabase, cases: int) -> None:
    rows = database.query("SELECT state, COUNT(*) AS n FROM cases GROUP BY state")
    states = {row["state"]: row["n"] for row in rows}
    twice = "SELECT case_id FROM events GROUP BY case_id, kind HAVING COUNT(*) > 1"
    again = len(database.query(twice))
    lacking = "SELECT seq FROM events WHERE seq NOT IN (SELECT seq FROM recorded)"
    unrecorded = len(database.query(lacking))
    letters = len(list((folder / "outbox").glob("*.txt")))
    calls = len((folder / "calls").read_text().splitlines())
    report = verify(folder / "audit")
    print(f"states {states}, steps done twice {again}, letters {letters}, outbox calls {calls}")
    print(f"changes that the log lacks {unrecorded}; log: {report}")
    clean = states == {"closed": cases} and letters == cases and not again and not unrecorded
    if not clean or not report.ok:
        raise SystemExit(1)
