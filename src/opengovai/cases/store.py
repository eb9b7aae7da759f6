"""Cases, their events and their letters, durable: what was acknowledged survives a crash.

A state changes only together with its event, and only from the state it was expected in.
"""

from __future__ import annotations

import json
import sqlite3
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from opengovai.cases.database import Database
from opengovai.cases.leases import is_free
from opengovai.cases.sealing import Seals
from opengovai.errors import CaseStateError, InputError
from opengovai.protocols import KeyStore
from opengovai.types import JSON, Receipt

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
    """SQLite in one file. Safe from threads and processes."""

    def __init__(self, path: Path, keys: KeyStore) -> None:
        self._database = Database(path)
        self.seals = Seals(keys)

    # Intake --------------------------------------------------------------------------------

    def register(self, digest: str, folder: str, body: bytes) -> None:
        """Keep a service's file, so that a case is always judged by the version it came under."""
        known = "SELECT 1 FROM services WHERE digest = ?"
        if self._database.read().execute(known, (digest,)).fetchone():
            return
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO services VALUES (?, ?, ?)", (digest, folder, body)
            )

    def service(self, digest: str) -> tuple[str, bytes]:
        """Folder and file of a registered service."""
        row = self._database.read().execute(
            "SELECT folder, body FROM services WHERE digest = ?", (digest,)
        )
        folder, body = row.fetchone()
        return folder, body

    def receive(
        self, intake: str, *, service: str, digest: str, name: str, data: bytes
    ) -> tuple[str, bool]:
        """Durably take in a file; the same `intake` (a keyed hash) is the same case.

        Returns the case's id, and whether it is new.
        """
        known = self._known(intake)
        if known:
            return known, False
        case = uuid.uuid4().hex
        sealed = self.seals.seal(case, "source", data)
        title = self.seals.seal(case, "name", name.encode("utf-8", "replace")).hex()
        with self._database.write() as connection:
            added = connection.execute(
                "INSERT OR IGNORE INTO cases (id, intake, service, digest, state, received, name,"
                " source) VALUES (?, ?, ?, ?, 'received', ?, ?, ?)",
                (case, intake, service, digest, _now(), title, sealed),
            ).rowcount
            if added:
                event = Event(kind="received", actor="system", trail="", data={})
                self._note(connection, case, event)
        return (case, True) if added else (self._known(intake), False)

    def source(self, case: str) -> tuple[str, bytes]:
        """Name and bytes of the file that came in."""
        row = self.row(case)
        name = self.seals.open(case, "name", bytes.fromhex(row["name"])).decode()
        return name, self.seals.open(case, "source", row["source"])

    def claim(self, case: str, worker: str, *, seconds: float) -> int:
        """Lease a received case to a worker; the number of attempts, 0 if another has it."""
        with self._database.write() as connection:
            row = self.row(case)
            taken = not is_free(row["lease_owner"], row["lease_until"], worker)
            if row["state"] != "received" or taken:
                return 0
            connection.execute(
                "UPDATE cases SET lease_owner = ?, lease_until = ?, attempts = attempts + 1"
                " WHERE id = ?",
                (worker, time.time() + seconds, case),
            )
            return int(row["attempts"]) + 1

    def waiting(self, digest: str, worker: str) -> list[str]:
        """Received cases of a service that no other worker has, oldest first."""
        rows = self.rows(state="received", digest=digest)
        return [r["id"] for r in rows if is_free(r["lease_owner"], r["lease_until"], worker)]

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
        with self._database.write() as connection:
            self._update(connection, case, states, values, where or {})
            if outbox is not None:
                key, notice = outbox
                sealed = self.seals.seal_json(case, "notice", notice)
                connection.execute(
                    "INSERT INTO outbox (key, case_id, state, notice) VALUES (?, ?, 'draft', ?)",
                    (key, case, sealed),
                )
            if letter:
                connection.execute(
                    "UPDATE outbox SET state = ?, lease_until = 0 WHERE case_id = ?", (letter, case)
                )
            return self._note(connection, case, event)

    def _update(
        self,
        connection: sqlite3.Connection,
        case: str,
        states: Sequence[str],
        values: Mapping[str, Any],
        where: Mapping[str, str],
    ) -> None:
        sets = ", ".join(f"{name} = ?" for name in values) or "id = id"
        marks = ", ".join("?" for _ in states)
        more = "".join(f" AND {name} = ?" for name in where)
        done = connection.execute(
            f"UPDATE cases SET {sets} WHERE id = ? AND state IN ({marks}){more}",  # noqa: S608 names are ours
            (*values.values(), case, *states, *where.values()),
        ).rowcount
        if not done:
            row = self.row(case)
            raise CaseStateError(
                f"The case is {row['state']!r}, taken by {row['assignee'] or 'nobody'!r}",
                where=case,
                remedy=f"This needs the state {' or '.join(states)}.",
            )

    def _note(self, connection: sqlite3.Connection, case: str, event: Event) -> int:
        added = connection.execute(
            "INSERT INTO events (case_id, time, actor, kind, trail, data)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (case, _now(), event.actor, event.kind, event.trail, json.dumps(event.data)),
        )
        return int(added.lastrowid or 0)

    def recorded(self, seq: int, receipt: Receipt) -> None:
        """The log has this event now."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO recorded VALUES (?, ?, ?)", (seq, receipt.log, receipt.index)
            )

    # Looking -------------------------------------------------------------------------------

    def row(self, case: str) -> sqlite3.Row:
        """A case's columns. Raises InputError for an unknown one."""
        found: sqlite3.Row | None = (
            self._database.read().execute("SELECT * FROM cases WHERE id = ?", (case,)).fetchone()
        )
        if found is None:
            raise InputError("There is no such case", where=case, remedy="See `case list`.")
        return found

    def content(self, case: str) -> Any:
        """The sealed content, opened; None before the case was prepared."""
        row = self.row(case)
        sealed = row["content"]
        return (
            None
            if sealed is None or row["state"] == "erased"
            else self.seals.open_json(case, "content", sealed)
        )

    def rows(self, **columns: str) -> Iterator[sqlite3.Row]:
        """Cases with these values, the most urgent first."""
        where = " AND ".join(f"{name} = ?" for name in columns) or "1"
        yield from self._database.read().execute(
            f"SELECT * FROM cases WHERE {where} ORDER BY due, received, id",  # noqa: S608 names are ours
            tuple(columns.values()),
        )

    def events(self, case: str) -> list[sqlite3.Row]:
        """What happened to a case, in order."""
        return list(
            self._database.read().execute(
                "SELECT e.*, r.log, r.entry FROM events e LEFT JOIN recorded r USING (seq)"
                " WHERE case_id = ? ORDER BY seq",
                (case,),
            )
        )

    def unrecorded(self, case: str = "") -> list[sqlite3.Row]:
        """Changes that the log does not have yet, oldest first; of one case, or of all."""
        return list(
            self._database.read().execute(
                "SELECT e.* FROM events e LEFT JOIN recorded r USING (seq)"
                " WHERE r.seq IS NULL AND trail != '' AND (? = '' OR case_id = ?) ORDER BY seq",
                (case, case),
            )
        )

    def _known(self, intake: str) -> str:
        row = (
            self._database.read()
            .execute("SELECT id FROM cases WHERE intake = ?", (intake,))
            .fetchone()
        )
        return row["id"] if row else ""

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def database(self) -> Database:
        """For the other tables of this file: `letters_out`."""
        return self._database


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
