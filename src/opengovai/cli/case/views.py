"""Cases on the screen and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from opengovai.cases.schema import Service
from opengovai.types import Extraction, ReviewTask


def as_json(task: ReviewTask, service: Service) -> dict[str, Any]:
    """The object of the command-line contract. Holds personal data: it is for the officer."""
    rule = task.recommendation
    return {
        "case": task.case,
        "service": task.service,
        "state": task.state,
        "kind": task.kind,
        "candidates": list(task.candidates),
        "language": task.language,
        "queue": task.queue,
        "due": task.due,
        "confidence": round(task.confidence, 4),
        "assignee": task.assignee,
        "extractions": [_extraction(found, service) for found in task.extractions],
        "findings": [asdict(found) for found in task.findings],
        "recommendation": asdict(rule) if rule else None,
    }


def _extraction(found: Extraction, service: Service) -> dict[str, Any]:
    spec = service.fields.get(found.field)
    boolean = spec is not None and spec.type == "boolean" and spec.checked == "true"
    return {
        "field": found.field,
        "value": found.value == "true" if boolean else found.value,
        "start": found.start,
        "end": found.end,
        "source": found.source,
        "confidence": round(found.confidence, 4),
    }


def as_text(task: ReviewTask) -> str:
    """Evidence first, then findings, then what the rules say."""
    lines = [
        f"case {task.case}: {task.service}, {task.state}, queue {task.queue}, due {task.due}",
        *(
            f"  {e.field}: {e.value}  [{e.source} {e.start}-{e.end}, {e.confidence:.2f}]"
            for e in task.extractions
        ),
        *(f"  ! {f.field or 'case'}: {f.message} ({f.code})" for f in task.findings),
    ]
    if not task.kind and task.candidates:
        lines.append(f"  it may be: {', '.join(task.candidates)}")
    rule = task.recommendation
    if rule:
        lines.append(f"  the rules recommend {rule.outcome} ({rule.reason}), rule {rule.rule}")
        if rule.citation:
            lines.append(f"  \u201c{rule.citation.quote}\u201d, {rule.citation.title}")
    return "\n".join(lines)
