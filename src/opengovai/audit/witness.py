"""A witness: remembers the newest tree it saw of each log and cosigns only what extends it.

The decisions of c2sp.org/tlog-witness, `add-checkpoint`; `witness_server` puts them behind HTTP.
"""

from __future__ import annotations

import base64
import binascii
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from opengovai.audit.checkpoint import Checkpoint, decimal, open_checkpoint
from opengovai.audit.cosignature import Cosigner
from opengovai.audit.database import connect
from opengovai.audit.files import Files, replace_file
from opengovai.audit.merkle import EMPTY_ROOT, HASH_SIZE, check_consistency
from opengovai.audit.note import VerifierKey
from opengovai.errors import VerificationError

MAX_PROOF = 63
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS seen (
        origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL
    ) STRICT
"""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer: status, body, content type."""

    status: int
    body: str
    kind: str = "text/plain; charset=utf-8"


class _Refused(Exception):  # noqa: N818 an answer of the protocol
    def __init__(self, status: int, body: str, kind: str = "text/plain; charset=utf-8") -> None:
        self.reply = Reply(status, body, kind)
        super().__init__(body)


class Witness:
    """One witness's memory in `folder`, for the logs that sign with `logs`. Thread-safe; several
    processes may share the folder.

    The key is made on first use and stands in `folder`/witness.key. Raises ConfigurationError for
    a name that no note may carry.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        logs: Sequence[VerifierKey],
        clock: Callable[[], float] = time.time,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._logs, self._clock = logs, clock
        self._cosigner = Cosigner(name, _seed(folder / "witness.key"))
        self.key = self._cosigner.key
        self._mutex = threading.Lock()
        self._db = connect(folder / "seen.sqlite", _SCHEMA)

    def add_checkpoint(self, body: bytes) -> Reply:
        """Answer one submission; on success the new tree is remembered before it is cosigned."""
        try:
            old, proof, note = _parsed(body)
            checkpoint = self._trusted(note)
            with self._mutex:
                return self._advance(checkpoint, old, proof, note)
        except _Refused as refused:
            return refused.reply

    def checkpoint(self, origin_hash: str) -> Reply:
        """The newest cosigned checkpoint of the log whose origin has this SHA-256, in hex."""
        with self._mutex:
            rows = self._db.execute("SELECT origin, note FROM seen").fetchall()
        for origin, note in rows:
            if sha256(origin.encode()).hexdigest() == origin_hash:
                return Reply(200, note)
        return Reply(404, "no checkpoint of that log was cosigned here\n")

    def close(self) -> None:
        """Close the memory."""
        self._db.close()

    def _trusted(self, note: bytes) -> Checkpoint:
        origin = note.partition(b"\n")[0].decode("utf-8", "replace")
        keys = [key for key in self._logs if key.name == origin]
        if not keys:
            raise _Refused(404, "unknown log\n")
        try:
            return open_checkpoint(note, keys)
        except VerificationError as error:
            raise _Refused(403, f"{error.what}\n") from error

    def _advance(
        self, checkpoint: Checkpoint, old: int, proof: Sequence[bytes], note: bytes
    ) -> Reply:
        if old > checkpoint.size:
            raise _Refused(400, "the old size is larger than the checkpoint\n")
        self._db.execute("BEGIN IMMEDIATE")
        try:
            _require_consistent(checkpoint, old, self._seen(checkpoint.origin), proof)
            text = note.decode().rpartition("\n\n")[0] + "\n"
            line = self._cosigner.cosign(text, int(self._clock()))
            self._db.execute(
                "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)",
                (checkpoint.origin, checkpoint.size, checkpoint.root, note.decode() + line),
            )
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        return Reply(200, line)

    def _seen(self, origin: str) -> tuple[int, bytes]:
        row = self._db.execute("SELECT size, root FROM seen WHERE origin = ?", (origin,)).fetchone()
        return (row[0], bytes(row[1])) if row else (0, EMPTY_ROOT)


def _seed(path: Path) -> bytes:
    if not path.exists():
        replace_file(Files(), path, os.urandom(32), mode=0o600)
    return path.read_bytes()


def _parsed(body: bytes) -> tuple[int, list[bytes], bytes]:
    head, blank, note = body.partition(b"\n\n")
    first, *lines = head.decode("ascii", "replace").split("\n")
    if not blank or not first.startswith("old ") or len(lines) > MAX_PROOF:
        raise _Refused(400, "this is not an add-checkpoint request\n")
    try:
        old = decimal(first.removeprefix("old "))
        proof = [base64.b64decode(line, validate=True) for line in lines]
    except (VerificationError, binascii.Error, ValueError) as error:
        raise _Refused(400, "the old size or the proof cannot be read\n") from error
    if any(len(step) != HASH_SIZE for step in proof):
        raise _Refused(400, "a proof line is not a SHA-256 hash\n")
    return old, proof, note


def _require_consistent(
    checkpoint: Checkpoint, old: int, seen: tuple[int, bytes], proof: Sequence[bytes]
) -> None:
    """That every tree extends the empty one needs no proof; three of the public consistency vectors
    have size1 = 0 and are about this rule."""
    size, root = seen
    if old != size:
        raise _Refused(409, f"{size}\n", "text/x.tlog.size")
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise _Refused(422, "the empty tree has another root\n")
    if old == 0:
        if proof:
            raise _Refused(422, "a proof from the empty tree must be empty\n")
        return
    try:
        check_consistency(old, checkpoint.size, root, checkpoint.root, proof)
    except VerificationError as error:
        raise _Refused(422, f"{error.what}\n") from error
