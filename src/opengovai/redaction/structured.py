"""Structured input: JSON, CSV and Python mappings, by path rules and by content.

The name of a field counts as context: `{"nationalId": "12345678"}` is read as
`national id: 12345678`. Keys and column names stay; numbers become text where they are masked.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from functools import partial
from math import isfinite
from typing import NoReturn

from opengovai.errors import InputError
from opengovai.redaction.redactor import Redactor, Session
from opengovai.redaction.vault import Vault
from opengovai.types import RedactedText

Value = None | bool | int | float | Decimal | str | Sequence["Value"] | Mapping[str, "Value"]
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
    """One JSON text in, one out; numbers stay as they are written. Raises InputError if it is not
    JSON, and for a key that stands twice in one object, of which readers keep different ones."""
    redacted, vault = redact_value(
        redactor, _parsed(redactor, text), rules=rules, conversation=conversation
    )
    return RedactedText(_written(redacted)), vault


def _parsed(redactor: Redactor, text: str) -> Value:
    try:
        value: Value = json.loads(
            text,
            parse_int=Decimal,
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=partial(_object, redactor),
        )
    except json.JSONDecodeError as error:
        raise InputError(
            f"This is not JSON: {error.msg}",
            where=f"line {error.lineno}, column {error.colno}",
            remedy="Check that the file is whole.",
        ) from None
    except InvalidOperation:
        raise InputError("A number's exponent has more digits than can be read") from None
    except RecursionError:
        raise InputError(f"The value is nested deeper than {_DEEPEST}") from None
    return value


def _no_number(constant: str) -> NoReturn:
    raise InputError(
        f"This is not JSON: it has no {constant}", remedy="Write null where there is no number."
    )


def _object(redactor: Redactor, pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    found = dict(pairs)
    if len(found) < len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise InputError(
            f"The key {redactor.redact(twice)[0]!r} stands twice in one object",
            remedy="Give each a name of its own: one of the values would be lost.",
        )
    return found


def _written(value: Value) -> str:
    """JSON with numbers as they were read: no float is between. Half of a character of two code
    units, as texts cut by length have, is written as the escape that it came as."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_written(key)}: {_written(of)}' for key, of in value.items())}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


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
    # A sample without a doubled quote says nothing of the rows behind it.
    dialect.doublequote = True
    out = io.StringIO(newline="")
    end = "\r\n" if "\r\n" in text else "\n"
    writer = csv.writer(out, dialect, lineterminator=end)
    session = redactor.session(conversation)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # the text is in memory already
    reader = csv.reader(io.StringIO(text, newline=""), dialect, strict=True)
    try:
        for row in _rows(session, reader, rules):
            writer.writerow(row)
    except csv.Error as error:
        raise InputError(
            f"This is not CSV: {error}",
            where=f"line {reader.line_num}",
            remedy="Check quotes and line ends.",
        ) from None
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
    if not isinstance(value, str | int | float | Decimal):
        raise InputError(f"A value of type {type(value).__name__} is nothing that JSON can say")
    if isinstance(value, float) and not isfinite(value):
        raise InputError(f"The number {value} is nothing that JSON can say")
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
