"""A service's file as a table of keys, in TOML, YAML or JSON."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from typing import Any

from opengovai.errors import ConfigurationError, MissingExtraError


def parsed(raw: bytes, name: str) -> dict[str, Any]:
    """The keys of a file that is named so, or of a stored one, which has no name. Raises
    ConfigurationError with the line, MissingExtraError for YAML without the extra `casework`."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            f"The schema is not UTF-8 text (byte {error.start})",
            where=name,
            remedy="Convert it, for example with `iconv -t utf-8`.",
        ) from None
    kind, read = _format(name, text)
    try:
        table = read(text)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise ConfigurationError(
            f"The schema is not valid {kind}: {reason}",
            where=name,
            remedy="A schema is a file in TOML, YAML (.yaml) or JSON (.json).",
        ) from None
    if not isinstance(table, dict):
        raise ConfigurationError(
            f"The schema is {kind}, but not a table of keys",
            where=name,
            remedy="docs/how-to/casework.md lists the keys.",
        )
    return table


def _format(name: str, text: str) -> tuple[str, Callable[[str], Any]]:
    """By the file's ending; a stored body has none and is TOML, or JSON if it begins so."""
    if is_yaml(name):
        return "YAML", _read_yaml
    if name.lower().endswith(".json") or text.lstrip().startswith("{"):
        return "JSON", _read_json
    return "TOML", tomllib.loads


def is_yaml(name: str) -> bool:
    """True where the file's ending says so."""
    return name.lower().endswith((".yaml", ".yml"))


def _read_json(text: str) -> Any:
    """Raises ValueError, for a key that is written twice as well, as TOML does."""
    return json.loads(text, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return found


def _read_yaml(text: str) -> Any:
    """Raises ValueError. Every scalar is a string until the schema says what it is: `NO` is a
    country, not a refusal."""
    try:
        library = import_module("yaml")
    except ImportError as error:
        raise MissingExtraError(
            "Schemas in YAML need PyYAML", remedy='Install "opengovai[casework]", or write TOML.'
        ) from error
    try:
        root = library.compose(text, Loader=library.BaseLoader)
    except library.MarkedYAMLError as error:
        raise ValueError(f"{error.problem or error.context} ({_at(error.problem_mark)})") from None
    except library.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from None
    return None if root is None else _plain(root)


def _plain(node: Any) -> Any:
    """What a node of YAML says, without a guess at types."""
    if node.id == "sequence":
        return [_plain(each) for each in node.value]
    if node.id == "scalar":
        return node.value
    if odd := next((key for key, _ in node.value if key.id != "scalar"), None):
        raise ValueError(f"a key is not a word ({_at(odd.start_mark)})")
    return _object([(key.value, _plain(value)) for key, value in node.value])


def _at(mark: Any) -> str:
    return f"line {mark.line + 1}, column {mark.column + 1}" if mark else "at an unknown place"
