"""Cases, their events and their letters, durable: what was acknowledged survives a crash.

A state changes only together with its event, and only from the state it was expected in.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from opengovai.cases.leases import free_for, this_worker
from opengovai.cases.sealing import Seals
from opengovai.cases.states import RECEIVED
from opengovai.errors import CaseStateError, InputError
from opengovai.protocols import CaseDatabase, CaseTransaction
from opengovai.types import JSON, Receipt

Row = Mapping[str, Any]

ATTEMPTS = 10
"""How often a case is taken up before it goes to a person unread."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that happened to a case; `data` without personal data, `trail` the id under which
    the log has it."""

    kind: str
    actor: str
    trail: str
    data: Mapping[str, JSON]


class CaseStore:
    """Cases in a `protocols.CaseDatabase`, their content sealed. Safe from threads and processes,
    where the database is."""

    def __init__(self, database: CaseDatabase) -> None:
        self.database = database
        self.seals = Seals(database.keys)

    # Intake --------------------------------------------------------------------------------

    def register(self, digest: str, folder: str, body: bytes) -> None:
        """Keep a service's file, so that a case is always judged by the version it came under."""
        if self.database.query("SELECT 1 FROM services WHERE digest = ?", (digest,)):
            return
        with self.database.write() as now:
            now.execute(
                "INSERT INTO services VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (digest, folder, body),
            )

    def service(self, digest: str) -> tuple[str, bytes]:
        """Folder and file of a registered service."""
        statement = "SELECT folder, body FROM services WHERE digest = ?"
        (row,) = self.database.query(statement, (digest,))
        return row["folder"], bytes(row["body"])

    def known(self, intake: str) -> str:
        """The case with this intake; "" where there is none."""
        rows = self.database.query("SELECT id FROM cases WHERE intake = ?", (intake,))
        return str(rows[0]["id"]) if rows else ""

    def receive(
        self,
        intake: str,
        *,
        case: str,
        service: str,
        digest: str,
        name: str,
        data: bytes,
        event: Event,
        worker: str = "",
        seconds: float = 0.0,
    ) -> int:
        """Durably take in a file as a new case, leased to a worker at once; the number of its first
        event.

        0 where the same `intake` (a keyed hash) came in before: then nothing was stored.
        """
        sealed = self.seals.seal(case, "source", data)
        title = self.seals.seal(case, "name", name.encode("utf-8", "replace")).hex()
        lease = (worker, time.time() + seconds if worker else 0.0, int(bool(worker)))
        with self.database.write() as now:
            added = now.execute(
                "INSERT INTO cases (id, intake, service, digest, state, received, name, source,"
                " lease_owner, lease_until, attempts)"
                " VALUES (?, ?, ?, ?, 'received', ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (case, intake, service, digest, _now(), title, sealed, *lease),
            )
            return _note(now, case, event) if added else 0

    def source(self, case: str) -> tuple[str, bytes]:
        """Name and bytes of the file that came in."""
        row = self.row(case)
        name = self.seals.open(case, "name", bytes.fromhex(row["name"])).decode()
        return name, self.seals.open(case, "source", row["source"])

    def claim(self, case: str, worker: str, *, seconds: float) -> int:
        """Lease a received case to a worker; the number of attempts, 0 if another has it."""
        row = self.row(case)
        if row["state"] != RECEIVED or not free_for(row, worker):
            return 0
        with self.database.write() as now:
            # Only if nobody else leased it since it was read.
            leased = now.execute(
                "UPDATE cases SET lease_owner = ?, lease_until = ?, attempts = attempts + 1"
                " WHERE id = ? AND state = 'received' AND lease_owner = ? AND attempts = ?",
                (worker, time.time() + seconds, case, row["lease_owner"], row["attempts"]),
            )
        return int(row["attempts"]) + 1 if leased else 0

    def waiting(self, digest: str, worker: str) -> list[str]:
        """Received cases of a service that no other worker has, oldest first."""
        rows = self.rows(state=RECEIVED, digest=digest)
        return [row["id"] for row in rows if free_for(row, worker)]

    # Changes -------------------------------------------------------------------------------

    def change(
        self,
        case: str,
        states: Sequence[str],
        event: Event,
        *,
        content: Any = None,
        outbox: tuple[str, Any] | None = None,
        letter: str = "",
        where: Mapping[str, str] | None = None,
        **columns: str | float | int | bytes,
    ) -> int:
        """Set columns (`state` among them) and write the event, in one transaction.

        `content` replaces the case's sealed content; `outbox` is a letter's key and content,
        `letter` the letter's new state. Raises CaseStateError if the case is not in one of
        `states`, or a column in `where` has another value. Returns the event's number.
        """
        values: dict[str, Any] = dict(columns)
        if content is not None:
            values["content"] = self.seals.seal_json(case, "content", content)
        sealed = self.seals.seal_json(case, "notice", outbox[1]) if outbox else b""
        with self.database.write() as now:
            _update(now, case, states, values, where or {})
            if outbox is not None:
                now.execute(
                    "INSERT INTO outbox (key, case_id, state, notice) VALUES (?, ?, 'draft', ?)",
                    (outbox[0], case, sealed),
                )
            if letter:
                now.execute(
                    "UPDATE outbox SET state = ?, lease_until = 0 WHERE case_id = ?", (letter, case)
                )
            return _note(now, case, event)

    def recorded(self, seq: int, receipt: Receipt) -> None:
        """The log has this event now."""
        with self.database.write() as now:
            now.execute(
                "INSERT INTO recorded VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (seq, receipt.log, receipt.index),
            )

    # Looking -------------------------------------------------------------------------------

    def row(self, case: str) -> Row:
        """A case's columns. Raises InputError for an unknown one."""
        found = self.database.query("SELECT * FROM cases WHERE id = ?", (case,))
        if not found:
            raise InputError("There is no such case", where=case, remedy="See `case list`.")
        return found[0]

    def content(self, case: str) -> Any:
        """The sealed content, opened; None before the case was prepared and after its erasure."""
        row = self.row(case)
        if row["content"] is None or row["state"] == "erased":
            return None
        return self.seals.open_json(case, "content", row["content"])

    def rows(self, **columns: str) -> Sequence[Row]:
        """Cases with these values, the most urgent first."""
        where = " AND ".join(f"{name} = ?" for name in columns) or "1 = 1"
        return self.database.query(
            f"SELECT * FROM cases WHERE {where} ORDER BY due, received, id",  # noqa: S608 names are ours
            tuple(columns.values()),
        )

    def events(self, case: str) -> Sequence[Row]:
        """What happened to a case, in order."""
        return self.database.query(
            "SELECT e.*, r.log, r.entry FROM events e LEFT JOIN recorded r ON r.seq = e.seq"
            " WHERE case_id = ? ORDER BY e.seq",
            (case,),
        )

    def unrecorded(self, case: str = "") -> Sequence[Row]:
        """Changes that the log does not have yet, oldest first, each with its case's service; of
        one case, or of all."""
        return self.database.query(
            "SELECT e.*, c.service FROM events e JOIN cases c ON c.id = e.case_id"
            " LEFT JOIN recorded r ON r.seq = e.seq"
            " WHERE r.seq IS NULL AND (? = '' OR case_id = ?) ORDER BY e.seq",
            (case, case),
        )

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _update(
    now: CaseTransaction,
    case: str,
    states: Sequence[str],
    values: Mapping[str, Any],
    where: Mapping[str, str],
) -> None:
    sets = ", ".join(f"{name} = ?" for name in values) or "id = id"
    marks = ", ".join("?" for _ in states)
    more = "".join(f" AND {name} = ?" for name in where)
    done = now.execute(
        f"UPDATE cases SET {sets} WHERE id = ? AND state IN ({marks}){more}",  # noqa: S608 names are ours
        (*values.values(), case, *states, *where.values()),
    )
    if done:
        return
    rows = now.query("SELECT state, assignee FROM cases WHERE id = ?", (case,))
    if not rows:
        raise InputError("There is no such case", where=case, remedy="See `case list`.")
    raise CaseStateError(
        f"The case is {rows[0]['state']!r}, taken by {rows[0]['assignee'] or 'nobody'!r}",
        where=case,
        remedy=f"This needs the state {' or '.join(states)}.",
    )


def _note(now: CaseTransaction, case: str, event: Event) -> int:
    (added,) = now.query(
        "INSERT INTO events (case_id, time, actor, kind, trail, data)"
        " VALUES (?, ?, ?, ?, ?, ?) RETURNING seq",
        (case, _now(), event.actor, event.kind, event.trail, _data(event)),
    )
    return int(added["seq"])


def _data(event: Event) -> str:
    """What happened, and which process is about to record it."""
    return json.dumps({**event.data, "worker": this_worker()})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
