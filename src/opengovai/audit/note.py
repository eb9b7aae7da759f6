"""Signed notes and Ed25519 keys in the text forms of c2sp.org/signed-note. No I/O."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from opengovai.errors import ConfigurationError, VerificationError

ED25519 = 1
MAX_SIGNATURES = 100
_DASH = "\u2014 "


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and an Ed25519 public key (32 bytes)."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The 4-byte key ID."""
        return key_id(self.name, ED25519, self.public)

    def __str__(self) -> str:
        return vkey(self.name, ED25519, self.public)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read a vkey line. Raises VerificationError."""
        return cls(*parse_vkey(text, ED25519))

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """True if `signature` (64 bytes) over `message` is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class Signer:
    """Signs notes under one name. The text form is Go's `PRIVATE+KEY+name+id+material`."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self._seed = seed
        self.key = VerifierKey(name, self._private.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, name: str) -> Signer:
        """A new random key. Raises ConfigurationError for a name that no note may carry."""
        if not valid_name(name):
            raise ConfigurationError(
                f"{name!r} cannot name a log",
                remedy="Use something like a URL without scheme: no spaces, no plus.",
            )
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> Signer:
        """Read the text form. Raises VerificationError; the message never holds the key."""
        parts = text.strip().split("+", 4)
        data = _unb64(parts[4]) if len(parts) == 5 else b""
        if parts[:2] != ["PRIVATE", "KEY"] or len(data) != 33 or data[0] != ED25519:
            raise VerificationError("This is not an Ed25519 signing key")
        signer = cls(parts[2], data[1:])
        if signer.key.id.hex() != parts[3]:
            raise VerificationError("The signing key's ID does not fit its name and key")
        return signer

    def secret(self) -> str:
        """The text form, one line."""
        material = _b64(bytes([ED25519]) + self._seed)
        return f"PRIVATE+KEY+{self.key.name}+{self.key.id.hex()}+{material}"

    def sign(self, text: str) -> str:
        """The signed note over `text`, which must end in a newline."""
        signature = self._private.sign(text.encode())
        return f"{text}\n{_DASH}{self.key.name} {_b64(self.key.id + signature)}\n"


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The first 4 bytes of SHA-256(name, newline, signature type, public key)."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def vkey(name: str, kind: int, public: bytes) -> str:
    """The text form of a public key: name, key ID, signature type and key."""
    return f"{name}+{key_id(name, kind, public).hex()}+{_b64(bytes([kind]) + public)}"


def parse_vkey(text: str, kind: int) -> tuple[str, bytes]:
    """Name and 32-byte Ed25519 public key of a vkey line of this signature type.

    Raises VerificationError.
    """
    name, _, rest = text.strip().partition("+")
    stated, _, material = rest.partition("+")
    data = _unb64(material)
    if not valid_name(name) or len(data) != 33 or data[0] != kind:
        raise VerificationError(
            f"This is not an Ed25519 verifier key of type {kind}", where=text.strip()[:80]
        )
    if key_id(name, kind, data[1:]).hex() != stated:
        raise VerificationError("The verifier key's ID does not fit its name and key", where=name)
    return name, data[1:]


def open_note(note: bytes, keys: Sequence[VerifierKey]) -> tuple[str, list[VerifierKey]]:
    """The text of a note and which of `keys` signed it, at least one.

    Unknown signatures are ignored; a bad one under a known key rejects the note.
    Raises VerificationError.
    """
    text, lines = _split(note)
    signed: list[VerifierKey] = []
    for line in lines:
        name, data = _signature_line(line)
        for key in keys:
            if key.name != name or key.id != data[:4] or key in signed:
                continue
            if not key.verifies(text.encode(), data[4:]):
                raise VerificationError(f"The signature of {name} does not verify")
            signed.append(key)
    if not signed:
        raise VerificationError("The note carries no signature of a known key")
    return text, signed


def _split(note: bytes) -> tuple[str, list[str]]:
    try:
        whole = note.decode()
    except UnicodeDecodeError as error:
        raise VerificationError("The note is not UTF-8") from error
    if any(char < " " and char != "\n" for char in whole):
        raise VerificationError("The note holds a control character")
    head, blank, tail = whole.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise VerificationError("The note has no signature block")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise VerificationError(f"The note has more than {MAX_SIGNATURES} signatures")
    return head + "\n", lines


def _signature_line(line: str) -> tuple[str, bytes]:
    name, _, material = line.removeprefix(_DASH).partition(" ")
    data = _unb64(material)
    if not line.startswith(_DASH) or not valid_name(name) or len(data) < 5:
        raise VerificationError("A signature line of the note is malformed")
    return name, data


def valid_name(name: str) -> bool:
    """True if a note may carry `name` as a key name."""
    return bool(name) and "+" not in name and not any(c.isspace() or c < " " for c in name)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unb64(text: str) -> bytes:
    """The bytes, or none at all for what is not canonical standard base64."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if _b64(data) == text else b""
