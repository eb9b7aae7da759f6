"""When a subject's texts may be erased, and the record of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from opengovai.audit.schema import RETENTION_DAYS
from opengovai.types import JSON, AuditRecord

ERASURE = "org.opengovai.erasure"
HOLD = "org.opengovai.hold"
"""A record of this type puts its subject under legal hold, or lifts the hold (`legal_hold`)."""

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
    for index, record in _records_of(entries, subject):
        data = record["data"]
        if data.get("legal_hold"):
            hold = f"entry {index} puts it under legal hold"
        elif record["type"] == HOLD and data.get("legal_hold") is False:
            hold = ""
        until = _kept_until(record)
        if record["type"] not in (ERASURE, HOLD) and until > kept:
            kept, why = until, f"entry {index} is kept until {until:%Y-%m-%d}"
    return hold or (why if kept > datetime.now(UTC) else "")


def _kept_until(record: dict[str, Any]) -> datetime:
    retention = record["data"].get("retention", DEFAULT_RETENTION)
    return datetime.fromisoformat(record["time"]) + timedelta(days=RETENTION_DAYS[retention])


def _records_of(
    entries: Iterable[tuple[int, bytes]], subject: str
) -> Iterator[tuple[int, dict[str, Any]]]:
    needle = orjson.dumps(subject)
    for index, entry in entries:
        if needle in entry:
            record = orjson.loads(entry)
            if record["subject"] == subject:
                yield index, record
