"""Checkpoints: origin, size and root of a log as note text (c2sp.org/tlog-checkpoint)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from opengovai.audit.merkle import EMPTY_ROOT, HASH_SIZE
from opengovai.audit.note import VerifierKey, open_note
from opengovai.errors import VerificationError


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: `size` entries under `root` (32 bytes) in the log `origin`."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The note text, three lines."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read note text; extension lines are ignored. Raises VerificationError."""
        lines = text.split("\n")
        if len(lines) < 4 or not all(lines[:-1]):
            raise VerificationError("The checkpoint has fewer than three lines")
        origin, size, root = lines[:3]
        return cls(origin, decimal(size), _root(root))


def empty(origin: str) -> Checkpoint:
    """The checkpoint of a log without entries."""
    return Checkpoint(origin, 0, EMPTY_ROOT)


def open_checkpoint(note: bytes, keys: Sequence[VerifierKey]) -> Checkpoint:
    """The checkpoint in a note that one of `keys` signed. Raises VerificationError.

    The key must carry the log's name: a key of another log does not speak for this one.
    """
    text, signed = open_note(note, keys)
    checkpoint = Checkpoint.parse(text)
    if all(key.name != checkpoint.origin for key in signed):
        raise VerificationError(f"The checkpoint of {checkpoint.origin} is signed by another log")
    return checkpoint


def unsigned(note: bytes) -> Checkpoint:
    """What a note says, whoever signed it. Raises VerificationError."""
    try:
        return Checkpoint.parse(note.decode().rpartition("\n\n")[0] + "\n")
    except UnicodeDecodeError as error:
        raise VerificationError("The note is not UTF-8") from error


def decimal(text: str) -> int:
    """A non-negative ASCII decimal without leading zeroes. Raises VerificationError."""
    plain = text.isascii() and text.isdigit() and len(text) < 20
    if not plain or (text[0] == "0" and text != "0"):
        raise VerificationError(f"{text[:40]!r} is not a tree size or index")
    return int(text)


def _root(text: str) -> bytes:
    try:
        root = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise VerificationError("The root hash is not base64") from error
    if len(root) != HASH_SIZE or base64.b64encode(root).decode() != text:
        raise VerificationError("The root hash is not 32 bytes in canonical base64")
    return root
