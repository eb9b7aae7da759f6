"""When a subject's texts may be erased, and the record of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from opengovai.audit.query import Record, decoded, moment
from opengovai.audit.schema import RETENTION_DAYS
from opengovai.types import JSON, AuditRecord

ERASURE = "org.opengovai.erasure"
HOLD = "org.opengovai.hold"
"""A record of this type puts its subject under legal hold, or lifts the hold (`legal_hold`)."""

_FAR = datetime(9900, 1, 1, tzinfo=UTC)
DEFAULT_RETENTION = "ai-act"


@dataclass(frozen=True, kw_only=True, slots=True)
class Erasure:
    """A wish to erase: whose texts, on which legal basis, approved by whom."""

    subject: str
    basis: str
    approver: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def record(self, phase: str, **facts: JSON) -> AuditRecord:
        """The intent or the result, for the log."""
        return AuditRecord(
            id=f"{self.id}/{phase}",
            source="opengovai/audit",
            type=ERASURE,
            time=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            subject=self.subject,
            phase=phase,
            data={"basis": self.basis, "approver": self.approver, **facts},
        )


def known(entries: Iterable[tuple[int, bytes]], subject: str) -> bool:
    """Whether any of the records is the subject's."""
    return any(True for _ in _records_of(entries, subject))


def obligation(entries: Iterable[tuple[int, bytes]], subject: str) -> str:
    """Why the subject's texts must be kept for now, in words; empty if nothing forbids erasure.

    `entries` are all of the log. A legal hold begins with any record of the subject that says
    `legal_hold: true`, and ends only with a later one of type `HOLD` that says false. A record
    without a retention class is kept like one of the class `DEFAULT_RETENTION`.
    """
    hold, kept, why = "", datetime.min.replace(tzinfo=UTC), ""
    for index, record, recorded in _records_of(entries, subject):
        data = record["data"]
        if data.get("legal_hold"):
            hold = f"entry {index} puts it under legal hold"
        elif record["type"] == HOLD and data.get("legal_hold") is False:
            hold = ""
        until = min(recorded, _FAR) + _retention(record)
        if record["type"] not in (ERASURE, HOLD) and until > kept:
            kept, why = until, f"entry {index} is kept until {until:%Y-%m-%d}"
    return hold or (why if kept > datetime.now(UTC) else "")


def _retention(record: Record) -> timedelta:
    return timedelta(days=RETENTION_DAYS[record["data"].get("retention", DEFAULT_RETENTION)])


def _records_of(
    entries: Iterable[tuple[int, bytes]], subject: str
) -> Iterator[tuple[int, Record, datetime]]:
    """Index and record of each of the subject's, and when it was recorded at the earliest.

    Machines whose clocks are behind write into a log as well. No record is older than one before
    it; what claims to come from the future says nothing about others.
    """
    now = datetime.now(UTC)
    latest = datetime.min.replace(tzinfo=UTC)
    for index, entry in entries:
        record = decoded(index, entry)
        time = moment(record["time"])
        if time <= now:
            latest = max(latest, time)
        if record["subject"] == subject:
            yield index, record, max(time, latest)
