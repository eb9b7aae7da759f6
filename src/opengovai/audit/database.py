"""SQLite as the log uses it: durable at each commit, and forgetting what is deleted."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from opengovai.errors import StorageError
from opengovai.wal import enter_wal

_PATIENCE = 30.0


def connect(path: Path, *schema: str) -> sqlite3.Connection:
    """Open `path` (made for its owner only) in autocommit mode. Raises sqlite3.Error, OSError."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=_PATIENCE)
    try:
        enter_wal(db)
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")
        for statement in schema:
            db.execute(statement)
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def failing_as(what: str, path: Path, db: sqlite3.Connection | None) -> Iterator[None]:
    """A block whose sqlite3.Error or OSError leaves it as StorageError, with `db` rolled back."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if db is not None and db.in_transaction:
            db.rollback()
        raise StorageError(f"{what} cannot be used: {error}", where=str(path)) from error


def truncate_wal(db: sqlite3.Connection) -> None:
    """Empty the write-ahead log, which still holds old pages; waits for readers to be gone.

    Raises sqlite3.OperationalError if they are not gone in time.
    """
    deadline = time.monotonic() + _PATIENCE
    while db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        if time.monotonic() > deadline:
            raise sqlite3.OperationalError("another process keeps old pages in use")
        time.sleep(0.01)
