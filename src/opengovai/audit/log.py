"""The log that one opens and appends to."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from opengovai.audit.background import Background
from opengovai.audit.boundary import Boundary
from opengovai.audit.commit import GroupCommit, own_copy
from opengovai.audit.creation import signer_of
from opengovai.audit.erasure import Erasure, known, obligation
from opengovai.audit.files import REOPEN, Files
from opengovai.audit.interval import Interval
from opengovai.audit.keys import SQLiteKeyStore
from opengovai.audit.locks import refuse_network_disk
from opengovai.audit.private import PrivateStore, unseal
from opengovai.audit.publisher import Publisher
from opengovai.audit.reading import LogReader
from opengovai.audit.record import Encoded, encode_all, encode_each
from opengovai.audit.sequencer import Sequencer
from opengovai.audit.submission import Outcome, Submissions, receipts, receipts_of
from opengovai.errors import AuditError, InputError, LogPoisonedError, StorageError
from opengovai.protocols import KeyStore
from opengovai.types import AuditRecord, Receipt

PUBLISH_EVERY = 1.0
_REOPENING = threading.Lock()


class AuditLog:
    """An append-only log in a directory. Safe to use from threads and, after fork, in children;
    several processes may have the same log open.

    An acknowledged record is on disk. It is in the published files, under a signed checkpoint,
    after `close()` and at the latest `publish_every` seconds later while the process lives.
    """

    def __init__(
        self,
        path: Path,
        *,
        origin: str | None,
        keys: KeyStore | None,
        publish_every: float,
        files: Files,
    ) -> None:
        self.path = path
        self._files, self._publish_every = files, publish_every
        self._closed, self._poisoned = False, False
        self._errors = Boundary(path, self._poison)
        with self._errors:
            refuse_network_disk(path)
            self._signer = signer_of(path, origin, files=files)
            self.origin = self._signer.key.name
            self._given_keys = keys
            self._inherited: list[object] = []
            self._open_files()
            self._recover()

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        origin: str | None = None,
        keys: KeyStore | None = None,
        publish_every: float = PUBLISH_EVERY,
    ) -> AuditLog:
        """Open the log in `path`, or make it there with a new signing key.

        `origin` names the log in checkpoints and receipts; like a URL without scheme, such as
        `example.go.ke/assistant/log`. It is fixed when the log is made. `keys` holds the
        subject keys (default: `keys/subjects.sqlite` in the log). `publish_every` is in seconds.

        Raises AuditError if the directory cannot be written or lies on a network disk,
        LogDamagedError if anything below the last signed checkpoint is missing or changed,
        ConfigurationError if `origin` is not usable or not that of the log.
        """
        files = Files()
        return cls(
            Path(path).absolute(),
            origin=origin,
            keys=keys,
            publish_every=publish_every,
            files=files,
        )

    def append(self, record: AuditRecord) -> Receipt:
        """Record one event; returns once it is on durable storage. Raises AuditError."""
        with self._errors:
            self._ensure_usable()
            (outcome,) = self._one_by_one((record,))
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

    def append_many(self, records: Sequence[AuditRecord]) -> list[Receipt]:
        """Record events with consecutive indices, all or none. Raises AuditError.

        After LogPoisonedError the log takes no more records until it is opened again; whether
        the records of that call are in it, nobody knows.
        """
        with self._errors:
            self._ensure_usable()
            encoded = encode_all(records, self._keys)
            if not encoded:
                return []
            indices = self._commit([each.stored for each in encoded])
            self._interval.touch()
        return receipts(encoded, indices, self.origin)

    async def append_async(self, record: AuditRecord) -> Receipt:
        """`append` for coroutines; the event loop never waits for the disk.

        What comes while a batch is being written shares the next one, so a thousand requests in
        flight cost one thread. If the coroutine is cancelled, the record may be in the log.
        """
        with self._errors:
            self._ensure_usable()
            waiting = self._submissions.submit(record)
        return await waiting

    def publish(self) -> int:
        """Publish what is durable now, without waiting; returns the size of the signed tree."""
        with self._errors:
            self._ensure_usable()
            return self._publisher.publish()

    def private(self, index: int) -> dict[str, str]:
        """The private texts of a published entry, checked against its commitments.

        Empty once they are erased. Raises InputError if there is no such signed entry, AuditError
        if the texts cannot be read, VerificationError if they are not what was recorded.
        """
        with self._errors:
            self._ensure_usable()
            entry = msgspec.json.decode(LogReader(self.path).entry(index))
            sealed = self._private.get(index)
            if sealed is None:
                return {}
            key = self._keys.key(entry["subject"])
            return unseal(key, entry["id"], sealed, entry["commitments"])

    def erase(self, subject: str, *, basis: str, approver: str) -> Receipt:
        """Make the private texts of a subject unreadable for good; the log still verifies.

        Destroys the subject's key, then the encrypted texts, and records who approved it and on
        which legal basis. Nobody can record private texts under that subject afterwards. May be
        repeated after a crash. Raises InputError for a subject without a record, and while a
        legal hold or a retention period forbids it (that refusal is recorded), AuditError if it
        could not be done.
        """
        with self._errors:
            self._ensure_usable()
            self._publisher.publish()
            if not known(LogReader(self.path).entries(), subject):
                raise InputError(
                    "The log has no record of this subject, so nothing was erased",
                    where=subject,
                    remedy="Compare it with the subjects that `opengovai audit show` prints.",
                )
            event = Erasure(subject=subject, basis=basis, approver=approver)
            refusal = obligation(LogReader(self.path).entries(), subject)
            self.append(event.record("intent"))
            if refusal:
                self.append(event.record("result", status="refused", reason=refusal))
                raise InputError(
                    f"This subject must not be erased: {refusal}",
                    where=subject,
                    remedy="The refusal is recorded. Lift the hold, or wait.",
                )
            destroyed = self._keys.destroy(subject)
            self._publisher.publish()
            gone = self._private.erase(subject)
            receipt = self.append(
                event.record("result", status="erased", key_destroyed=destroyed, texts=gone)
            )
            self._publisher.publish()
            return receipt

    def close(self) -> None:
        """Publish and close. Closing twice is fine. Raises AuditError if publishing failed."""
        if self._closed:
            return
        self._closed = True
        if self._pid != os.getpid():
            return  # a forked child that never used the log: everything in it is the parent's
        self._submissions.stop()
        self._background.stop()
        self._interval.stop()
        with self._errors:
            try:
                if not self._poisoned:
                    self._publisher.publish()
            finally:
                self._close_files()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Appending -----------------------------------------------------------------------------

    def _append_each(self, records: Sequence[AuditRecord]) -> list[Outcome]:
        """Append what is valid of `records`; a receipt or an error for each."""
        try:
            with self._errors:
                outcomes = encode_each(records, self._keys)
                stored = [each.stored for each in outcomes if isinstance(each, Encoded)]
                indices = self._sequencer.append(stored) if stored else ()
                self._interval.touch()
        except Exception as error:  # noqa: BLE001 whatever it was, each caller is told
            return [own_copy(error) for _ in records]
        return receipts_of(outcomes, indices, self.origin)

    # Opening -------------------------------------------------------------------------------

    def _open_files(self) -> None:
        self._pid = os.getpid()
        self._keys = self._given_keys or SQLiteKeyStore(self.path / "keys" / "subjects.sqlite")
        self._sequencer = Sequencer(self.path / "journal", files=self._files)
        self._private = PrivateStore(self.path / "private.sqlite")
        self._publisher = Publisher(
            self.path, self._sequencer, self._signer, self._private, files=self._files
        )
        self._commit = GroupCommit(self._sequencer.append)
        # Single records are encoded by who writes the batch: a thousand threads that each did
        # it would wait for the interpreter lock most of the time.
        self._one_by_one = GroupCommit(self._append_each)
        self._background = Background(
            self.path,
            self._publisher,
            self._sequencer,
            seconds=self._publish_every,
        )
        self._interval = Interval(self._publish_every, self._publish_in_background)
        self._submissions = Submissions(self._append_each)

    def _recover(self) -> None:
        """Check what was signed, then publish what a crash left in the journal."""
        try:
            self._publisher.recover()
        except BaseException:
            self._close_files()
            raise

    def _close_files(self) -> None:
        self._publisher.close()
        self._sequencer.close()
        self._private.close()
        if self._keys is not self._given_keys and isinstance(self._keys, SQLiteKeyStore):
            self._keys.close()

    # Failing -------------------------------------------------------------------------------

    def _ensure_usable(self) -> None:
        if self._closed:
            raise AuditError("The log is closed", where=str(self.path), remedy="Open it again.")
        if self._poisoned:
            raise LogPoisonedError("An earlier write to disk failed", remedy=REOPEN)
        if self._pid != os.getpid():
            with _REOPENING:
                self._reopen_in_child()

    def _reopen_in_child(self) -> None:
        """After fork: own files and locks. The parent's are kept, untouched, and never closed."""
        if self._pid != os.getpid():
            self._inherited += [self._keys, self._private, self._sequencer, self._publisher]
            self._inherited += [self._submissions, self._background]
            self._open_files()

    def _publish_in_background(self) -> None:
        try:
            self._background.publish()
        except LogPoisonedError:
            self._poisoned = True
        except (OSError, StorageError, AuditError):
            # Records stay durable in the journal; the next turn or close() tries again.
            return

    def _poison(self) -> None:
        self._poisoned = True
