"""Redacted texts: committed to in the leaf, stored encrypted beside the log, erasable.

The leaf carries, per field, HMAC-SHA256(salt, field || 0x00 || text). The random salt of the
record and its texts are encrypted together under the subject's key (AES-256-GCM), so that
without the key neither the text nor a guess at it can be checked against the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec.json import Decoder, Encoder

from opengovai.audit.database import connect, failing_as, truncate_wal
from opengovai.errors import AuditError, VerificationError

SALT_SIZE = 32
_NONCE_SIZE = 12
CHANCE_SIZE = SALT_SIZE + _NONCE_SIZE
"""Random bytes that `seal` needs for one record."""

_encode = Encoder().encode
_decode = Decoder(dict[str, str]).decode
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))
_INNER_REST, _OUTER_REST = b"\x36" * SALT_SIZE, b"\x5c" * SALT_SIZE


def commitments(salt: bytes, texts: Mapping[str, str]) -> dict[str, str]:
    """The commitment to each field, 64 hex digits.

    HMAC-SHA256 written out (RFC 2104): the two padded keys are made once for all fields, and
    the library's call costs twice as much as the hashing. Tested against `hmac`.
    """
    inner = salt.translate(_INNER) + _INNER_REST
    outer = salt.translate(_OUTER) + _OUTER_REST
    return {
        field: sha256(outer + sha256(inner + f"{field}\x00{text}".encode()).digest()).hexdigest()
        for field, text in texts.items()
    }


def seal(
    cipher: AESGCM, chance: bytes, record_id: str, texts: Mapping[str, str]
) -> tuple[dict[str, str], bytes]:
    """The commitments for the leaf, and the encrypted salt and texts for the store.

    `cipher` has the subject's key; `chance` is `CHANCE_SIZE` random bytes, used once. Raises
    AuditError for a text with lone surrogates, which no encoding can hold.
    """
    salt, nonce = chance[:SALT_SIZE], chance[SALT_SIZE:CHANCE_SIZE]
    try:
        plain = _encode(texts)
    except UnicodeEncodeError:  # it holds the text
        raise AuditError("A private text is not valid Unicode", where=record_id) from None
    box = cipher.encrypt(nonce, salt + plain, record_id.encode())
    return commitments(salt, texts), nonce + box


def private_head(subject: str) -> bytes:
    """What stands before each encrypted part in the journal: the subject behind its length."""
    name = subject.encode()
    return len(name).to_bytes(2, "big") + name


def split_private(sealed: bytes) -> tuple[str, bytes]:
    """The subject and the encrypted part, of what the journal holds."""
    end = 2 + int.from_bytes(sealed[:2], "big")
    return sealed[2:end].decode(), sealed[end:]


def unseal(
    key: bytes, record_id: str, sealed: bytes, committed: Mapping[str, str]
) -> dict[str, str]:
    """The texts, checked against the leaf's commitments. Raises VerificationError."""
    try:
        opened = AESGCM(key).decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], record_id.encode())
    except (InvalidTag, ValueError) as error:
        raise VerificationError("A private part cannot be decrypted", where=record_id) from error
    salt, texts = opened[:SALT_SIZE], _decode(opened[SALT_SIZE:])
    if commitments(salt, texts) != committed:
        raise VerificationError("A private part is not what the log committed to", where=record_id)
    return dict(texts)


_TABLE = """CREATE TABLE IF NOT EXISTS private (
    entry INTEGER PRIMARY KEY, subject TEXT NOT NULL, sealed BLOB NOT NULL) STRICT"""
_INSERT = "INSERT OR IGNORE INTO private VALUES (?, ?, ?)"
_ROWS = 256
"""Rows in one statement. `executemany` gives up the interpreter lock for each row and, beside
threads that append, waits long to have it back."""
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
            waiting = iter(rows)
            while some := list(islice(waiting, _ROWS)):
                self._db.execute(_INSERT + ", (?, ?, ?)" * (len(some) - 1), [*chain(*some)])
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
