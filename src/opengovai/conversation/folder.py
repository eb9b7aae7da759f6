"""Conversations on disk, so that the next process knows them: encrypted, bounded, erasable.

One file a conversation: `MAGIC`, 12 random bytes, then AES-256-GCM (NIST SP 800-38D) of its turns
in JSON, with the file's name as associated data. Names are keyed digests (HMAC-SHA256) of the
conversation and of the subject, so that neither stands on disk. The key lies in a file of its own:
keep it elsewhere (`key_path`) and no copy of the folder can be read.
"""

from __future__ import annotations

import hmac
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from opengovai.durable import write_new, write_over
from opengovai.errors import StorageError, StoreDamagedError
from opengovai.types import Status, Turn

MAGIC = b"opengovai-conversation-1\n"
_NONCE_BYTES = 12
_KEY_BYTES = 32
_SUFFIX = ".turns"


class MemoryFolder:
    """Implements `opengovai.protocols.ConversationMemory` for the processes of one machine.

    Keeps the latest `turns` of each conversation, for `seconds` after its last use, and at most
    `most` conversations. Raises StorageError where the folder or the key cannot be used.
    """

    def __init__(
        self,
        folder: Path,
        *,
        key_path: Path | None = None,
        turns: int = 10,
        seconds: float = 3600.0,
        most: int = 10_000,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder, self._turns, self._seconds, self._most = folder, turns, seconds, most
        self._clock = clock
        with _failing(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._key = _key(key_path or folder / "key")
        self._cipher = AESGCM(self._key)

    def recall(self, conversation: str) -> Sequence[Turn]:
        """The latest turns, oldest first. Raises StoreDamagedError for a file that was altered."""
        with _failing(self._folder):
            path = self._find(conversation)
            if path is None or self._expired(path):
                return ()
            return self._read(path)

    def keep(self, conversation: str, turn: Turn, *, subject: str = "") -> None:
        """Add a turn durably, put the expiry off, and drop what is expired or too much."""
        with _failing(self._folder), self._locked():
            old = self._find(conversation)
            before = () if old is None or self._expired(old) else self._read(old)
            named = self._name("subject", subject) if subject else _subject(old)
            path = self._folder / f"{self._name('conversation', conversation)}.{named}{_SUFFIX}"
            self._write(path, (*before, turn)[-self._turns :])
            if old is not None and old != path:
                old.unlink(missing_ok=True)
            self._tidy()

    def forget(self, *, conversation: str = "", subject: str = "") -> int:
        """Delete the files of a conversation, and of all of a person's; how many there were."""
        with _failing(self._folder), self._locked():
            gone = {self._find(conversation)} - {None} if conversation else set()
            if subject:
                gone |= set(self._folder.glob(f"*.{self._name('subject', subject)}{_SUFFIX}"))
            for path in filter(None, gone):
                path.unlink(missing_ok=True)
            return len(gone)

    def _find(self, conversation: str) -> Path | None:
        return next(self._folder.glob(f"{self._name('conversation', conversation)}.*"), None)

    def _name(self, kind: str, value: str) -> str:
        text = f"{kind}\x00{value}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, text, sha256).hexdigest()[:32]

    def _expired(self, path: Path) -> bool:
        return path.stat().st_mtime < self._clock() - self._seconds

    def _read(self, path: Path) -> tuple[Turn, ...]:
        data = path.read_bytes()
        begin = len(MAGIC) + _NONCE_BYTES
        nonce = data[len(MAGIC) : begin]
        try:
            opened = self._cipher.decrypt(nonce, data[begin:], data[: len(MAGIC)] + _bound(path))
        except (InvalidTag, ValueError) as error:
            raise StoreDamagedError(
                "A conversation is not what was written, or the key is another one",
                where=str(path),
                remedy="Delete the file: the conversation is lost, nothing else.",
            ) from error
        return tuple(_turn(row) for row in msgspec.json.decode(opened))

    def _write(self, path: Path, turns: Sequence[Turn]) -> None:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        plain = msgspec.json.encode([asdict(turn) for turn in turns])
        sealed = self._cipher.encrypt(nonce, plain, MAGIC + _bound(path))
        write_over(path, MAGIC + nonce + sealed, modified=self._clock())

    def _tidy(self) -> None:
        found = sorted(self._folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime)
        surplus = max(0, len(found) - self._most)
        for number, path in enumerate(found):
            if number >= surplus and not self._expired(path):
                break
            path.unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        import fcntl

        descriptor = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _subject(path: Path | None) -> str:
    """The subject's digest in a file's name; nobody's where it has none."""
    return path.name.split(".")[1] if path is not None else "nobody"


def _bound(path: Path) -> bytes:
    return path.name.encode()


def _turn(row: dict[str, Any]) -> Turn:
    """Fields that a newer release added are passed over."""
    known = {name: row[name] for name in (field.name for field in fields(Turn)) if name in row}
    status, lists = Status(known.pop("status")), ("documents", "options")
    return Turn(**{**known, **{name: tuple(row.get(name, ())) for name in lists}, "status": status})


def _key(path: Path) -> bytes:
    write_new(path, secrets.token_bytes(_KEY_BYTES))
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        raise StorageError(
            f"The key of the conversations has {len(key)} bytes, not {_KEY_BYTES}",
            where=str(path),
            remedy="Restore it, or delete it with the conversations' folder.",
        )
    return key


@contextmanager
def _failing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"The conversations cannot be used: {error.strerror}",
            where=str(folder),
            remedy="Check free space and permissions.",
        ) from error
