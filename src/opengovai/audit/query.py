"""Reading a log as events: filters over records, and requests put together again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from opengovai.audit.reading import LogReader
from opengovai.audit.schema import check_stored
from opengovai.errors import InputError, LogDamagedError

Record = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """Which records are wanted; an empty field wants all.

    `since` and `until` are RFC 3339 times or dates (`until` is exclusive); `subject` is the
    pseudonym in the records; `reviewer` the officer of an oversight record.
    """

    since: str = ""
    until: str = ""
    status: str = ""
    subject: str = ""
    reviewer: str = ""

    def matches(self, record: Record) -> bool:
        """True if the record has every wanted property."""
        data = record["data"]
        return (
            (not self.since or moment(record["time"]) >= _bound(self.since))
            and (not self.until or moment(record["time"]) < _bound(self.until))
            and self.status in ("", data.get("status"))
            and self.subject in ("", record["subject"])
            and self.reviewer in ("", data.get("oversight", {}).get("reviewer"))
        )


def find(log: LogReader, wanted: Filter) -> Iterator[tuple[int, Record]]:
    """Index and record of every signed entry that matches, in order.

    Raises InputError for a time in `wanted` that is none, LogDamagedError for unreadable entries.
    """
    for bound in (wanted.since, wanted.until):
        if bound:
            moment(bound)
    for index, entry in log.entries():
        record = decoded(index, entry)
        if wanted.matches(record):
            yield index, record


def decoded(index: int, entry: bytes) -> Record:
    """The record in a stored entry, which may be anybody's. Raises LogDamagedError."""
    try:
        record = msgspec.json.decode(entry)
        check_stored(record)
        moment(record["time"])
    except (ValueError, RecursionError, InputError) as error:  # of JSON, of the schema, of the time
        raise LogDamagedError(
            "This entry is not a record that can be read",
            where=f"entry {index}",
            remedy="Run `opengovai audit verify` to see whether it is what was signed.",
        ) from error
    found: Record = record
    return found


def moment(text: str) -> datetime:
    """An RFC 3339 time or date, in UTC where it names no zone. Raises InputError."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"{text!r} is not a time", remedy="Write 2026-11-23 or 2026-11-23T12:00:00Z."
        ) from error


_bound = lru_cache(maxsize=8)(moment)


def note_phase(intents: dict[str, int], index: int, record: Record) -> None:
    """Keep in `intents` the index of each request of which no result has been seen yet: when all
    records have been, those during which the process died."""
    request, _, phase = record["id"].rpartition("/")
    if phase == "intent":
        intents[request] = index
    elif phase == "result":
        intents.pop(request, None)
