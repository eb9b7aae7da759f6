"""Subject keys in an SQLite file: destroying one is erasure.

The file must not be copied into the backups of the log: a key in a backup outlives its
destruction here (`docs/explanation/audit-log.md`).
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence, Set
from contextlib import AbstractContextManager
from pathlib import Path

from opengovai.audit.commit import GroupCommit
from opengovai.audit.database import connect, failing_as, truncate_wal
from opengovai.errors import StorageError

KEY_SIZE = 32
RECHECK = 0.05
"""Seconds for which a key in memory is used without looking whether it still exists."""
_TABLE = "CREATE TABLE IF NOT EXISTS subject (name TEXT PRIMARY KEY, key BLOB) STRICT"


class SQLiteKeyStore:
    """A `protocols.KeyStore` for the threads and processes of one machine; not fork-safe.

    Names are stored: they must be pseudonyms. A destroyed name stays, without its key, so that
    nobody makes a second key under it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mutex = threading.Lock()
        self._known: dict[str, bytes] = {}
        self._seen = -1
        self._fresh_until = 0.0
        self._make = GroupCommit(self._insert)
        with self._errors():
            self._db = connect(path, _TABLE)

    def key(self, name: str) -> bytes:
        """The 32-byte key of that name, made and durably stored on first use.

        Raises StorageError once it is destroyed (by another process: within `RECHECK` seconds),
        or if the store cannot be used.
        """
        if time.monotonic() < self._fresh_until and (known := self._known.get(name)):
            return known
        found = self._look_up(name)
        if found is None:
            self._make([name])
            found = self._look_up(name)
        if not found:
            raise StorageError("The key of this subject was destroyed", where=name)
        return found

    def prepare(self, names: Set[str]) -> None:
        """Make those keys that are missing, with one sync for all of them."""
        if missing := names - self._known.keys():
            self._make(list(missing))

    def destroy(self, name: str) -> bool:
        """Overwrite and remove the key for good; True if there was one. Raises StorageError."""
        with self._mutex, self._errors():
            self._known.pop(name, None)
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("INSERT OR IGNORE INTO subject(name) VALUES (?)", (name,))
            gone = self._db.execute(
                "UPDATE subject SET key = NULL WHERE name = ? AND key IS NOT NULL", (name,)
            ).rowcount
            self._db.execute("COMMIT")
            truncate_wal(self._db)
            return gone > 0

    def close(self) -> None:
        """Close the file and forget the keys in memory."""
        with self._mutex:
            self._known.clear()
            self._db.close()

    def _look_up(self, name: str) -> bytes | None:
        """The key, b"" for a destroyed one, None for a name that never had one."""
        with self._mutex, self._errors():
            # Another process may have destroyed a key that is remembered here.
            self._fresh_until = time.monotonic() + RECHECK
            seen = self._db.execute("PRAGMA data_version").fetchone()[0]
            if seen != self._seen:
                self._known.clear()
                self._seen = seen
            if name in self._known:
                return self._known[name]
            row = self._db.execute("SELECT key FROM subject WHERE name = ?", (name,)).fetchone()
            if row is None:
                return None
            return self._known.setdefault(name, row[0]) if row[0] else b""

    def _insert(self, names: Sequence[str]) -> Sequence[None]:
        """Make the missing keys of a batch; one transaction, one sync."""
        rows = [(name, os.urandom(KEY_SIZE)) for name in names]
        with self._mutex, self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR IGNORE INTO subject(name, key) VALUES (?, ?)", rows)
            self._db.execute("COMMIT")
        return [None] * len(names)

    def _errors(self) -> AbstractContextManager[None]:
        return failing_as("The key store", self._path, getattr(self, "_db", None))
