"""What an officer must know of a case before deciding: findings, from a closed list of codes.

Messages name fields, never values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module

from opengovai.cases.schema import FieldSpec, Service
from opengovai.types import Case, Extraction, Finding

CODES = {
    "missing_field": "a required field was not found",
    "wrong_pattern": "the value does not look as it must",
    "wrong_checksum": "the check digits do not fit",
    "date_too_late": "the date is after the last possible one",
    "date_too_early": "the date is before the first possible one",
    "fields_differ": "two fields that must agree do not",
    "attachment_missing": "a required document is neither attached nor mentioned",
    "uncertain_value": "the value was found with low confidence",
    "unknown_kind": "it is not clear what kind of document this is",
    "duplicate_case": "an earlier case has the same identifying values",
    "unreadable": "the file cannot be read",
    "holidays_unknown": "public holidays were not taken into account",
}
"""Every finding there is."""

CERTAIN = 0.75
"""Values below this confidence are pointed out."""


def validate(
    service: Service, case: Case, extractions: Sequence[Extraction], *, today: date
) -> list[Finding]:
    """The findings of a case, in the schema's order."""
    values = {found.field: found for found in extractions}
    found: list[Finding] = []
    for name, spec in service.fields.items():
        found += _field(name, spec, values, today)
    found += _attachments(service, case)
    if not case.kind:
        found.append(finding("unknown_kind", blocking=False))
    return found


def finding(code: str, field: str = "", *, blocking: bool = True) -> Finding:
    """A finding with its standard message."""
    return Finding(code=code, field=field, message=CODES[code], blocking=blocking)


def unreadable(reason: str) -> Finding:
    """The finding for a file that gave no parts; `reason` is ours, not the file's."""
    return Finding(code="unreadable", field="", message=f"{CODES['unreadable']}: {reason}")


def _field(
    name: str, spec: FieldSpec, values: Mapping[str, Extraction], today: date
) -> Iterator[Finding]:
    found = values.get(name)
    if found is None:
        if spec.required:
            yield finding("missing_field", name)
        return
    if spec.pattern and not re.fullmatch(spec.pattern, found.value):
        yield finding("wrong_pattern", name)
    elif spec.check and not _checks(spec.check, found.value):
        yield finding("wrong_checksum", name)
    if spec.type == "date":
        yield from _dates(name, spec, values, today)
    if spec.equals in values and _same(values[spec.equals].value) != _same(found.value):
        yield finding("fields_differ", name)
    if found.confidence < CERTAIN:
        yield finding("uncertain_value", name, blocking=False)


def _dates(
    name: str, spec: FieldSpec, values: Mapping[str, Extraction], today: date
) -> Iterator[Finding]:
    value = values[name].value
    late, early = (_bound(b, values, today) for b in (spec.not_after, spec.not_before))
    if late and value > late:
        yield finding("date_too_late", name)
    if early and value < early:
        yield finding("date_too_early", name)


def _bound(stated: str, values: Mapping[str, Extraction], today: date) -> str:
    if stated == "today":
        return today.isoformat()
    return values[stated].value if stated in values else stated if stated[:1].isdigit() else ""


def _attachments(service: Service, case: Case) -> Iterator[Finding]:
    """Attached under a telling name, or said to be enclosed."""
    said = "\n".join(
        part.name if part.name.startswith("attachment:") else part.text for part in case.parts
    )
    for name, attachment in service.attachments.items():
        named = any(re.search(word, said, re.IGNORECASE) for word in attachment.words)
        if attachment.required and not named:
            yield finding("attachment_missing", name)


def _checks(check: str, value: str) -> bool:
    """A check of python-stdnum, named as its module is: `de.idnr`."""
    return bool(import_module(f"stdnum.{check}").is_valid(value))


def _same(value: str) -> str:
    return re.sub(r"\W", "", value).casefold()
