"""A configuration file, read and checked; an unknown key is an error that names the nearest one."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from opengovai.config.defaults import DEFAULTS
from opengovai.config.tables import HOLDERS, PORTS, Table, inner
from opengovai.errors import ConfigurationError
from opengovai.plugins import check_keys


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """A checked configuration. `tables` has every table of DEFAULTS; relative paths stand
    relative to the file's folder."""

    tables: Mapping[str, Any]
    origin: str = "the built-in defaults"
    digest: str = field(default="")

    def with_paths(
        self,
        *,
        kb: Path | None = None,
        audit: Path | None = None,
        conversations: Path | None = None,
    ) -> Settings:
        """The same settings on another knowledge base or log directory; `conversations` only where
        the settings name no folder for them."""
        tables = dict(self.tables)
        if kb is not None:
            tables["store"] = {**tables["store"], "path": str(kb)}
        if audit is not None:
            tables["audit"] = {**tables["audit"], "path": str(audit)}
        if conversations is not None and not tables["conversation"]["path"]:
            tables["conversation"] = {**tables["conversation"], "path": str(conversations)}
        return replace(self, tables=tables)


def load_settings(path: Path | None = None) -> Settings:
    """Read `path`, else the file that OPENGOVAI_CONFIG names, else the defaults.

    Raises ConfigurationError where the file is missing, not TOML, or holds an unknown key.
    """
    named = path or (Path(os.environ["OPENGOVAI_CONFIG"]) if configured() else None)
    given = _read(named) if named else {}
    origin = str(named) if named else "the built-in defaults"
    check_keys(given, DEFAULTS, where=origin)
    tables = {name: _merge(name, given.get(name), origin) for name in DEFAULTS}
    if named:
        tables = {name: _anchor(table, named.parent) for name, table in tables.items()}
    _check_policy(tables, origin)
    digest = sha256(repr(sorted(tables.items())).encode()).hexdigest()
    return Settings(tables=tables, origin=origin, digest=digest)


def configured() -> bool:
    """Whether the environment names a configuration; an empty OPENGOVAI_CONFIG names none."""
    return bool(os.environ.get("OPENGOVAI_CONFIG"))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"The configuration cannot be read: {error}",
            where=str(path),
            remedy="Name an existing UTF-8 file with --config or OPENGOVAI_CONFIG.",
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            f"This is not TOML: {error}", where=str(path), remedy="Correct that line."
        ) from error


def _merge(name: str, given: Any, origin: str) -> Any:
    default = DEFAULTS[name]
    if given is None:
        return default
    if not isinstance(given, type(default)):
        kind = "an array of tables [[...]]" if isinstance(default, list) else "a table [...]"
        raise ConfigurationError(
            f"{name!r} must be {kind}", where=origin, remedy="See docs/reference/config."
        )
    if isinstance(default, list):
        return [_with_use(table, name, origin) for table in given]
    if name in PORTS:
        _check_parts(given, name, origin)
        same = given.get("use", default["use"]) == default["use"]
        return {**default, **given} if same else given
    held = {key: given[key] for key in HOLDERS.get(name, ()) if key in given}
    _check_parts(held, name, origin)
    own = {key: value for key, value in given.items() if key not in held}
    check_keys(own, default, where=f"[{name}] of {origin}")
    _check_types(own, default, where=f"[{name}] of {origin}")
    _check_one_floor(own, where=f"[{name}] of {origin}")
    return {**default, **own, **held}


def _check_parts(table: Table, name: str, origin: str) -> None:
    for key, part in inner(table):
        for one in part if isinstance(part, list) else [part]:
            _check_parts(_with_use(one, f"{name}.{key}", origin), f"{name}.{key}", origin)


def _with_use(table: Any, name: str, origin: str) -> Any:
    if not isinstance(table, dict) or "use" not in table:
        raise ConfigurationError(
            f"A table of [{name}] has no key 'use'",
            where=origin,
            remedy="Name a plugin there; `opengovai plugins` lists them.",
        )
    return table


def _check_types(given: Table, default: Table, *, where: str) -> None:
    for key, value in given.items():
        numeric = isinstance(default[key], float) and isinstance(value, int)
        if not isinstance(value, type(default[key])) and not numeric:
            raise ConfigurationError(
                f"Key {key!r} must be a {type(default[key]).__name__}, not {value!r}",
                where=where,
                remedy="Correct the value.",
            )


def _check_one_floor(given: Table, *, where: str) -> None:
    if "floor" in given and given.get("calibration_path"):
        raise ConfigurationError(
            "floor and calibration_path are both set, and a calibration brings its own floor",
            where=where,
            remedy="Leave one of them out.",
        )


def _anchor(table: Any, folder: Path) -> Any:
    """Paths, which are the keys `path` and `..._path` at any depth, made relative to `folder`."""
    if isinstance(table, list):
        return [_anchor(one, folder) for one in table]
    if not isinstance(table, dict):
        return table
    return {
        key: str(folder / value)
        if isinstance(value, str) and value and (key == "path" or key.endswith("_path"))
        else _anchor(value, folder)
        for key, value in table.items()
    }


def _check_policy(tables: Table, origin: str) -> None:
    service, conversation = tables["service"], tables["conversation"]
    if not 0 < service["floor"] <= 1 or service["passages"] < 1 or not service["languages"]:
        raise ConfigurationError(
            "floor must be in (0, 1], passages at least 1, languages at least one",
            where=f"[service] of {origin}",
            remedy="Correct the value.",
        )
    if min(conversation[key] for key in ("turns", "minutes", "most")) < 1:
        raise ConfigurationError(
            "turns, minutes and most must be at least 1",
            where=f"[conversation] of {origin}",
            remedy="Correct the value.",
        )
