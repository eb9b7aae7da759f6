"""Whether the values of our own tables can be used: their types, ranges and names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from opengovai.config.tables import Table
from opengovai.errors import ConfigurationError
from opengovai.languages import SUPPORTED
from opengovai.plugins import suggestion

_RANGES: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "service": {"passages": (1, 1_000)},
    "conversation": {"turns": (1, 1_000), "minutes": (1, 1_000_000), "most": (1, 100_000_000)},
}
_NOUNS = {str: "a text", int: "a whole number", float: "a number", list: "a list of texts"}


def mistyped(given: Table, default: Table, *, where: str) -> dict[str, ConfigurationError]:
    """By key: each value of another type than its default; a whole number is a number too."""
    return {
        key: ConfigurationError(
            f"Key {key!r} must be {_NOUNS[type(default[key])]}, not {value!r}",
            where=where,
            remedy=f"For example {key} = {_toml(default[key])}.",
        )
        for key, value in given.items()
        if not _is_of(value, default[key])
    }


def unusable(tables: Table, given: Table, origin: str) -> Iterator[ConfigurationError]:
    """What is of the right type and still cannot be meant, over all of our own tables."""
    for name, ranges in _RANGES.items():
        yield from _out_of_range(tables[name], ranges, where=f"[{name}] of {origin}")
    yield from _of_service(tables["service"], given, where=f"[service] of {origin}")
    conversation = tables["conversation"]
    if conversation["key_path"] and not conversation["path"]:
        yield ConfigurationError(
            "key_path names the key of a folder, and there is no folder",
            where=f"[conversation] of {origin}",
            remedy='Add path = "conversations", or leave key_path out.',
        )


def _out_of_range(
    table: Table, ranges: Mapping[str, tuple[int, int]], *, where: str
) -> Iterator[ConfigurationError]:
    for key, (least, most) in ranges.items():
        if not least <= table[key] <= most:
            yield ConfigurationError(
                f"{key} must be at least {least} and at most {most}, not {table[key]}",
                where=where,
                remedy="Correct the value.",
            )


def _of_service(table: Table, given: Table, *, where: str) -> Iterator[ConfigurationError]:
    if not 0 < table["floor"] <= 1:
        yield ConfigurationError(
            f"floor must be in (0, 1], not {table['floor']}",
            where=where,
            remedy="Correct the value, or choose one with `opengovai calibrate`.",
        )
    if "floor" in given and given.get("calibration_path"):
        yield ConfigurationError(
            "floor and calibration_path are both set, and a calibration brings its own floor",
            where=where,
            remedy="Leave one of them out.",
        )
    yield from _languages(table["languages"], where=where)


def _languages(tags: Iterable[str], *, where: str) -> Iterator[ConfigurationError]:
    if not tags:
        yield ConfigurationError(
            "languages must name at least one", where=where, remedy='For example ["en"].'
        )
    for tag in tags:
        if tag not in SUPPORTED:
            yield ConfigurationError(
                f"{tag!r} in 'languages' is no language that is served here",
                where=where,
                remedy=suggestion(tag, SUPPORTED),
            )


def _is_of(value: Any, default: Any) -> bool:
    if isinstance(value, bool):
        return isinstance(default, bool)
    if isinstance(default, float) and isinstance(value, int):
        return True
    if isinstance(default, list) and isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, type(default))


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
