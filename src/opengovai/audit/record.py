"""A record becomes a log entry: validated, sealed, canonical, encoded for the journal."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from opengovai.audit.canonical import encoded
from opengovai.audit.journal import encode_record
from opengovai.audit.merkle import leaf_hash
from opengovai.audit.private import seal
from opengovai.audit.schema import validated
from opengovai.audit.tiles import MAX_ENTRY
from opengovai.errors import AuditError
from opengovai.protocols import KeyStore
from opengovai.types import AuditRecord

SCHEMA = "opengovai/audit-record/1"
_LENGTH = struct.Struct(">H")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A record as the journal stores it, and its leaf hash (32 bytes)."""

    stored: bytes
    leaf: bytes


def encode(record: AuditRecord, keys: KeyStore) -> Encoded:
    """Validate and encode. Raises AuditError, or StorageError from the key store."""
    envelope = validated(record)
    texts = envelope.pop("private")
    envelope["specversion"], envelope["dataschema"] = "1.0", SCHEMA
    sealed = b""
    if texts:
        if not record.subject:
            raise AuditError("Private texts need a subject, under whose key they lie")
        envelope["commitments"], box = seal(keys.key(record.subject), record.id, texts)
        subject = record.subject.encode()
        sealed = _LENGTH.pack(len(subject)) + subject + box
    entry = encoded(envelope)
    if len(entry) > MAX_ENTRY:
        raise AuditError(
            f"The record has {len(entry)} bytes; a log entry holds {MAX_ENTRY}",
            where=record.id,
            remedy="Put long texts into `private`, which is stored beside the log.",
        )
    return Encoded(encode_record(entry, sealed), leaf_hash(entry))


def split_private(sealed: bytes) -> tuple[str, bytes]:
    """The subject and the encrypted part, as `encode` joined them."""
    length = _LENGTH.unpack_from(sealed)[0]
    return sealed[2 : 2 + length].decode(), sealed[2 + length :]
