"""What a case holds of a person, encrypted under the case's own key: AES-256-GCM (NIST SP 800-38D).

Destroying the key (`KeyStore.destroy`) erases the case's content for good, in every backup too.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from opengovai.errors import StoreDamagedError
from opengovai.protocols import KeyStore

_NONCE = 12


class Seals:
    """Seals and opens content by case; hashes identities with a key, for finding them again."""

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys

    def seal(self, case: str, slot: str, content: bytes) -> bytes:
        """Encrypted; `slot` says which of the case's contents it is. Raises StorageError."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = AESGCM(self._keys.key(_name(case))).encrypt(nonce, content, _bound(case, slot))
        return nonce + sealed

    def open(self, case: str, slot: str, sealed: bytes) -> bytes:
        """Raises StoreDamagedError if it is not what was sealed there, StorageError if the key
        was destroyed."""
        key = self._keys.key(_name(case))
        try:
            return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(case, slot))
        except (InvalidTag, ValueError) as error:
            raise StoreDamagedError(
                "A case's content is not what was written, or its key is another one",
                where=case,
                remedy="Restore the case store and its keys from the same backup.",
            ) from error

    def seal_json(self, case: str, slot: str, content: Any) -> bytes:
        """The same for what JSON can hold."""
        return self.seal(case, slot, msgspec.json.encode(content))

    def open_json(self, case: str, slot: str, sealed: bytes) -> Any:
        """The same for what JSON can hold."""
        return msgspec.json.decode(self.open(case, slot, sealed))

    def destroy(self, case: str) -> bool:
        """Erase the case's content for good; True if there was a key."""
        return self._keys.destroy(_name(case))

    def digest(self, purpose: str, *values: str) -> str:
        """A keyed hash (HMAC-SHA-256) that finds the same values again and tells nothing else."""
        joined = b"\x00".join(value.encode("utf-8", "surrogatepass") for value in values)
        return hmac.new(self._keys.key(f"digest/{purpose}"), joined, sha256).hexdigest()


def _name(case: str) -> str:
    return f"case/{case}"


def _bound(case: str, slot: str) -> bytes:
    return f"opengovai-case-1\n{case}\n{slot}".encode()
