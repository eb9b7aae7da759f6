"""The officer's desk: what a case looks like there, and what must be true before a decision.

Nothing here decides; every function either lets an officer's act pass or says why not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from opengovai.cases.intake import Placement
from opengovai.cases.kinds import Told
from opengovai.cases.schema import Outcome, Service
from opengovai.cases.states import DECIDED, OPEN, PROPOSED
from opengovai.cases.store import CaseStore
from opengovai.errors import CaseStateError, InputError, NotAuthorisedError
from opengovai.protocols import Officers
from opengovai.types import (
    JSON,
    Case,
    Citation,
    Extraction,
    Finding,
    Part,
    Recommendation,
    ReviewDecision,
    ReviewTask,
)

SEEN = "evidence_seen"


def packed(
    parts: Sequence[Part],
    extractions: Sequence[Extraction],
    findings: Sequence[Finding],
    recommendation: Recommendation | None,
    candidates: Sequence[str],
) -> dict[str, Any]:
    """A case's content as the store seals it."""
    return {
        "parts": [asdict(part) for part in parts],
        "extractions": [asdict(found) for found in extractions],
        "findings": [asdict(found) for found in findings],
        "recommendation": asdict(recommendation) if recommendation else None,
        "candidates": list(candidates),
    }


def task_of(store: CaseStore, case: str) -> ReviewTask:
    """The whole task, recommendation included. Raises InputError for an unknown case."""
    row, content = store.row(case), store.content(case) or {}
    return ReviewTask(
        case=case,
        service=row["service"],
        state=row["state"],
        kind=row["kind"],
        language=row["language"],
        queue=row["queue"],
        received=row["received"],
        due=row["due"],
        confidence=row["confidence"],
        extractions=tuple(Extraction(**found) for found in content.get("extractions", ())),
        findings=tuple(Finding(**found) for found in content.get("findings", ())),
        recommendation=_recommendation(content.get("recommendation")),
        candidates=tuple(content.get("candidates", ())),
        blind=bool(row["blind"]),
        twice=bool(row["twice"]),
        assignee=row["assignee"],
    )


def visible(task: ReviewTask, service: Service, *, seen: bool) -> ReviewTask:
    """The task without the recommendation, where it must not be shown yet: before the evidence
    was seen, or before the decision of a case that is decided blind."""
    hidden = task.blind or (service.desk.evidence_first and not seen)
    undecided = task.state in {OPEN, PROPOSED}
    return replace(task, recommendation=None) if hidden and undecided else task


def has_seen(store: CaseStore, case: str, officer: str) -> bool:
    """True where this officer looked at the evidence."""
    return any(e["kind"] == SEEN and e["actor"] == officer for e in store.events(case))


def require_role(officers: Officers, officer: str, role: str) -> None:
    """Raises NotAuthorisedError unless the named officer has the role."""
    if not officer.strip():
        raise NotAuthorisedError(
            "No officer is named", remedy="A decision needs a person who answers for it."
        )
    if role not in officers.roles(officer):
        raise NotAuthorisedError(
            f"{officer} does not have the role {role!r}",
            remedy="The host application, or the file of officers, says who has which role.",
        )


def require_some_role(officers: Officers, service: Service, officer: str) -> None:
    """Raises NotAuthorisedError unless the officer has a role in this service."""
    if not {outcome.role for outcome in service.outcomes.values()} & officers.roles(officer):
        raise NotAuthorisedError(
            f"{officer or 'Nobody'} has no role in this service",
            remedy="The host application, or the file of officers, says who has which role.",
        )


def require_own(task: ReviewTask, officer: str) -> str:
    """Who has the case now: nobody or this officer. Raises CaseStateError otherwise."""
    if task.assignee not in {"", officer}:
        raise CaseStateError(
            f"{task.assignee} has taken this case",
            where=task.case,
            remedy="They can return it, or assign it to you.",
        )
    return task.assignee


def outcome_of(service: Service, decision: ReviewDecision) -> Outcome:
    """The outcome that is decided. Raises InputError for an unknown outcome or reason."""
    outcome = service.outcomes.get(decision.outcome)
    if outcome is None:
        known = ", ".join(service.outcomes) or "none: this service is not decided here"
        raise InputError(f"There is no outcome {decision.outcome!r}", remedy=f"There are: {known}.")
    if decision.reason not in outcome.reasons:
        raise InputError(
            f"{decision.reason!r} is not a reason for {decision.outcome!r}",
            remedy=f"Reasons: {', '.join(outcome.reasons)}.",
        )
    return outcome


def require_sense(
    store: CaseStore, task: ReviewTask, service: Service, decision: ReviewDecision
) -> None:
    """Raises unless the case is this officer's, its evidence was seen, and a departure from the
    recommendation is justified."""
    require_own(task, decision.officer)
    if service.desk.evidence_first and not has_seen(store, task.case, decision.officer):
        raise CaseStateError(
            "The evidence was not looked at",
            where=task.case,
            remedy=f"First: opengovai case show {task.case} --officer {decision.officer!r}",
        )
    departs = task.recommendation is not None and task.recommendation.outcome != decision.outcome
    if departs and not task.blind and not decision.justification.strip():
        raise InputError(
            "The decision departs from the recommendation without a justification",
            where=task.case,
            remedy="Say why in one sentence, without personal data.",
        )


def state_after(
    store: CaseStore, task: ReviewTask, decision: ReviewDecision, outcome: Outcome
) -> str:
    """Where this decision brings the case: decided; proposed, where another officer must decide
    the same (by the outcome's four eyes, or a double check); open again, where the other one
    decided something else."""
    row = store.row(task.case)
    if task.state == PROPOSED:
        if row["decider"] == decision.officer:
            raise NotAuthorisedError(
                f"{decision.officer} made the proposal", remedy="Another officer has to confirm it."
            )
        same = (row["outcome"], row["reason"]) == (decision.outcome, decision.reason)
        return DECIDED if same else OPEN
    if task.state != OPEN:
        raise CaseStateError(
            f"The case is {task.state!r}", where=task.case, remedy="Only an open case is decided."
        )
    return PROPOSED if outcome.four_eyes or task.twice else DECIDED


def columns(decision: ReviewDecision, state: str) -> dict[str, str]:
    """What the store keeps of a decision; nothing where it was not confirmed."""
    if state == OPEN:
        return {"outcome": "", "reason": "", "decider": "", "assignee": ""}
    return {
        "outcome": decision.outcome,
        "reason": decision.reason,
        "decider": decision.officer,
        "assignee": "",
    }


def deciding_role(store: CaseStore, service: Service, task: ReviewTask) -> str:
    """The role that may let this case's letter go. Raises CaseStateError where none is decided."""
    if task.state != DECIDED:
        raise CaseStateError(
            f"The case is {task.state!r}",
            where=task.case,
            remedy="A letter goes only after a decision, and once.",
        )
    return service.outcomes[store.row(task.case)["outcome"]].role


def values(task: ReviewTask) -> dict[str, str]:
    """The case's values by field: personal data."""
    return {found.field: found.value for found in task.extractions}


def facts(
    extractions: Sequence[Extraction],
    findings: Sequence[Finding],
    recommendation: Recommendation | None,
    queue: str,
    told: Told,
) -> dict[str, JSON]:
    """What the log is told of a prepared case: names and codes, no values."""
    facts: dict[str, JSON] = {
        "fields": [found.field for found in extractions],
        "findings": [f"{found.code}:{found.field}" for found in findings],
        "queue": queue,
        "kinds": list(told.candidates),
        "typical": told.typical,
    }
    if recommendation is not None:
        facts["rule"] = recommendation.rule
        facts["recommended"] = recommendation.outcome
    return facts


def prepared_columns(case: Case, placed: Placement, confidence: float) -> dict[str, Any]:
    """What the store keeps of a prepared case in the open."""
    return {
        "kind": case.kind,
        "language": case.language,
        "confidence": confidence,
        "queue": placed.queue,
        "due": placed.due,
        "subject": placed.subject,
        "duplicate": placed.duplicate,
        "blind": int(placed.blind),
        "twice": int(placed.twice),
    }


def require_alike(tasks: Sequence[ReviewTask], service: Service, decision: ReviewDecision) -> None:
    """Raises InputError unless these cases may be decided together: favourable, with identical
    findings, recommended so, and nobody's blind check."""
    if outcome_of(service, decision).adverse:
        raise InputError(
            "An adverse outcome is never decided in bulk", remedy="Decide each case by itself."
        )
    alike = {tuple((f.code, f.field) for f in task.findings) for task in tasks}
    recommended = {task.recommendation.outcome if task.recommendation else "" for task in tasks}
    if len(alike) > 1 or recommended != {decision.outcome} or any(task.blind for task in tasks):
        raise InputError(
            "These cases are not alike",
            remedy="In bulk go only cases with identical findings that the rules recommend so.",
        )


def oversight(decision: ReviewDecision, task: ReviewTask) -> dict[str, str]:
    """The decision as the log has it."""
    followed = task.recommendation is None or task.recommendation.outcome == decision.outcome
    return {
        "reviewer": decision.officer,
        "outcome": "accept" if followed else "override",
        "reason_code": decision.reason,
        "refers_to": task.case,
    }


def _recommendation(stored: Mapping[str, Any] | None) -> Recommendation | None:
    if stored is None:
        return None
    citation = stored["citation"]
    if citation:
        citation = Citation(**{**citation, "headings": tuple(citation["headings"])})
    return Recommendation(**{**stored, "citation": citation})
