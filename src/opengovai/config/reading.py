"""A configuration file, read and checked; an unknown key is an error that names the nearest one."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from opengovai.config.defaults import DEFAULTS
from opengovai.config.tables import HOLDERS, PORTS, Table, inner
from opengovai.config.values import mistyped, unusable
from opengovai.errors import ConfigurationError, why
from opengovai.plugins import unknown_keys

_LARGEST = 1 << 20  # bytes


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

    Raises ConfigurationError where the file is missing, not TOML, or holds an unknown key or a
    value that cannot be used.
    """
    settings, mistakes = read_settings(path)
    if mistakes:
        raise mistakes[0]
    return settings


def read_settings(path: Path | None = None) -> tuple[Settings, list[ConfigurationError]]:
    """As `load_settings`, with every mistake; what is mistaken stands at its default.

    Raises ConfigurationError where the file is missing or not TOML.
    """
    named = path or (Path(os.environ["OPENGOVAI_CONFIG"]) if configured() else None)
    given = _read(named) if named else {}
    origin = str(named) if named else "the built-in defaults"
    mistakes = unknown_keys(given, DEFAULTS, where=origin)
    tables = {name: _merge(name, given.get(name), origin, mistakes) for name in DEFAULTS}
    service = given.get("service")
    mistakes += unusable(tables, service if isinstance(service, dict) else {}, origin)
    if named:
        tables = {name: _anchor(table, named.parent) for name, table in tables.items()}
    digest = sha256(repr(sorted(tables.items())).encode()).hexdigest()
    return Settings(tables=tables, origin=origin, digest=digest), mistakes


def configured() -> bool:
    """Whether the environment names a configuration; an empty OPENGOVAI_CONFIG names none."""
    return bool(os.environ.get("OPENGOVAI_CONFIG"))


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise _unreadable(path, "it has over 1 MiB")
        return tomllib.loads(content.decode())
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, why(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            f"This is not TOML: {error}", where=str(path), remedy="Correct that line."
        ) from error


def _unreadable(path: Path, reason: str) -> ConfigurationError:
    return ConfigurationError(
        f"The configuration cannot be read: {reason}",
        where=str(path),
        remedy="Name an existing UTF-8 file with --config or OPENGOVAI_CONFIG.",
    )


def _merge(name: str, given: Any, origin: str, mistakes: list[ConfigurationError]) -> Any:
    default = DEFAULTS[name]
    if given is None:
        return default
    if not isinstance(given, type(default)):
        kind = "an array of tables [[...]]" if isinstance(default, list) else "a table [...]"
        mistakes.append(
            ConfigurationError(
                f"{name!r} must be {kind}", where=origin, remedy="See docs/reference/config."
            )
        )
        return default
    if isinstance(default, list):
        return [table for table in given if not _collected(mistakes, table, name, origin)]
    if name in PORTS:
        table = {"use": default["use"], **given}
        wrong = _collected(mistakes, table, name, origin)
        if wrong:
            return default
        return {**default, **given} if table["use"] == default["use"] else given
    held = {key: given[key] for key in HOLDERS.get(name, ()) if key in given}
    own = {key: value for key, value in given.items() if key not in held}
    held = {
        key: part
        for key, part in held.items()
        if not _collected(mistakes, part, f"{name}.{key}", origin)
    }
    return {**default, **_usable(own, default, f"[{name}] of {origin}", mistakes), **held}


def _usable(
    own: Table, default: Table, where: str, mistakes: list[ConfigurationError]
) -> dict[str, Any]:
    mistakes += unknown_keys(own, default, where=where)
    known = {key: value for key, value in own.items() if key in default}
    wrong = mistyped(known, default, where=where)
    mistakes += wrong.values()
    return {key: value for key, value in known.items() if key not in wrong}


def _collected(
    mistakes: list[ConfigurationError], table: Any, name: str, origin: str
) -> list[ConfigurationError]:
    """The mistakes of one plugin's table and those inside it, which are added to `mistakes`."""
    wrong = list(_without_use(table, name, origin))
    mistakes += wrong
    return wrong


def _without_use(table: Any, name: str, origin: str) -> Iterator[ConfigurationError]:
    if not isinstance(table, dict) or not isinstance(table.get("use"), str):
        yield ConfigurationError(
            f"A table of [{name}] has no key 'use' that names a plugin",
            where=origin,
            remedy="Name one there; `opengovai plugins` lists them.",
        )
        return
    for key, part in inner(table):
        for one in part if isinstance(part, list) else [part]:
            yield from _without_use(one, f"{name}.{key}", origin)


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
