"""The shape of an entry: known names are checked strictly, others may be added to `data`.

Model calls are described with the names of OpenTelemetry's GenAI conventions, whose version
stands in the record. Whatever is measured in fractions is an integer in a stated unit, since
the canonical form has no floats. The fields of every class stand in the order of their names in
JSON, which is the order in which they are written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, ValidationError, convert, structs, to_builtins

from opengovai.audit.canonical import converted, exact, plain
from opengovai.errors import AuditError
from opengovai.types import AuditRecord

RETENTION_DAYS = {"ai-act": 184, "standard": 184, "long": 3653}
"""How long records of a class are kept at least. Article 19 and 26(6) of Regulation (EU)
2024/1689 ask for six months at least; six months are at most 184 days."""

Name = Annotated[str, Meta(min_length=1, max_length=256)]
DocumentId = Annotated[str, Meta(min_length=1, max_length=4096)]
Hex = Annotated[str, Meta(min_length=64, max_length=64)]
"""64 digits; that they are hexadecimal, `_require_facts` checks, for all of a record at once."""
Count = Annotated[int, Meta(ge=0, lt=2**53)]
Whole = Annotated[int, Meta(gt=-(2**53), lt=2**53)]
Millionths = Annotated[int, Meta(ge=0, le=1_000_000)]
Retention = Literal["ai-act", "standard", "long"]


def _dotted(name: str) -> str:
    """The name in OpenTelemetry's conventions: `gen_ai_usage_input_tokens` has two dots."""
    if not name.startswith("gen_ai_"):
        return name
    group, _, rest = name.removeprefix("gen_ai_").partition("_")
    return f"gen_ai.{group}.{rest}"


class System(Struct, forbid_unknown_fields=True, gc=False):
    """The software that ran."""

    name: Name
    version: Name


class PluginUse(Struct, forbid_unknown_fields=True, gc=False):
    """A plugin that took part."""

    name: Name
    port: Name
    version: Name


class SourceUse(Struct, forbid_unknown_fields=True, gc=False):
    """A source that was shown to the drafter; `score_ppm` is the score in millionths."""

    cited: bool | UnsetType = UNSET
    document_id: DocumentId | UnsetType = UNSET
    passage_id: DocumentId | UnsetType = UNSET
    score_ppm: Whole | UnsetType = UNSET
    uri: str | UnsetType = UNSET
    version: Hex | UnsetType = UNSET


class GuardVerdict(Struct, forbid_unknown_fields=True, gc=False):
    """What a guard said."""

    action: Literal["allow", "block", "escalate"]
    guard: Name
    reason: str


class ModelCall(Struct, forbid_unknown_fields=True, gc=False, rename=_dotted):
    """What one call of a model took; `cost_micros` in millionths of `currency` (ISO 4217),
    `energy_uwh` in millionths of a watt-hour."""

    cached: bool | UnsetType = UNSET
    cost_micros: Count | UnsetType = UNSET
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")] | UnsetType = UNSET
    energy_source: Name | UnsetType = UNSET
    energy_uwh: Count | UnsetType = UNSET
    gen_ai_response_finish_reasons: list[Name] | UnsetType = UNSET
    gen_ai_response_model: Name | UnsetType = UNSET
    gen_ai_usage_input_tokens: Count | UnsetType = UNSET
    gen_ai_usage_output_tokens: Count | UnsetType = UNSET
    tokens_estimated: bool | UnsetType = UNSET


class Oversight(Struct, forbid_unknown_fields=True, gc=False):
    """What a person did: who, with which outcome and reason, about which record (its id)."""

    outcome: Literal["accept", "override", "stop"]
    reason_code: Name
    refers_to: Name
    reviewer: Name


class Data(Struct, gc=False, rename=_dotted):
    """The members of `data` that have a fixed shape, each optional."""

    completions: list[ModelCall] | UnsetType = UNSET
    confidence_ppm: Millionths | UnsetType = UNSET
    configuration: Hex | UnsetType = UNSET
    duration_ms: Count | UnsetType = UNSET
    gen_ai_conversation_id: Name | UnsetType = UNSET
    gen_ai_operation_name: Name | UnsetType = UNSET
    gen_ai_provider_name: Name | UnsetType = UNSET
    gen_ai_request_model: Name | UnsetType = UNSET
    gen_ai_request_seed: Whole | UnsetType = UNSET
    gen_ai_response_finish_reasons: list[Name] | UnsetType = UNSET
    gen_ai_response_id: Name | UnsetType = UNSET
    gen_ai_response_model: Name | UnsetType = UNSET
    gen_ai_usage_input_tokens: Count | UnsetType = UNSET
    gen_ai_usage_output_tokens: Count | UnsetType = UNSET
    guards: list[GuardVerdict] | UnsetType = UNSET
    language: Name | UnsetType = UNSET
    legal_hold: bool | UnsetType = UNSET
    notice: Name | UnsetType = UNSET
    oversight: Oversight | UnsetType = UNSET
    plugins: list[PluginUse] | UnsetType = UNSET
    redactions: dict[Name, Count] | UnsetType = UNSET
    refers_to: Name | UnsetType = UNSET
    retention: Retention | UnsetType = UNSET
    semconv: Name | UnsetType = UNSET
    sources: list[SourceUse] | UnsetType = UNSET
    status: Name | UnsetType = UNSET
    system: System | UnsetType = UNSET


class Entry(Struct, forbid_unknown_fields=True, gc=False, kw_only=True):
    """A log entry: the CloudEvents-like attributes of a record around its data.

    `private` is what comes in and never what goes out: `validated` takes it out.
    """

    commitments: dict[str, str] | UnsetType = UNSET
    data: Data
    dataschema: Literal["opengovai/audit-record/1"] = "opengovai/audit-record/1"
    id: Name
    phase: Literal["intent", "result"]
    private: dict[Name, str] | UnsetType = UNSET
    source: Name
    specversion: Literal["1.0"] = "1.0"
    subject: Annotated[str, Meta(max_length=256)]
    time: str
    type: Name


class Stored(Struct, gc=False):
    """What stands in an entry, as far as it must to be read; it may be of a later version."""

    data: Data
    id: str
    phase: str
    source: str
    subject: str
    time: str
    type: str


_KNOWN = frozenset(field.encode_name for field in structs.fields(Data))
# msgspec takes a set for a list, and writes it in any order: lists of texts are looked at.
_PLAIN = _KNOWN - {"completions", "gen_ai.response.finish_reasons"}
_TEXT = frozenset({str})
_match_time = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|\+00:00)"
).fullmatch
_match_field = re.compile("[a-z][a-z0-9_]{0,63}").fullmatch
_seen: set[str] = set()
_MOST_SEEN = 4096
"""Digests known to be hexadecimal: those of the same few documents are in every record."""


def check_stored(record: object) -> None:
    """Raises ValueError for what is not `Stored`."""
    _require_facts(convert(record, Stored).data)


def validated(record: AuditRecord) -> tuple[Entry, dict[str, str]]:
    """The entry, still without its commitments, and the private texts.

    Raises AuditError that says which field is wrong. The message names fields, never their
    values: a value may be what must not be shown.
    """
    try:
        try:
            return _checked(record, record.data)
        except ValidationError:
            # Once more with enums and mappings in JSON types; then an error is an error.
            return _checked(record, converted(record.data))
    except ValidationError as error:
        raise _invalid(str(error)) from None


def _checked(record: AuditRecord, data: Any) -> tuple[Entry, dict[str, str]]:
    values = {
        "id": record.id,
        "source": record.source,
        "type": record.type,
        "time": record.time,
        "subject": record.subject,
        "phase": record.phase,
        "data": data,
        "private": record.private,
    }
    entry = convert(values, Entry)
    texts, entry.private = entry.private, UNSET
    _require_time(entry.time)
    facts = entry.data
    _require_facts(facts)
    if not _PLAIN.issuperset(data):
        more = plain({name: data[name] for name in data.keys() - _PLAIN})
        if not _KNOWN.issuperset(more):
            entry.data = to_builtins(facts, enc_hook=exact) | more
    return entry, _exact_texts(texts) if texts else {}


def _exact_texts(texts: dict[str, str]) -> dict[str, str]:
    """The texts as exactly text, so that what is committed to is what is stored."""
    if not _name_fields(*texts):
        raise ValidationError("Expected the name of a field - at `key` in `$.private`")
    if _TEXT.issuperset(map(type, (*texts, *texts.values()))):
        return texts
    return {str.__str__(name): str.__str__(text) for name, text in texts.items()}


@lru_cache(maxsize=64)  # the same few in every record
def _name_fields(*names: str) -> bool:
    return all(map(_match_field, names))


def _require_facts(facts: Data) -> None:
    """What the types do not say: hexadecimal digits, and keys in ASCII."""
    digests: list[str] = []
    if facts.sources is not UNSET:
        digests = [each.version for each in facts.sources if each.version is not UNSET]
    if facts.configuration is not UNSET:
        digests.append(facts.configuration)
    if not _seen.issuperset(digests):
        _require_hexadecimal(digests)
    if facts.redactions is not UNSET and not "".join(facts.redactions).isascii():
        raise ValidationError("Expected ASCII text - at `key` in `$.data.redactions`")


def _require_hexadecimal(digests: Sequence[str]) -> None:
    digits = "".join(digests)
    try:
        good = bytes.fromhex(digits).hex() == digits
    except ValueError:
        good = False
    if not good:
        raise ValidationError(
            "Expected 64 hexadecimal digits in lower case"
            " - at `$.data.configuration` or `$.data.sources[...].version`"
        )
    if len(_seen) > _MOST_SEEN:
        _seen.clear()
    _seen.update(digests)


def _require_time(text: str) -> None:
    if not _match_time(text):
        raise ValidationError("Expected a time in UTC as of RFC 3339 - at `$.time`")
    try:
        datetime.fromisoformat(text)
    except ValueError:  # the pattern lets through days and hours that no calendar has
        raise AuditError(
            "The record is not valid: its time does not exist",
            where="time",
            remedy="Write UTC as in 2026-11-23T12:00:00Z.",
        ) from None


def _invalid(message: str) -> AuditError:
    """The error for a message of msgspec, which ends in "- at `$.a.b`" and may quote an enum."""
    what, _, where = message.partition(" - at ")
    if what.startswith("Invalid enum value"):
        what = "Expected one of the values that the field may have"
    return AuditError(
        f"The record is not valid: {what}",
        where=where.replace("`", "").replace("$.", "").replace("$", "record"),
        remedy="docs/spec/audit-log.md lists the fields.",
    )
