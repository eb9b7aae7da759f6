"""Pseudonyms on disk: encrypted, one file a conversation, erased by destroying the key.

Format in `docs/spec/pseudonyms.md`: AES-256-GCM (NIST SP 800-38D), a random nonce for each write,
the conversation's digest as associated data, the key from a KeyStore under `vault/<digest>`.
"""

from __future__ import annotations

import json
import secrets
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from opengovai.durable import write_new, write_over
from opengovai.errors import StorageError, StoreDamagedError
from opengovai.protocols import KeyStore
from opengovai.redaction.vault import Pseudonyms

MAGIC = b"opengovai-vault-1\n"
_NONCE_BYTES = 12
_MARK = ".subject"
_DAY = 86_400.0
_TIDY_EVERY = 60.0
"""Seconds between two looks for vaults that nobody used for too long."""


class VaultFolder:
    """Keeps the pseudonyms of conversations in a folder. Thread-safe.

    File names are digests, so that no conversation's name stands on disk. An empty file beside a
    vault has the digest of the subject under whom it can be erased. A vault that was not
    written for `days` is removed; its key stays, so that the conversation may go on. None keeps
    vaults until they are erased.
    """

    def __init__(self, folder: Path, keys: KeyStore, *, days: float | None = None) -> None:
        self._folder = folder
        self._keys = keys
        self._days = days
        self._tidied = 0.0
        self._lock = Lock()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"The vault folder cannot be made: {error.strerror}", where=str(folder)
            ) from error

    def save(self, conversation: str, pseudonyms: Pseudonyms, *, subject: str = "") -> None:
        """Write the conversation's pseudonyms, whole or not at all. Raises StorageError."""
        digest = _digest(conversation)
        text = json.dumps({"nonce": pseudonyms.nonce, "values": pseudonyms.entries()})
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self._keys.key(f"vault/{digest}")).encrypt(
            nonce, text.encode(), MAGIC + digest.encode()
        )
        path = self._path(digest)
        with self._lock:
            try:
                if subject:  # first: what nobody could find would outlive the subject
                    self._belong(digest, _digest(subject))
                write_over(path, MAGIC + nonce + sealed)
                self._tidy()
            except OSError as error:
                raise StorageError(
                    f"The vault cannot be written: {error.strerror}", where=str(path)
                ) from error

    def _tidy(self) -> None:
        """Remove vaults past their days, at most once in a while."""
        now = time.time()
        if self._days is None or now - self._tidied < _TIDY_EVERY:
            return
        self._tidied = now
        for path in self._folder.glob("*.vault"):
            with suppress(FileNotFoundError):  # another process was faster
                if path.stat().st_mtime < now - self._days * _DAY:
                    path.unlink()

    def load(self, conversation: str) -> Pseudonyms | None:
        """The conversation's pseudonyms, None if none were saved.

        Raises StoreDamagedError if the file is not what was written, StorageError if it cannot
        be read or its key was destroyed.
        """
        digest = _digest(conversation)
        path = self._path(digest)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageError(
                f"The vault cannot be read: {error.strerror}", where=str(path)
            ) from error
        table = json.loads(_opened(data, self._keys.key(f"vault/{digest}"), digest, path))
        return Pseudonyms.rebuilt(table["nonce"], [(e, v) for e, v in table["values"]])

    def erase(self, conversation: str = "", *, subject: str = "") -> bool:
        """Destroy the key and the file of a conversation for good, and of all of a subject's; True
        if there were any. Raises StorageError."""
        digests = {_digest(conversation)} if conversation else set()
        if subject:
            marks = self._folder.glob(f"*.{_digest(subject)}{_MARK}")
            digests |= {mark.name.partition(".")[0] for mark in marks}
        erased = [self._erase(digest) for digest in digests]
        return any(erased)

    def _erase(self, digest: str) -> bool:
        destroyed = self._keys.destroy(f"vault/{digest}")
        try:
            with self._lock:
                existed = self._path(digest).exists()
                for path in self._folder.glob(f"{digest}.*"):
                    path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(
                f"The vault cannot be removed: {error.strerror}", where=str(self._path(digest))
            ) from error
        return destroyed or existed

    def _belong(self, digest: str, subject: str) -> None:
        mark = self._folder / f"{digest}.{subject}{_MARK}"
        if not mark.exists():
            write_new(mark, b"")

    def _path(self, digest: str) -> Path:
        return self._folder / f"{digest}.vault"


def _digest(conversation: str) -> str:
    return sha256(conversation.encode("utf-8", "surrogatepass")).hexdigest()


def _opened(data: bytes, key: bytes, digest: str, path: Path) -> bytes:
    begin = len(MAGIC) + _NONCE_BYTES
    magic, nonce = data[: len(MAGIC)], data[len(MAGIC) : begin]
    try:
        return AESGCM(key).decrypt(nonce, data[begin:], magic + digest.encode())
    except (InvalidTag, ValueError) as error:
        raise StoreDamagedError(
            "A vault is not what was written, or its key is another one",
            where=str(path),
            remedy="Restore the file or the key store from a backup, or erase the vault.",
        ) from error
