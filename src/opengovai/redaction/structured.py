"""Structured input: JSON, CSV and Python mappings, by path rules and by content.

The name of a field counts as context: `{"nationalId": "12345678"}` is read as
`national id: 12345678`. Keys and column names stay; numbers become text where they are masked.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from opengovai.errors import InputError
from opengovai.redaction.redactor import Redactor, Session
from opengovai.redaction.vault import Vault
from opengovai.types import RedactedText

Value = None | bool | int | float | str | Sequence["Value"] | Mapping[str, "Value"]
"""What JSON can say."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = re.compile(r"[\W_]+")
_DEEPEST = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """What is done at a path, before its content is looked at; the first rule that fits counts.

    `path` names keys and list positions with dots; `*` stands for any run of characters
    (`applicants.*.name`). `entity` masks the whole value as that entity; None lets it pass unread,
    so use it only for what you know holds no personal data.
    """

    path: str
    entity: str | None


def redact_value(
    redactor: Redactor,
    value: Value,
    *,
    rules: Sequence[Rule] = (),
    conversation: str | None = None,
) -> tuple[Value, Vault]:
    """A copy of the value with every text in it redacted, and the vault that restores texts.

    Raises RedactionError: fails closed. Raises InputError for what JSON cannot say and for
    nesting deeper than 200.
    """
    session = redactor.session(conversation)
    redacted = _walk(session, value, rules, path=(), name="")
    session.keep()
    return redacted, session.vault


def redact_json(
    redactor: Redactor,
    text: str,
    *,
    rules: Sequence[Rule] = (),
    conversation: str | None = None,
) -> tuple[RedactedText, Vault]:
    """One JSON text in, one out. Raises InputError if it is not JSON."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("This is not JSON", remedy="Check that the file is whole.") from None
    redacted, vault = redact_value(redactor, value, rules=rules, conversation=conversation)
    return RedactedText(json.dumps(redacted, ensure_ascii=False)), vault


def redact_csv(
    redactor: Redactor,
    text: str,
    *,
    rules: Sequence[Rule] = (),
    conversation: str | None = None,
) -> tuple[RedactedText, Vault]:
    """CSV with a header line; column names are context and paths. Raises InputError."""
    try:
        dialect = csv.Sniffer().sniff(text[:8192], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    out = io.StringIO(newline="")
    end = "\r\n" if "\r\n" in text else "\n"
    writer = csv.writer(out, dialect, lineterminator=end)
    session = redactor.session(conversation)
    try:
        for row in _rows(
            session, csv.reader(io.StringIO(text, newline=""), dialect, strict=True), rules
        ):
            writer.writerow(row)
    except csv.Error:
        raise InputError("This is not CSV", remedy="Check quotes and line ends.") from None
    session.keep()
    return RedactedText(out.getvalue()), session.vault


def _rows(
    session: Session, rows: Iterator[list[str]], rules: Sequence[Rule]
) -> Iterator[list[Value]]:
    header = next(rows, [])
    yield list(header)
    for row in rows:
        names = [*header, *[""] * (len(row) - len(header))]
        yield [
            _leaf(session, cell, rules, path=(name,), name=name)
            for cell, name in zip(row, names, strict=False)
        ]


def _walk(
    session: Session, value: Value, rules: Sequence[Rule], *, path: tuple[str, ...], name: str
) -> Value:
    if len(path) > _DEEPEST:
        raise InputError(f"The value is nested deeper than {_DEEPEST}")
    if isinstance(value, Mapping):
        return {
            _key(key): _walk(session, inner, rules, path=(*path, _key(key)), name=_key(key))
            for key, inner in value.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return [
            _walk(session, inner, rules, path=(*path, str(i)), name=name)
            for i, inner in enumerate(value)
        ]
    return _leaf(session, value, rules, path=path, name=name)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise InputError(f"Keys must be text, not {type(key).__name__}")
    return key


def _leaf(
    session: Session, value: object, rules: Sequence[Rule], *, path: tuple[str, ...], name: str
) -> Value:
    if value is None or isinstance(value, bool):
        return value
    if not isinstance(value, str | int | float):
        raise InputError(f"A value of type {type(value).__name__} is nothing that JSON can say")
    rule = next((r for r in rules if fnmatchcase(".".join(path), r.path)), None)
    if rule is not None:
        whole = rule.entity is not None and str(value)
        return session.substitute(rule.entity or "", str(value)) if whole else value
    text = str(value)
    redacted = session.redact(text, name=_spoken(name))
    return value if redacted == text else redacted


def _spoken(name: str) -> str:
    """A field's name as words: `nationalId` and `national_id` become `national id`."""
    return _SEPARATORS.sub(" ", _CAMEL.sub(" ", name)).strip().lower()
