"""Letters on their way: drafted, released by an officer, delivered once, whatever crashes.

A release is durable before the outbox is called; the outbox delivers one letter per key, however
often it is called; so a worker that dies in between is followed by one that calls it again.
"""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from opengovai.cases.leases import free_for
from opengovai.cases.store import CaseStore
from opengovai.errors import InputError
from opengovai.types import Notice

LEASE = 60.0
"""Seconds a worker has for one delivery before another may try."""


def notice_of(store: CaseStore, case: str) -> tuple[Notice, str]:
    """A case's letter and its state: draft, released or sent.

    Raises InputError where there is none.
    """
    rows = store.database.query("SELECT * FROM outbox WHERE case_id = ?", (case,))
    if not rows:
        raise InputError(
            "The case has no letter", where=case, remedy="A letter follows from a decision."
        )
    notice = Notice(**store.seals.open_json(case, "notice", rows[0]["notice"]))
    return notice, rows[0]["state"]


def key_of(store: CaseStore, case: str) -> str:
    """The key of a case's letter, which outlives its erasure; "" where there is none."""
    rows = store.database.query("SELECT key FROM outbox WHERE case_id = ?", (case,))
    return str(rows[0]["key"]) if rows else ""


def packed(notice: Notice) -> tuple[str, dict[str, Any]]:
    """Key and content, for `CaseStore.change`."""
    return notice.key, asdict(notice)


def claim(store: CaseStore, case: str, worker: str) -> bool:
    """Lease a released letter to a worker; False where another has it or it was sent."""
    (row,) = store.database.query("SELECT * FROM outbox WHERE case_id = ?", (case,))
    if row["state"] != "released" or not free_for(row, worker):
        return False
    with store.database.write() as now:
        # Only if nobody else leased it since it was read.
        return bool(
            now.execute(
                "UPDATE outbox SET lease_owner = ?, lease_until = ?, attempts = attempts + 1"
                " WHERE case_id = ? AND state = 'released' AND lease_owner = ? AND attempts = ?",
                (worker, time.time() + LEASE, case, row["lease_owner"], row["attempts"]),
            )
        )


def released(store: CaseStore, digest: str, worker: str) -> list[str]:
    """Cases of a service whose letter may go and that no other worker has."""
    rows = store.database.query(
        "SELECT o.* FROM outbox o JOIN cases c ON c.id = o.case_id"
        " WHERE o.state = 'released' AND c.digest = ?",
        (digest,),
    )
    return [row["case_id"] for row in rows if free_for(row, worker)]
