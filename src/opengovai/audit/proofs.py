"""Proof files that stand alone: an entry, where it is, and who signed (c2sp.org/tlog-proof)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from opengovai.audit.checkpoint import Checkpoint, decimal, open_checkpoint
from opengovai.audit.merkle import HASH_SIZE, check_inclusion, leaf_hash
from opengovai.audit.note import VerifierKey
from opengovai.audit.reading import LogReader
from opengovai.errors import LogDamagedError, VerificationError

MAGIC = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Proof:
    """A parsed proof file. `extra` is the entry itself in the files that `prove` makes."""

    index: int
    path: tuple[bytes, ...]
    note: bytes
    extra: bytes = b""

    def text(self) -> str:
        """The proof file."""
        extra = [f"extra {base64.b64encode(self.extra).decode()}"] if self.extra else []
        hashes = [base64.b64encode(each).decode() for each in self.path]
        head = "\n".join([MAGIC, *extra, f"index {self.index}", *hashes])
        return f"{head}\n\n{self.note.decode()}"

    @classmethod
    def parse(cls, text: str) -> Proof:
        """Read a proof file. Raises VerificationError."""
        head, blank, note = text.partition("\n\n")
        lines = head.split("\n")
        if lines.pop(0) != MAGIC or not blank:
            raise VerificationError(f"This is not a proof file: it does not begin with {MAGIC}")
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = _bytes(lines.pop(0).removeprefix("extra "))
        if not lines or not lines[0].startswith("index "):
            raise VerificationError("The proof file has no index line")
        index = decimal(lines.pop(0).removeprefix("index "))
        path = tuple(_bytes(line) for line in lines)
        if any(len(each) != HASH_SIZE for each in path):
            raise VerificationError("The proof file holds something that is not a SHA-256 hash")
        return cls(index, path, note.encode(), extra)


@dataclass(frozen=True, slots=True)
class ProvenEntry:
    """What a proof proves: `entry` (canonical JSON) stands at `index` of the signed tree."""

    index: int
    entry: bytes
    checkpoint: Checkpoint


def prove(path: str | Path, index: int) -> str:
    """The `.tlog-proof` file of an entry; it holds the entry, so that it stands alone.

    Raises InputError if there is no such signed entry, LogDamagedError if the log's files do
    not yield a proof that holds.
    """
    log = LogReader(path)
    proof = Proof(index, tuple(log.inclusion(index)), log.note, log.entry(index))
    try:
        _check(proof, proof.extra, log.checkpoint)
    except VerificationError as error:
        raise LogDamagedError(error.what, where=f"entry {index}") from error
    return proof.text()


def verify_proof(proof: str, *, keys: Sequence[str], entry: bytes | None = None) -> ProvenEntry:
    """Check a proof file, offline. `keys` are the verifier keys (vkey lines) that one trusts.

    `entry` is needed where the file does not hold it. Raises VerificationError.
    """
    parsed = Proof.parse(proof)
    checkpoint = open_checkpoint(parsed.note, [VerifierKey.parse(key) for key in keys])
    proven = parsed.extra if entry is None else entry
    _check(parsed, proven, checkpoint)
    return ProvenEntry(parsed.index, proven, checkpoint)


def _check(proof: Proof, entry: bytes, checkpoint: Checkpoint) -> None:
    check_inclusion(leaf_hash(entry), proof.index, checkpoint.size, checkpoint.root, proof.path)


def _bytes(text: str) -> bytes:
    """Canonical base64 only: a proof has one text, so that two of them can be compared."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise VerificationError("A line of the proof file is not base64") from error
    if base64.b64encode(data).decode() != text:
        raise VerificationError("A line of the proof file is not canonical base64")
    return data
