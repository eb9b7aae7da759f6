"""A citizen's rights in the cases about them: all of them on request, erasure, and retention.

Erasure destroys the case's key: its content is unreadable in every copy of the store. The events
stay, which hold no personal data. The letter goes from the outbox as well. A legal hold, or an open
case, stands in the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from opengovai.cases import desk, letters, letters_out
from opengovai.cases.intake import identity
from opengovai.cases.schema import Service
from opengovai.cases.states import CLOSED, ERASED
from opengovai.cases.store import CaseStore
from opengovai.errors import CaseStateError, InputError
from opengovai.protocols import AuditSink, Officers, Outbox
from opengovai.steps import step
from opengovai.types import Extraction, RedactedText


def cases_of(store: CaseStore, service: Service, values: Mapping[str, str]) -> list[str]:
    """Cases of the person with these values in the service's `subject` fields, in any service that
    identifies people by the same values. Raises InputError where a field is not given."""
    missing = [name for name in service.subject if not values.get(name)]
    if missing or not service.subject:
        raise InputError(
            "The person is not identified",
            where=service.id,
            remedy=f"Give: {', '.join(service.subject) or 'a service with `subject` fields'}.",
        )
    given = [
        Extraction(field=name, value=values[name], start=0, end=1, source="", confidence=1.0)
        for name in service.subject
    ]
    subject = identity(store, service.subject, given, "")
    return [row["id"] for row in store.rows(subject=subject)]


def exported(store: CaseStore, case: str) -> dict[str, Any]:
    """Everything that is kept of a case, for the person it is about: personal data."""
    row, content = store.row(case), store.content(case) or {}
    shown = ("service", "state", "received", "due", "language", "kind", "outcome", "reason")
    return {
        "case": case,
        **{name: row[name] for name in shown},
        **content,
        "letter": _letter(store, case) if content else None,
        "events": [
            {"time": e["time"], "event": e["kind"], "actor": e["actor"]} for e in store.events(case)
        ],
    }


def _letter(store: CaseStore, case: str) -> dict[str, str] | None:
    try:
        draft, state = letters_out.notice_of(store, case)
    except InputError:
        return None
    whole = letters.restore(draft, desk.values(desk.task_of(store, case)))
    return {
        "state": state,
        "recipient": whole.recipient,
        "subject": whole.subject,
        "text": whole.text,
    }


def hold(
    store: CaseStore,
    audit: AuditSink,
    officers: Officers,
    service: Service,
    *,
    case: str,
    officer: str,
    reason: RedactedText,
) -> None:
    """Put a legal hold on a case, or with an empty reason lift it. Raises NotAuthorisedError."""
    with step(audit, store, service=service.id, kind="hold", case=case) as now:
        desk.require_some_role(officers, service, officer)
        now.change(
            [store.row(case)["state"]], actor=officer, facts={"held": bool(reason)}, hold=reason
        )


def erase(
    store: CaseStore,
    audit: AuditSink,
    officers: Officers,
    outbox: Outbox,
    service: Service,
    *,
    case: str,
    officer: str,
    basis: RedactedText,
) -> None:
    """Erase a closed case for good. Raises CaseStateError under a hold or where it is not closed,
    NotAuthorisedError; nothing was erased then. Raises StorageError where the letter could not be
    removed: then it must be repeated, as it may be after a crash."""
    with step(audit, store, service=service.id, kind="erase", case=case) as now:
        desk.require_some_role(officers, service, officer)
        _erase(store, outbox, now.change, case, actor=officer, basis=basis)


def overdue(store: CaseStore, service: Service, *, today: date) -> Iterator[str]:
    """Closed cases of a service that were kept as long as it says, and are not held."""
    for row in store.rows(service=service.id, state=CLOSED):
        days = service.keeping.of(row["kind"], row["outcome"])
        last = (today - timedelta(days=days)).isoformat()
        if row["closed"] <= last and not row["hold"]:
            yield row["id"]


def purge(
    store: CaseStore, audit: AuditSink, outbox: Outbox, service: Service, *, today: date
) -> int:
    """Erase what is overdue; how many cases it was."""
    cases = list(overdue(store, service, today=today))
    for case in cases:
        with step(audit, store, service=service.id, kind="erase", case=case) as now:
            _erase(store, outbox, now.change, case, actor="system", basis="retention period over")
    return len(cases)


def _erase(
    store: CaseStore, outbox: Outbox, change: Any, case: str, *, actor: str, basis: str
) -> None:
    row = store.row(case)
    if row["hold"]:
        raise CaseStateError(
            "The case is under a legal hold", where=case, remedy="Lift the hold first."
        )
    if row["state"] not in {CLOSED, ERASED}:
        raise CaseStateError(
            f"The case is {row['state']!r}", where=case, remedy="Only a closed case is erased."
        )
    store.seals.destroy(case)
    letter = letters_out.key_of(store, case)
    if letter:
        outbox.erase(letter)
    change(
        [CLOSED, ERASED],
        actor=actor,
        facts={"basis": basis},
        where={"hold": ""},
        state=ERASED,
        subject="",
        duplicate="",
        source=b"",
        name="",
        letter=ERASED,
    )
