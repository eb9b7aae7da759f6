"""Redacted texts: committed to in the leaf, stored encrypted beside the log, erasable.

The leaf carries, per field, HMAC-SHA256(salt, field || 0x00 || text). The random salt of the
record and its texts are encrypted together under the subject's key (AES-256-GCM), so that
without the key neither the text nor a guess at it can be checked against the log.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from opengovai.audit.database import connect, failing_as, truncate_wal
from opengovai.errors import VerificationError

SALT_SIZE = 32
_NONCE_SIZE = 12


def commitment(salt: bytes, field: str, text: str) -> str:
    """The commitment to one field, 64 hex digits."""
    return hmac.digest(salt, f"{field}\x00{text}".encode(), "sha256").hex()


def seal(key: bytes, record_id: str, texts: Mapping[str, str]) -> tuple[dict[str, str], bytes]:
    """The commitments for the leaf, and the encrypted salt and texts for the store."""
    chance = os.urandom(SALT_SIZE + _NONCE_SIZE)
    salt, nonce = chance[:SALT_SIZE], chance[SALT_SIZE:]
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


_TABLE = """CREATE TABLE IF NOT EXISTS private (
    entry INTEGER PRIMARY KEY, subject TEXT NOT NULL, sealed BLOB NOT NULL) STRICT"""
_INDEX = "CREATE INDEX IF NOT EXISTS by_subject ON private(subject)"


class PrivateStore:
    """The encrypted parts by entry index, in an SQLite file; writes are durable on return.

    Every method raises StorageError if the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._errors():
            self._db = connect(path, _TABLE, _INDEX)

    def put(self, rows: Iterable[tuple[int, str, bytes]]) -> None:
        """Store `(entry, subject, sealed)`; an entry that is there stays."""
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR IGNORE INTO private VALUES (?, ?, ?)", rows)
            self._db.execute("COMMIT")

    def get(self, entry: int) -> bytes | None:
        """The sealed part of an entry, or None if it has none (any more)."""
        with self._errors():
            query = "SELECT sealed FROM private WHERE entry = ?"
            row = self._db.execute(query, (entry,)).fetchone()
            return bytes(row[0]) if row else None

    def erase(self, subject: str) -> int:
        """Overwrite and remove every sealed part of a subject; returns how many there were."""
        with self._errors():
            gone = self._db.execute("DELETE FROM private WHERE subject = ?", (subject,)).rowcount
            truncate_wal(self._db)
            return gone

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _errors(self) -> AbstractContextManager[None]:
        return failing_as("The private texts", self._path, getattr(self, "_db", None))
