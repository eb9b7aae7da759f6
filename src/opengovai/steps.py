"""One step of a case: an intent in the log, a durable change, the result in the log.

The change and its event are one transaction. An event that a crash kept out of the log is found by
`reconcile` and recorded then; no letter leaves before its case has no such event.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from opengovai.audit.trail import Trail
from opengovai.cases.leases import free_for, this_worker
from opengovai.cases.store import CaseStore, Event
from opengovai.errors import OpenGovAIError
from opengovai.protocols import AuditSink
from opengovai.types import JSON, RedactedText

_EVENT = "org.opengovai.case"
_UNDER_WAY = 60.0
"""Seconds within which a process records what it changed, or is taken for dead."""


@dataclass(kw_only=True, slots=True)
class Step:
    """What a step changes and what the log is told of it: no personal data."""

    case: str
    kind: str
    store: CaseStore
    trail: Trail
    private: dict[str, RedactedText] = field(default_factory=dict)
    seq: int = 0

    def event(self, actor: str = "system", facts: Mapping[str, JSON] | None = None) -> Event:
        """What the store keeps of this step."""
        return Event(kind=self.kind, actor=actor, trail=self.trail.id, data=dict(facts or {}))

    def change(
        self,
        states: Sequence[str],
        *,
        actor: str = "system",
        facts: Mapping[str, JSON],
        **changes: Any,
    ) -> None:
        """Change the case, which is in one of `states`, once. See `CaseStore.change`."""
        event = self.event(actor, facts)
        self.seq = self.store.change(self.case, states, event, **changes)
        self.trail.note(**facts)


@contextmanager
def step(
    audit: AuditSink, store: CaseStore, *, service: str, kind: str, case: str
) -> Iterator[Step]:
    """Open, and seal whatever happens. Raises AuditError: then nothing was changed, or the change
    waits for `reconcile`."""
    trail = Trail.open(
        audit, source=service, kind=f"{_EVENT}.{kind}", subject=case, facts={"case": case}
    )
    current = Step(case=case, kind=kind, store=store, trail=trail)
    try:
        yield current
    except BaseException as error:
        trail.note(error=type(error).__name__)
        trail.seal(status="refused" if isinstance(error, OpenGovAIError) else "error", private={})
        raise
    receipt = trail.seal(status="done", private=current.private)
    if current.seq:
        store.recorded(current.seq, receipt)


def reconcile(audit: AuditSink, store: CaseStore, *, case: str = "") -> int:
    """Record the events that the log does not have; how many there were. Raises AuditError.

    Of all cases, those that another process is about to record are left to it; of one `case`,
    whose letter must not leave before they are in the log, none is.
    """
    events = [each for each in store.unrecorded(case) if case or _left_over(each)]
    for event in events:
        trail = Trail.open(
            audit,
            source=event["service"],
            kind=f"{_EVENT}.recovered",
            subject=event["case_id"],
            facts={"case": event["case_id"], "refers_to": event["trail"]},
        )
        trail.note(event=event["kind"], actor=event["actor"], happened=event["time"])
        store.recorded(event["seq"], trail.seal(status="recovered", private={}))
    return len(events)


def _left_over(event: Mapping[str, Any]) -> bool:
    happened = datetime.fromisoformat(event["time"]).timestamp()
    owner = json.loads(event["data"]).get("worker", "")
    lease = {"lease_owner": owner, "lease_until": happened + _UNDER_WAY}
    return free_for(lease, this_worker())
