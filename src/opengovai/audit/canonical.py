"""Canonical JSON: RFC 8785 restricted so far that any careful JSON writer agrees on the bytes.

No floats, ASCII keys, integers within +-(2**53 - 1), well-formed Unicode. Under these rules
msgspec's sorted output is the JCS form (tested against the `rfc8785` package).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.json import Encoder

from opengovai.errors import AuditError
from opengovai.types import JSON

_LIMIT = 2**53 - 1
_ATOMS = frozenset({str, bool, type(None)})


def canonical(value: JSON) -> bytes:
    """The canonical UTF-8 bytes of `value`. Raises AuditError for what the profile excludes."""
    return encoded(plain(value))


def encoded(value: Any) -> bytes:
    """The canonical bytes of what `plain` or a strict schema has let through."""
    try:
        return _encode(value)
    except (TypeError, RecursionError) as error:
        raise AuditError(f"The record is not canonical JSON: {error}", remedy=_REMEDY) from error
    except UnicodeEncodeError:  # it holds the text
        raise AuditError("A text of the record is not valid Unicode", remedy=_REMEDY) from None


def exact(value: object) -> str | int:
    """What a subclass of text or integer holds: msgspec calls this for what it does not know."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    raise TypeError(f"A record cannot hold a {type(value).__name__}")


def plain(value: JSON) -> Any:
    """`value` in exact JSON types: itself where it is so already. Raises AuditError."""
    return value if _plain(value) else converted(value)


# "deterministic" sorts mappings; our structs declare their fields in order.
_encode = Encoder(enc_hook=exact, order="deterministic").encode
_REMEDY = "Use text, integers, booleans, lists and objects with ASCII keys."


def _plain(value: object) -> bool:
    """True if `value` is built of exact JSON types within the profile, with no float anywhere."""
    stack = [value]
    pop, extend = stack.pop, stack.extend
    while stack:
        item = pop()
        kind = type(item)
        if kind is dict:
            for key in item:  # type: ignore[attr-defined]
                if type(key) is not str or not key.isascii():
                    return False
            extend(item.values())  # type: ignore[attr-defined]
        elif kind is list or kind is tuple:
            extend(item)  # type: ignore[arg-type]
        elif kind not in _ATOMS and (kind is not int or not -_LIMIT <= item <= _LIMIT):  # type: ignore[operator]
            return False
    return True


def converted(value: object, where: str = "data") -> Any:
    """`value` in exact JSON types (enums, mappings and sequences unwrapped), or AuditError."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        if not -_LIMIT <= value <= _LIMIT:
            raise AuditError("An integer of the record is not below 2**53", where=where)
        return int(value)
    if isinstance(value, Mapping):
        return {_key(key, where): converted(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [converted(item, f"{where}[{at}]") for at, item in enumerate(value)]
    raise AuditError(f"A record cannot hold a {type(value).__name__}", where=where, remedy=_REMEDY)


def _key(key: object, where: str) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise AuditError(f"The key {key!r} of the record is not ASCII text", where=where)
    return str.__str__(key)
