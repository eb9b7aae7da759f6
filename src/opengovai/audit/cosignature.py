"""Ed25519 cosignatures of checkpoints (c2sp.org/tlog-cosignature, type 0x04). No I/O.

A cosignature says: as of this time, this is the largest tree of this log that I have seen, and it
extends all that I saw before.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from opengovai.audit.note import key_id, parse_vkey, valid_name, vkey
from opengovai.errors import ConfigurationError, VerificationError

COSIGNATURE = 4
_DASH = "\u2014 "
_SIZE = 4 + 8 + 64  # key ID, POSIX time, signature


@dataclass(frozen=True, slots=True)
class CosignerKey:
    """A witness's name and Ed25519 public key (32 bytes)."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The 4-byte key ID."""
        return key_id(self.name, COSIGNATURE, self.public)

    def __str__(self) -> str:
        return vkey(self.name, COSIGNATURE, self.public)

    @classmethod
    def parse(cls, text: str) -> CosignerKey:
        """Read a vkey line of type 0x04. Raises VerificationError."""
        return cls(*parse_vkey(text, COSIGNATURE))

    def cosigned_at(self, line: str, text: str) -> int | None:
        """The POSIX time of this witness's cosignature in a signature line over the note `text`;
        None for a line of somebody else. Raises VerificationError for one that does not verify."""
        name, _, material = line.removeprefix(_DASH).partition(" ")
        data = _decoded(material)
        if name != self.name or data[:4] != self.id:
            return None
        if len(data) != _SIZE:
            raise VerificationError(f"The cosignature of {name} is malformed")
        time = int.from_bytes(data[4:12], "big")
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(data[12:], _message(time, text))
        except InvalidSignature:
            raise VerificationError(f"The cosignature of {name} does not verify") from None
        return time


class Cosigner:
    """Cosigns under one name; `seed` is the Ed25519 private key, 32 bytes."""

    def __init__(self, name: str, seed: bytes) -> None:
        if not valid_name(name):
            raise ConfigurationError(
                f"{name!r} cannot name a witness",
                remedy="Use something like a URL without scheme: no spaces, no plus.",
            )
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = CosignerKey(name, self._private.public_key().public_bytes_raw())

    def cosign(self, text: str, time: int) -> str:
        """The signature line, with its newline, over a checkpoint's note text."""
        signature = self._private.sign(_message(time, text))
        data = self.key.id + time.to_bytes(8, "big") + signature
        return f"{_DASH}{self.key.name} {base64.b64encode(data).decode()}\n"


def cosigners_of(note: str, keys: Sequence[CosignerKey]) -> dict[str, int]:
    """Name and POSIX time of each of `keys` that cosigned the checkpoint note.

    Raises VerificationError for a cosignature under one of `keys` that does not verify.
    """
    head, _, lines = note.rpartition("\n\n")
    found: dict[str, int] = {}
    for line in lines.splitlines():
        for key in keys:
            time = key.cosigned_at(line, head + "\n")
            if time is not None:
                found[key.name] = time
    return found


def _message(time: int, text: str) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
