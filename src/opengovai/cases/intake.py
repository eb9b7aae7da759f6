"""Steps of preparing a case: receive, findings, deadline and queue. No decision is made here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from opengovai.cases import deadlines
from opengovai.cases.facts import facts_of
from opengovai.cases.schema import Service
from opengovai.cases.store import ATTEMPTS, CaseStore, Event
from opengovai.cases.validation import finding, validate
from opengovai.errors import UnreadableSourceError
from opengovai.protocols import RuleSet
from opengovai.types import Case, Extraction, Finding, Recommendation

LEASE = 120.0
"""Seconds a worker has to prepare a case before another takes it up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """Where a case goes and when it is due, as columns of the store."""

    queue: str
    due: str
    subject: str
    duplicate: str
    blind: bool
    twice: bool


def known(store: CaseStore, service: Service, data: bytes) -> str:
    """The case that this file is already; "" for a new one. The same bytes for the same version of
    a service are one case."""
    return store.known(_intake(store, service, data))


def receive(
    store: CaseStore,
    service: Service,
    data: bytes,
    name: str,
    *,
    case: str,
    event: Event,
    worker: str,
) -> int:
    """Store the file durably as a new case, leased to the worker; the number of its event, 0 where
    it is known."""
    store.register(service.digest, str(service.folder), service.body)
    return store.receive(
        _intake(store, service, data),
        case=case,
        service=service.id,
        digest=service.digest,
        name=Path(name).name,
        data=data,
        event=event,
        worker=worker,
        seconds=LEASE,
    )


def _intake(store: CaseStore, service: Service, data: bytes) -> str:
    return store.seals.digest("intake", service.digest, data.hex())


def require_attempts(attempt: int) -> None:
    """Raises UnreadableSourceError for a file that ended its worker too often."""
    if attempt > ATTEMPTS:
        raise UnreadableSourceError(
            "reading it ended the process several times",
            remedy="Ask for it in another format.",
        )


def findings(
    store: CaseStore,
    service: Service,
    case: Case,
    extractions: Sequence[Extraction],
    *,
    today: date,
) -> list[Finding]:
    """What validation finds, and whether an earlier case has the same identifying values."""
    found = validate(service, case, extractions, today=today)
    same = identity(store, service.duplicate, extractions, service.id)
    earlier = store.rows(service=service.id, duplicate=same) if same else ()
    if any(row["id"] != case.id for row in earlier):
        found.append(finding("duplicate_case"))
    if not deadlines.known():
        found.append(finding("holidays_unknown", blocking=False))
    return found


def recommendation(
    rules: RuleSet | None,
    service: Service,
    case: Case,
    extractions: Sequence[Extraction],
    found: Sequence[Finding],
    *,
    today: date,
) -> Recommendation | None:
    """What the decision table says, if the service has one and it says anything."""
    if rules is None:
        return None
    return rules.recommend(facts_of(service, case, extractions, found, today=today))


def place(
    store: CaseStore,
    service: Service,
    case: Case,
    extractions: Sequence[Extraction],
    *,
    confidence: float,
    today: date,
) -> Placement:
    """The queue of its kind where that is clear enough, else triage; the deadline; whether it is
    one of the blind or double checks, by a keyed hash that nobody can steer."""
    routing, kind = service.routing, service.kinds.get(case.kind)
    clear = kind is not None and confidence >= routing.floor
    twice = _drawn(store, "double", case.id) < service.desk.double_share
    return Placement(
        queue=((kind.queue if kind else "") or routing.queue) if clear else routing.triage,
        due=deadlines.due(today, service.deadline, service.country).isoformat(),
        subject=identity(store, service.subject, extractions, ""),
        duplicate=identity(store, service.duplicate, extractions, service.id),
        blind=twice or _drawn(store, "blind", case.id) < service.desk.blind_share,
        twice=twice,
    )


def _drawn(store: CaseStore, lot: str, case: str) -> float:
    """A number in [0, 1) that only the key tells."""
    return int(store.seals.digest(lot, case)[:8], 16) / 2**32


def identity(
    store: CaseStore, fields: Sequence[str], extractions: Sequence[Extraction], scope: str
) -> str:
    """A keyed hash of these fields' values, however they are spaced; "" where one is missing."""
    values = {found.field: found.value for found in extractions}
    plain = ["".join(filter(str.isalnum, values.get(name, ""))).casefold() for name in fields]
    return store.seals.digest("identity", scope, *plain) if plain and all(plain) else ""
