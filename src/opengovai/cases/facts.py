"""What the decision table may know of a case: nothing that tells who the person is.

Fields marked `personal = false`, and facts about the case: `missing`, `blocking` (numbers of
findings), `attachments_missing`, `duplicate`, `kind`, `language`; `has.FIELD`; `years.FIELD` and
`days.FIELD`, the time since a date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from opengovai.cases.schema import Service
from opengovai.types import Case, Extraction, Fact, Finding

ABOUT_CASE = {
    "missing": "integer",
    "blocking": "integer",
    "attachments_missing": "integer",
    "duplicate": "boolean",
    "kind": "string",
    "language": "string",
}
"""Facts that every case has, with their types."""

ABOUT_FIELD = {"has": "boolean", "years": "integer", "days": "integer"}
"""Facts about a field, written `has.FIELD`, with their types."""


def facts_of(
    service: Service,
    case: Case,
    extractions: Sequence[Extraction],
    findings: Sequence[Finding],
    *,
    today: date,
) -> dict[str, Fact]:
    """The facts that the service's decision table asks for."""
    if service.decision is None:
        return {}
    values = {found.field: found.value for found in extractions}
    codes = [found.code for found in findings]
    about: dict[str, Fact] = {
        "missing": Decimal(codes.count("missing_field")),
        "blocking": Decimal(sum(found.blocking for found in findings)),
        "attachments_missing": Decimal(codes.count("attachment_missing")),
        "duplicate": "duplicate_case" in codes,
        "kind": case.kind or None,
        "language": case.language,
    }
    return {
        name: about[name] if name in about else _fact(name, kind, values, today)
        for name, kind in service.decision.facts.items()
    }


def _fact(name: str, kind: str, values: Mapping[str, str], today: date) -> Fact:
    how, dot, field = name.partition(".")
    if not dot:
        return _typed(values.get(name), kind)
    value = values.get(field)
    if how == "has":
        return value is not None
    day = _day(value)
    if day is None:
        return None
    if how == "days":
        return Decimal((today - day).days)
    return Decimal(today.year - day.year - ((today.month, today.day) < (day.month, day.day)))


def _typed(value: str | None, kind: str) -> Fact:
    if value is None or kind == "string":
        return value
    if kind == "boolean":
        return value == "true"
    if kind == "date":
        return _day(value)
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
