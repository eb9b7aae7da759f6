"""Redacted texts: committed to in the leaf, stored encrypted beside the log, erasable.

The leaf carries, per field, HMAC-SHA256(salt, field || 0x00 || text). The random salt of the
record and its texts are encrypted together under the subject's key (AES-256-GCM), so that
without the key neither the text nor a guess at it can be checked against the log.
"""

from __future__ import annotations

import hmac
import os
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from opengovai.errors import StorageError, VerificationError

SALT_SIZE = 32
_NONCE_SIZE = 12


def commitment(salt: bytes, field: str, text: str) -> str:
    """The commitment to one field, 64 hex digits."""
    return hmac.digest(salt, f"{field}\x00{text}".encode(), "sha256").hex()


def seal(key: bytes, record_id: str, texts: Mapping[str, str]) -> tuple[dict[str, str], bytes]:
    """The commitments for the leaf, and the encrypted salt and texts for the store."""
    salt = os.urandom(SALT_SIZE)
    nonce = os.urandom(_NONCE_SIZE)
    box = AESGCM(key).encrypt(nonce, salt + orjson.dumps(texts), record_id.encode())
    return {field: commitment(salt, field, text) for field, text in texts.items()}, nonce + box


def unseal(
    key: bytes, record_id: str, sealed: bytes, commitments: Mapping[str, str]
) -> dict[str, str]:
    """The texts, checked against the leaf's commitments. Raises VerificationError."""
    try:
        opened = AESGCM(key).decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], record_id.encode())
    except (InvalidTag, ValueError) as error:
        raise VerificationError("A private part cannot be decrypted", where=record_id) from error
    salt, texts = opened[:SALT_SIZE], orjson.loads(opened[SALT_SIZE:])
    if {field: commitment(salt, field, text) for field, text in texts.items()} != commitments:
        raise VerificationError("A private part is not what the log committed to", where=record_id)
    return dict(texts)


class PrivateStore:
    """The encrypted parts by entry index, in an SQLite file; writes are durable on return."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            self._db = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, timeout=30
            )
            self._db.execute("PRAGMA journal_mode = DELETE")
            self._db.execute("PRAGMA synchronous = EXTRA")
            self._db.execute("PRAGMA secure_delete = ON")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS private (entry INTEGER PRIMARY KEY, "
                "subject TEXT NOT NULL, sealed BLOB NOT NULL) STRICT"
            )
            self._db.execute("CREATE INDEX IF NOT EXISTS by_subject ON private(subject)")
        except (sqlite3.Error, OSError) as error:
            raise self._failed(error) from error

    def put(self, rows: Iterable[tuple[int, str, bytes]]) -> None:
        """Store `(entry, subject, sealed)`; an entry that is there stays. Raises StorageError."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR IGNORE INTO private VALUES (?, ?, ?)", rows)
            self._db.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            if self._db.in_transaction:
                self._db.rollback()
            raise self._failed(error) from error

    def get(self, entry: int) -> bytes | None:
        """The sealed part of an entry, or None if it has none (any more)."""
        row = self._db.execute("SELECT sealed FROM private WHERE entry = ?", (entry,)).fetchone()
        return bytes(row[0]) if row else None

    def entries(self, subject: str) -> list[int]:
        """The entries of a subject that have a private part, in order."""
        rows = self._db.execute(
            "SELECT entry FROM private WHERE subject = ? ORDER BY 1", (subject,)
        )
        return [row[0] for row in rows]

    def erase(self, subject: str) -> int:
        """Overwrite and remove every sealed part of a subject; returns how many."""
        return self._db.execute("DELETE FROM private WHERE subject = ?", (subject,)).rowcount

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _failed(self, error: Exception) -> StorageError:
        return StorageError(f"The private texts cannot be used: {error}", where=str(self._path))
