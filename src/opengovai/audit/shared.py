"""A log that many machines write: records go into a shared journal, one publisher signs it.

The services append; each acknowledgement means that the journal has committed. The publisher, one
process with the signing key, turns the journal into the same tiles and checkpoints as a directory
log, so that `verify` and other people's tools read them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from opengovai.audit.commit import GroupCommit, own_copy
from opengovai.audit.creation import signer_of
from opengovai.audit.files import Files
from opengovai.audit.journal import Frame, decode_records, encode_record
from opengovai.audit.private import split_private
from opengovai.audit.publisher import Publisher
from opengovai.audit.record import Encoded, encode_all, encode_each
from opengovai.audit.submission import Outcome, Submissions, receipts, receipts_of
from opengovai.errors import AuditError, LogDamagedError, StorageError
from opengovai.protocols import Journal, KeyStore
from opengovai.types import AuditRecord, JournalEntry, Receipt

_FRAME = 256  # records handed to the publisher at once


class SharedLog:
    """`protocols.AuditSink` over a shared journal. Thread-safe and fork-safe where the journal is.

    `origin` is the name under which the publisher signs; it stands in the receipts.
    """

    def __init__(self, journal: Journal, keys: KeyStore, *, origin: str) -> None:
        self._journal, self._keys, self._origin = journal, keys, origin
        self._start()

    def append(self, record: AuditRecord) -> Receipt:
        """Record one event; returns once the journal has committed it. Raises AuditError."""
        return self.append_many((record,))[0]

    def append_many(self, records: Sequence[AuditRecord]) -> list[Receipt]:
        """Record events with consecutive indices, all or none. Raises AuditError."""
        if not records:
            return []
        try:
            encoded = encode_all(records, self._keys)
        except StorageError as error:
            raise AuditError(error.what, where=error.where, remedy=error.remedy) from error
        self._start_in_child()
        indices = self._commit([each.stored for each in encoded])
        return receipts(encoded, indices, self._origin)

    async def append_async(self, record: AuditRecord) -> Receipt:
        """`append` for coroutines; the event loop never waits for the database.

        What comes while a batch is being committed shares the next one. If the coroutine is
        cancelled, the record may be in the log.
        """
        self._start_in_child()
        return await self._submissions.submit(record)

    def close(self) -> None:
        """Close the journal and the key store, where they can be closed."""
        if self._pid == os.getpid():
            self._submissions.stop()
        for part in (self._journal, self._keys):
            if hasattr(part, "close"):
                part.close()

    def _start(self) -> None:
        self._pid = os.getpid()
        self._commit = GroupCommit(self._write)
        self._submissions = Submissions(self._append_each)

    def _start_in_child(self) -> None:
        """After fork: who waited or worked in the parent is not here."""
        if self._pid != os.getpid():
            self._start()

    def _append_each(self, records: Sequence[AuditRecord]) -> list[Outcome]:
        """Append what is valid of `records`; a receipt or an error for each."""
        try:
            outcomes = encode_each(records, self._keys)
            stored = [each.stored for each in outcomes if isinstance(each, Encoded)]
            indices = self._write(stored) if stored else ()
        except Exception as error:  # noqa: BLE001 whatever it was, each caller is told
            return [own_copy(error) for _ in records]
        return receipts_of(outcomes, indices, self._origin)

    def _write(self, stored: Sequence[bytes]) -> range:
        first = self._journal.append([_entry(record) for record in stored])
        return range(first, first + len(stored))


def publish_shared(journal: Journal, path: str | Path, *, origin: str) -> int:
    """Publish what the journal holds as a log in `path`; returns the size of the signed tree.

    The directory keeps the signing key and every tile that was ever signed. Raises LogDamagedError
    where the journal has become shorter than what was signed, AuditError where nothing can be
    written, ConfigurationError where the log there has another name.
    """
    folder, files = Path(path).absolute(), Files()
    publisher = Publisher(
        folder,
        _Source(journal),
        signer_of(folder, origin, files=files),
        _NoPrivate(),
        files=files,
    )
    try:
        publisher.recover()
        return publisher.publish()
    except OSError as error:
        raise AuditError(
            f"The log cannot be published: {error.strerror or error}", where=str(folder)
        ) from error
    finally:
        publisher.close()


class _Source:
    """A shared journal as the publisher reads a local one."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def rotate(self, *, spare: bool = False) -> int:
        return self._journal.size()

    def records(self, start: int, end: int) -> Iterator[Frame]:
        batch: list[bytes] = []
        for index, leaf in enumerate(self._journal.read(start, end), start):
            batch.append(encode_record(leaf, b""))
            if len(batch) == _FRAME or index == end - 1:
                yield _frame(index + 1 - len(batch), batch)
                batch = []

    def drop(self, published: int) -> None:
        if self._journal.size() < published:
            raise LogDamagedError(
                f"The journal is shorter than the {published} entries that were signed",
                where=f"entry {self._journal.size()}",
                remedy="Restore the database; do not let services write to it.",
            )

    def tidy(self) -> None:
        """The database does that itself."""


class _NoPrivate:
    def put(self, rows: Iterable[tuple[int, str, bytes]]) -> NoReturn:
        raise AssertionError("a shared journal hands out leaves only")


def _entry(record: bytes) -> JournalEntry:
    ((entry, sealed),) = decode_records(record)
    if not sealed:
        return JournalEntry(entry=entry)
    subject, box = split_private(sealed)
    return JournalEntry(entry=entry, subject=subject, sealed=box)


def _frame(start: int, batch: Sequence[bytes]) -> Frame:
    return Frame(0, 0, start, len(batch), b"".join(batch), seal=False)
