"""Subject keys in an SQLite file: destroying one is erasure.

The file must not be copied into the backups of the log: a key in a backup outlives its
destruction here. `docs/how-to/verify-a-log.md` says what to back up and what not.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from opengovai.errors import StorageError

KEY_SIZE = 32


class SQLiteKeyStore:
    """A `protocols.KeyStore` for threads and processes of one machine.

    Names are stored: they must be pseudonyms. A destroyed name stays, without its key, so that
    nobody makes a second key under it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mutex = threading.Lock()
        self._known: dict[str, bytes] = {}
        self._seen = -1
        self._pid = -1
        self._db: sqlite3.Connection | None = None

    def key(self, name: str) -> bytes:
        """The 32-byte key of that name, made and stored on first use.

        Raises StorageError once it is destroyed, or if the store cannot be used.
        """
        with self._connection() as db:
            self._forget_if_changed(db)
            if name not in self._known:
                self._known[name] = self._load_or_make(db, name)
            return self._known[name]

    def destroy(self, name: str) -> bool:
        """Overwrite and remove the key for good; True if there was one."""
        with self._connection() as db:
            self._known.pop(name, None)
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT OR IGNORE INTO subject(name) VALUES (?)", (name,))
            gone = db.execute(
                "UPDATE subject SET key = NULL WHERE name = ? AND key IS NOT NULL", (name,)
            )
            db.execute("COMMIT")
            return gone.rowcount > 0

    def destroyed(self, name: str) -> bool:
        """True once `destroy` was called for the name."""
        with self._connection() as db:
            row = db.execute("SELECT key FROM subject WHERE name = ?", (name,)).fetchone()
            return row is not None and row[0] is None

    def close(self) -> None:
        """Close the file and forget the keys in memory."""
        with self._mutex:
            self._known.clear()
            if self._db is not None and self._pid == os.getpid():
                self._db.close()
            self._db = None

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._mutex:
            try:
                if self._db is None or self._pid != os.getpid():
                    self._db = self._connect()
                yield self._db
            except (sqlite3.Error, OSError) as error:
                self._roll_back()
                raise StorageError(
                    f"The key store cannot be used: {error}", where=str(self._path)
                ) from error

    def _roll_back(self) -> None:
        if self._db is not None and self._db.in_transaction:
            self._db.rollback()

    def _connect(self) -> sqlite3.Connection:
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=30)
        # A rollback journal is removed at each commit; a write-ahead log would keep old pages.
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA synchronous = EXTRA")
        db.execute("PRAGMA secure_delete = ON")
        db.execute("CREATE TABLE IF NOT EXISTS subject (name TEXT PRIMARY KEY, key BLOB) STRICT")
        self._known.clear()
        self._pid, self._seen = os.getpid(), -1
        return db

    def _forget_if_changed(self, db: sqlite3.Connection) -> None:
        """Another process may have destroyed a key that is remembered here."""
        seen = db.execute("PRAGMA data_version").fetchone()[0]
        if seen != self._seen:
            self._known.clear()
            self._seen = seen

    def _load_or_make(self, db: sqlite3.Connection, name: str) -> bytes:
        found = db.execute("SELECT key FROM subject WHERE name = ?", (name,)).fetchone()
        if found is None:
            db.execute(
                "INSERT OR IGNORE INTO subject(name, key) VALUES (?, ?)",
                (name, os.urandom(KEY_SIZE)),
            )
            found = db.execute("SELECT key FROM subject WHERE name = ?", (name,)).fetchone()
        if found[0] is None:
            raise StorageError("The key of this subject was destroyed", where=name)
        return bytes(found[0])
