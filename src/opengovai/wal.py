"""Switching an SQLite file to its write-ahead log while other processes do the same."""

from __future__ import annotations

import sqlite3
import time


def enter_wal(connection: sqlite3.Connection, *, seconds: float = 30.0) -> None:
    """Switch to WAL. Where two connections switch a new file at once, SQLite answers "locked" to
    one of them without waiting (its busy handler is not asked, against deadlocks); so wait here.

    Raises sqlite3.OperationalError after `seconds`.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
