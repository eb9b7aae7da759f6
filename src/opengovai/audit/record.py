"""Records become log entries: validated, sealed, canonical, encoded for the journal."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from opengovai.audit.canonical import encoded
from opengovai.audit.journal import encode_record
from opengovai.audit.keys import SQLiteKeyStore
from opengovai.audit.merkle import leaf_hash
from opengovai.audit.private import CHANCE_SIZE, private_head, seal
from opengovai.audit.schema import validated
from opengovai.audit.tiles import MAX_ENTRY
from opengovai.errors import AuditError, StorageError
from opengovai.protocols import KeyStore
from opengovai.types import AuditRecord


class Encoded(Struct, frozen=True, gc=False):
    """A record as the journal stores it, and its leaf hash (32 bytes)."""

    stored: bytes
    leaf: bytes


class Encoder:
    """Encodes the records of one batch: what each subject needs, and their chance, is made once.

    Lives no longer than the batch, so that no key outlives its destruction by more than that.
    """

    def __init__(self, keys: KeyStore, batch: Sequence[AuditRecord]) -> None:
        self._keys = keys
        self._subjects: dict[str, tuple[AESGCM, bytes]] = {}
        self._chance, self._used = os.urandom(CHANCE_SIZE * len(batch)), 0
        if len(batch) > 1 and isinstance(keys, SQLiteKeyStore):
            keys.prepare({record.subject for record in batch if record.private})

    def encode(self, record: AuditRecord) -> Encoded:
        """Validate and encode one of the batch, once.

        Raises AuditError, or StorageError from the key store.
        """
        made, texts = validated(record)
        sealed = b""
        if texts:
            made.commitments, sealed = self._seal(record, texts)
        entry = encoded(made)
        if len(entry) > MAX_ENTRY:
            raise AuditError(
                f"The record has {len(entry)} bytes; a log entry holds {MAX_ENTRY}",
                where=record.id,
                remedy="Put long texts into `private`, which is stored beside the log.",
            )
        return Encoded(encode_record(entry, sealed), leaf_hash(entry))

    def _seal(self, record: AuditRecord, texts: Mapping[str, str]) -> tuple[dict[str, str], bytes]:
        subject = record.subject
        if not subject:
            raise AuditError("Private texts need a subject, under whose key they lie")
        known = self._subjects.get(subject)
        if known is None:
            known = AESGCM(self._keys.key(subject)), private_head(subject)
            self._subjects[subject] = known
        cipher, head = known
        start, self._used = self._used, self._used + CHANCE_SIZE
        committed, box = seal(cipher, self._chance[start : self._used], record.id, texts)
        return committed, head + box


def encode_all(records: Sequence[AuditRecord], keys: KeyStore) -> list[Encoded]:
    """Validate and encode. Raises what `Encoder.encode` raises for the first bad record."""
    encoder = Encoder(keys, records)
    return [encoder.encode(record) for record in records]


def encode_each(records: Sequence[AuditRecord], keys: KeyStore) -> list[Encoded | AuditError]:
    """Validate and encode what can be; an error in the place of what cannot."""
    try:
        return [*encode_all(records, keys)]
    except (AuditError, StorageError):  # one of them: which?
        encoder = Encoder(keys, records)
        return [_encoded_or_error(encoder, record) for record in records]


def _encoded_or_error(encoder: Encoder, record: AuditRecord) -> Encoded | AuditError:
    try:
        return encoder.encode(record)
    except AuditError as error:
        return error
    except StorageError as error:
        return AuditError(error.what, where=error.where, remedy=error.remedy)
