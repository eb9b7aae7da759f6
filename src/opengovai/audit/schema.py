"""The shape of a record's `data`: known names are checked strictly, others may be added.

Model calls are described with the names of OpenTelemetry's GenAI conventions, whose version
stands in the record. Whatever is measured in fractions is an integer in a stated unit, since
the canonical form has no floats.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from typing_extensions import TypedDict  # pydantic needs it below Python 3.12, and brings it

from opengovai.audit.canonical import converted, plain
from opengovai.errors import AuditError
from opengovai.types import AuditRecord

RETENTION_DAYS = {"ai-act": 184, "standard": 184, "long": 3653}
"""How long records of a class are kept at least. Article 19 and 26(6) of Regulation (EU)
2024/1689 ask for six months at least; six months are at most 184 days."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=256)]
DocumentId = Annotated[str, StringConstraints(min_length=1, max_length=4096)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=256, pattern=r"^[\x00-\x7f]+$")]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Hex = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, lt=2**53)]
Whole = Annotated[int, Field(gt=-(2**53), lt=2**53)]
_STRICT = ConfigDict(strict=True, extra="forbid")


class System(TypedDict):
    """The software that ran."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]
    name: Name
    version: Name


class PluginUse(TypedDict):
    """A plugin that took part."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]
    port: Name
    name: Name
    version: Name


class SourceUse(TypedDict, total=False):
    """A source that was shown to the drafter; `score_ppm` is the score in millionths."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]
    document_id: DocumentId
    version: Hex
    uri: str
    passage_id: DocumentId
    score_ppm: Whole
    cited: bool


class GuardVerdict(TypedDict):
    """What a guard said."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]
    guard: Name
    action: Literal["allow", "block", "escalate"]
    reason: str


ModelCall = TypedDict(
    "ModelCall",
    {
        "gen_ai.response.model": Name,
        "gen_ai.response.finish_reasons": list[Name],
        "gen_ai.usage.input_tokens": Count,
        "gen_ai.usage.output_tokens": Count,
        "tokens_estimated": bool,
        "cached": bool,
        "cost_micros": Count,
        "currency": Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")],
        "energy_uwh": Count,
        "energy_source": Name,
    },
    total=False,
)
"""What one call of a model took; `cost_micros` in millionths of `currency` (ISO 4217),
`energy_uwh` in millionths of a watt-hour."""
ModelCall.__pydantic_config__ = _STRICT  # type: ignore[attr-defined]


class Oversight(TypedDict):
    """What a person did: who, with which outcome and reason, about which record (its id)."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]
    reviewer: Name
    outcome: Literal["accept", "override", "stop"]
    reason_code: Name
    refers_to: Name


Data = TypedDict(
    "Data",
    {
        "status": Name,
        "language": Name,
        "refers_to": Name,
        "system": System,
        "configuration": Hex,
        "plugins": list[PluginUse],
        "redactions": dict[Key, Count],
        "sources": list[SourceUse],
        "guards": list[GuardVerdict],
        "completions": list[ModelCall],
        "notice": Name,
        "oversight": Oversight,
        "retention": Literal["ai-act", "standard", "long"],
        "legal_hold": bool,
        "confidence_ppm": Annotated[int, Field(ge=0, le=1_000_000)],
        "duration_ms": Count,
        "semconv": Name,
        "gen_ai.operation.name": Name,
        "gen_ai.provider.name": Name,
        "gen_ai.conversation.id": Name,
        "gen_ai.request.model": Name,
        "gen_ai.request.seed": Whole,
        "gen_ai.response.model": Name,
        "gen_ai.response.id": Name,
        "gen_ai.response.finish_reasons": list[Name],
        "gen_ai.usage.input_tokens": Count,
        "gen_ai.usage.output_tokens": Count,
    },
    total=False,
)
Data.__pydantic_config__ = ConfigDict(strict=True, extra="allow")  # type: ignore[attr-defined]


class Envelope(TypedDict):
    """The CloudEvents-like attributes of a record."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]
    id: Name
    source: Name
    type: Name
    time: Annotated[
        str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|\+00:00)$")
    ]
    subject: Annotated[str, StringConstraints(max_length=256)]
    phase: Literal["intent", "result"]
    data: Data
    private: dict[FieldName, str]


class Stored(TypedDict):
    """What stands in an entry, as far as it must to be read; it may be of a later version."""

    __pydantic_config__ = ConfigDict(strict=True, extra="ignore")  # type: ignore[misc]
    id: str
    source: str
    type: str
    time: str
    subject: str
    phase: str
    data: Data


check_stored = TypeAdapter(Stored).validator.validate_python
"""Raises pydantic's ValidationError, a ValueError, for what is not `Stored`."""
_validate = TypeAdapter(Envelope).validator.validate_python
_KNOWN = frozenset(Data.__annotations__)


def validated(record: AuditRecord) -> dict[str, Any]:
    """The record in exact JSON types. Raises AuditError that says which field is wrong.

    The message names fields, never their values: a value may be what must not be shown.
    """
    try:
        return _checked(record, record.data)
    except ValidationError:
        # Once more with enums, tuples and mappings in JSON types; then an error is an error.
        try:
            return _checked(record, converted(record.data))
        except ValidationError as error:
            raise _invalid(error) from None


def _checked(record: AuditRecord, data: Any) -> dict[str, Any]:
    values = {
        "id": record.id,
        "source": record.source,
        "type": record.type,
        "time": record.time,
        "subject": record.subject,
        "phase": record.phase,
        "data": data,
        "private": dict(record.private),
    }
    envelope: dict[str, Any] = _validate(values)
    _require_time(envelope["time"])
    facts = envelope["data"]
    if not _KNOWN.issuperset(facts):
        facts.update(plain({name: facts[name] for name in facts.keys() - _KNOWN}))
    return envelope


def _require_time(text: str) -> None:
    """The pattern lets through days and hours that no calendar has."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise AuditError(
            "The record is not valid: its time does not exist",
            where="time",
            remedy="Write UTC as in 2026-11-23T12:00:00Z.",
        ) from None


def _invalid(error: ValidationError) -> AuditError:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    return AuditError(
        f"The record is not valid: {first['msg']}",
        where=".".join(str(part) for part in first["loc"]),
        remedy="docs/spec/audit-log.md lists the fields.",
    )
