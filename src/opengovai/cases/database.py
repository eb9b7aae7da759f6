"""The case store's SQLite file: schema, migrations, transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from opengovai.errors import StorageError, StoreBusyError
from opengovai.protocols import KeyStore
from opengovai.wal import enter_wal

PATIENCE = 30.0
"""Seconds to wait for another process's transaction."""

MIGRATIONS = (
    """
    CREATE TABLE services (digest TEXT PRIMARY KEY, folder TEXT NOT NULL, body BLOB NOT NULL);
    CREATE TABLE cases (
        id TEXT PRIMARY KEY, intake TEXT NOT NULL UNIQUE, service TEXT NOT NULL,
        digest TEXT NOT NULL REFERENCES services(digest), state TEXT NOT NULL,
        received TEXT NOT NULL, due TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '',
        language TEXT NOT NULL DEFAULT '', queue TEXT NOT NULL DEFAULT '',
        confidence REAL NOT NULL DEFAULT 0, recommended TEXT NOT NULL DEFAULT '',
        findings TEXT NOT NULL DEFAULT '', assignee TEXT NOT NULL DEFAULT '',
        outcome TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
        decider TEXT NOT NULL DEFAULT '', blind INTEGER NOT NULL DEFAULT 0,
        subject TEXT NOT NULL DEFAULT '', duplicate TEXT NOT NULL DEFAULT '',
        hold TEXT NOT NULL DEFAULT '', closed TEXT NOT NULL DEFAULT '',
        lease_owner TEXT NOT NULL DEFAULT '', lease_until REAL NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0, name TEXT NOT NULL DEFAULT '',
        source BLOB, content BLOB
    );
    CREATE INDEX cases_by_state ON cases(state, queue, due);
    CREATE INDEX cases_by_subject ON cases(subject);
    CREATE INDEX cases_by_duplicate ON cases(service, duplicate);
    CREATE TABLE events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, case_id TEXT NOT NULL REFERENCES cases(id),
        time TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, trail TEXT NOT NULL,
        data TEXT NOT NULL
    );
    CREATE INDEX events_by_case ON events(case_id, seq);
    CREATE TRIGGER events_stay BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
    CREATE TRIGGER events_remain BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
    CREATE TABLE recorded (
        seq INTEGER PRIMARY KEY REFERENCES events(seq), log TEXT NOT NULL, entry INTEGER NOT NULL
    );
    CREATE TABLE outbox (
        key TEXT PRIMARY KEY, case_id TEXT NOT NULL UNIQUE REFERENCES cases(id),
        state TEXT NOT NULL, notice BLOB NOT NULL, lease_owner TEXT NOT NULL DEFAULT '',
        lease_until REAL NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0
    );
    """,
    """
    ALTER TABLE cases ADD COLUMN twice INTEGER NOT NULL DEFAULT 0;
    """,
)
"""Each is applied once, in order, in a transaction of its own. Never edit one that was released."""


class _Transaction:
    """Implements `opengovai.protocols.CaseTransaction`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Rows by column name."""
        return [dict(row) for row in self._connection.execute(statement, values)]

    def execute(self, statement: str, values: Sequence[Any] = ()) -> int:
        """How many rows it changed."""
        return self._connection.execute(statement, values).rowcount


class Database:
    """Implements `opengovai.protocols.CaseDatabase` in one file. One connection a thread;
    transactions take the writer's lock at once."""

    def __init__(self, path: Path, keys: KeyStore) -> None:
        self.keys = keys
        self._path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        with _errors(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.migrate()

    def migrate(self) -> int:
        """Bring the tables up to date, as opening does; their version. Raises StorageError."""
        connection = self._open()
        connection.execute("BEGIN IMMEDIATE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            connection.execute("ROLLBACK")
            raise StorageError(
                f"The case store has version {version}, this release knows {len(MIGRATIONS)}",
                where=str(self._path),
                remedy="Use the release that wrote it, or a newer one.",
            )
        for number in range(version, len(MIGRATIONS)):
            for statement in _statements(MIGRATIONS[number]):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
        return len(MIGRATIONS)

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Rows by column name, as they are committed. Raises StorageError."""
        with _errors(self._path):
            return _Transaction(self._open()).query(statement, values)

    @contextmanager
    def write(self) -> Iterator[_Transaction]:
        """A transaction: all of it is durable afterwards, or none. Raises StorageError."""
        with _errors(self._path):
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield _Transaction(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close every thread's connection."""
        for connection in self._all:
            connection.close()
        self._all.clear()

    def _open(self) -> sqlite3.Connection:
        """This thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = _connect(self._path)
            self._all.append(found)
        return found


def _statements(script: str) -> Iterator[str]:
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    enter_wal(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise StoreBusyError(
                "Another process holds the case store for too long",
                where=str(path),
                remedy="Try again; `opengovai case resume` takes up what is unfinished.",
            ) from error
        raise _unusable(error, path) from error
    except (sqlite3.Error, OSError) as error:
        raise _unusable(error, path) from error


def _unusable(error: Exception, path: Path) -> StorageError:
    return StorageError(
        f"The case store cannot be used: {error}",
        where=str(path),
        remedy="Check free space and permissions.",
    )
