"""From one TOML file to an assistant: a table per port, `use` names the plugin, the rest is its.

An unknown key anywhere is an error that names the nearest known one. Without a file the defaults
below hold: everything local, nothing leaves the machine.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from opengovai import __version__
from opengovai.assistant import Assistant
from opengovai.egress import destinations
from opengovai.errors import ConfigurationError, PluginError
from opengovai.evaluation.calibration import Calibration, read_calibration
from opengovai.guards.composition import AllOf
from opengovai.knowledge.plugin import whole
from opengovai.models.card import KEYS as CARD_KEYS
from opengovai.models.card import ModelPolicy, read_card
from opengovai.models.meter import machine_meter
from opengovai.models.metering import MeteredModel
from opengovai.plugins import build, check_keys, load, parameters
from opengovai.protocols import ChatModel
from opengovai.types import JSON, ModelCard

Table = Mapping[str, Any]

_PORTS = {
    "redactor": "redactors",
    "store": "stores",
    "drafter": "drafters",
    "audit": "audit",
    "handoff": "handoffs",
}
# A table of a port may hold tables of others: [audit.journal] is a part of [audit], and each
# [[drafter.model.models]] a part of [drafter.model].
_INNER = {
    "journal": "journals",
    "keys": "keystores",
    "model": "models",
    "stronger": "models",
    "models": "models",
}
# What runs a model declares it in a table `card`, unless it only asks other models.
_MODELS = {"models", "embedders", "rerankers"}
_GUARDS = ("question_guards", "answer_guards")
# What each port gets to see, for the egress policy.
_SEES = {
    "redactors": "personal",
    "stores": "redacted",
    "drafters": "redacted",
    "guards": "redacted",
    "handoffs": "redacted",
    "audit": "records",
    "journals": "records",
    "keystores": "records",
    "models": "redacted",
    "embedders": "redacted",
    "rerankers": "redacted",
}

DEFAULTS: Table = {
    "service": {
        "name": "opengovai",
        "languages": ["en", "sw", "rw", "kk", "ru", "de", "fr"],
        "passages": 10,
        "floor": 0.67,
        "calibration_path": "",
    },
    "redactor": {"use": "builtin"},
    "store": {"use": "embedded", "path": "kb"},
    "drafter": {"use": "extractive"},
    "question_guards": [{"use": "length", "limit": 2000}, {"use": "characters"}],
    "answer_guards": [{"use": "length", "limit": 20000}, {"use": "characters"}],
    "audit": {"use": "directory", "path": "audit"},
    "handoff": {
        "use": "contact",
        "authority": "the responsible public office",
        "contact": "see the address on its official letters",
    },
    "egress": {"personal": [], "redacted": [], "records": []},
    "model_policy": {
        "licences": ["Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CC-BY-4.0"],
        "residency": ["local"],
        "exceptions": [],
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """A checked configuration. `tables` has every table of DEFAULTS; relative paths stand
    relative to the file's folder."""

    tables: Mapping[str, Any]
    origin: str = "the built-in defaults"
    digest: str = field(default="")

    def with_paths(self, *, kb: Path | None = None, audit: Path | None = None) -> Settings:
        """The same settings on another knowledge base or log directory."""
        tables = dict(self.tables)
        if kb is not None:
            tables["store"] = {**tables["store"], "path": str(kb)}
        if audit is not None:
            tables["audit"] = {**tables["audit"], "path": str(audit)}
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


@contextmanager
def open_assistant(
    path: Path | None = None, *, kb: Path | None = None, audit: Path | None = None
) -> Iterator[Assistant]:
    """An assistant as the configuration at `path` describes it; its log and store are closed at
    the end of the `with` block. `kb` and `audit` put other directories in their place.

    Raises ConfigurationError, StorageError or AuditError.
    """
    settings = load_settings(path).with_paths(kb=kb, audit=audit)
    with ExitStack() as closing:
        yield assemble(settings, closing)


def assemble(settings: Settings, closing: ExitStack) -> Assistant:
    """Build every part that `settings` name; `closing` closes those that can be closed."""
    parts: dict[str, Any] = {}
    for table, group in _PORTS.items():
        parts[table] = _build(group, settings.tables[table], settings)
        if hasattr(parts[table], "close"):
            closing.callback(parts[table].close)
    guards = {
        name: AllOf([_build("guards", table, settings) for table in settings.tables[name]])
        for name in _GUARDS
    }
    service = settings.tables["service"]
    return Assistant(
        redactor=parts["redactor"],
        languages=tuple(service["languages"]),
        question_guard=guards["question_guards"],
        retriever=parts["store"],
        passages=service["passages"],
        drafter=parts["drafter"],
        archive=parts["store"],
        calibration=_calibration(service),
        answer_guard=guards["answer_guards"],
        handoff=parts["handoff"],
        audit=parts["audit"],
        service=service["name"],
        facts={
            "system": {"name": "opengovai", "version": __version__},
            "configuration": settings.digest,
            "plugins": _used(settings),
        },
    )


def _calibration(service: Table) -> Calibration:
    if service["calibration_path"]:
        return read_calibration(Path(service["calibration_path"]))
    return Calibration(floor=service["floor"])


def explain(settings: Settings) -> list[dict[str, Any]]:
    """One row per plugin that the settings name: its table, keys and where its data goes.

    Loads and checks the plugins without opening a store or a log.
    """
    rows = []
    for name, group, table in _named(settings):
        hosts = _permitted(group, table, settings)
        keys = _keys(group, table)
        check_keys(keys, parameters(group, table["use"]), where=f"[{name}] of {settings.origin}")
        shown = {key: value for key, value in keys.items() if key not in dict(_inner(table))}
        egress = ", ".join(hosts) or "none"
        rows.append({"table": name, "use": table["use"], "egress": egress, "keys": shown})
    return rows


def _named(settings: Settings) -> list[tuple[str, str, Table]]:
    """Every table that names a plugin: its own name, its group, itself; an outer one first."""
    top = [(table, group, settings.tables[table]) for table, group in _PORTS.items()]
    top += [(name, "guards", table) for name in _GUARDS for table in settings.tables[name]]
    return [found for part in top for found in _with_parts(*part)]


def _with_parts(name: str, group: str, table: Table) -> Iterator[tuple[str, str, Table]]:
    yield name, group, table
    for key, part in _inner(table):
        for one in part if isinstance(part, list) else [part]:
            yield from _with_parts(f"{name}.{key}", _INNER[key], one)


def _inner(table: Table) -> list[tuple[str, Any]]:
    """The keys of `table` that hold a plugin's table or several; `model` may be a mere name."""
    return [(key, value) for key, value in table.items() if key in _INNER and _is_table(value)]


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    )


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
    if name in _PORTS:
        _check_parts(given, name, origin)
        same = given.get("use", default["use"]) == default["use"]
        return {**default, **given} if same else given
    check_keys(given, default, where=f"[{name}] of {origin}")
    _check_types(given, default, where=f"[{name}] of {origin}")
    return {**default, **given}


def _check_parts(table: Table, name: str, origin: str) -> None:
    for key, part in _inner(table):
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


def open_part(settings: Settings, table: str, inner: str = "") -> Any:
    """One part by itself, such as [store] or [audit.journal], for who needs no assistant.

    Raises ConfigurationError where the configuration has no such part.
    """
    found = settings.tables[table].get(inner) if inner else settings.tables[table]
    if found is None:
        raise ConfigurationError(
            f"There is no table [{table}.{inner}]",
            where=settings.origin,
            remedy="See docs/reference/config.",
        )
    return _build(_INNER[inner] if inner else _PORTS[table], found, settings)


def _check_types(given: Table, default: Table, *, where: str) -> None:
    for key, value in given.items():
        numeric = isinstance(default[key], float) and isinstance(value, int)
        if not isinstance(value, type(default[key])) and not numeric:
            raise ConfigurationError(
                f"Key {key!r} must be a {type(default[key]).__name__}, not {value!r}",
                where=where,
                remedy="Correct the value.",
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
    floor = tables["service"]["floor"]
    if (
        not 0 < floor <= 1
        or tables["service"]["passages"] < 1
        or not tables["service"]["languages"]
    ):
        raise ConfigurationError(
            "floor must be in (0, 1], passages at least 1, languages at least one",
            where=f"[service] of {origin}",
            remedy="Correct the value.",
        )


def _build(group: str, table: Table, settings: Settings) -> Any:
    _permitted(group, table, settings)
    parts = {
        key: [_build(_INNER[key], one, settings) for one in part]
        if isinstance(part, list)
        else _build(_INNER[key], part, settings)
        for key, part in _inner(table)
    }
    part = build(group, table["use"], {**_keys(group, table), **parts})
    part = whole(part) if group == "stores" else part
    card = _card(table, settings) if group == "models" else None
    if card is None:
        return part
    meter = machine_meter() if card.residency == "local" else None
    return MeteredModel(cast("ChatModel", part), card, meter)


def _keys(group: str, table: Table) -> dict[str, Any]:
    """What the plugin itself gets to see of its table."""
    ours = {"use", "card"} if group in _MODELS else {"use"}
    return {key: value for key, value in table.items() if key not in ours}


def _permitted(group: str, table: Table, settings: Settings) -> tuple[str, ...]:
    """The hosts that this part sends data to; raises PluginError where the policy forbids one, or
    the model behind it."""
    info = load(group, table["use"]).info
    allowed = settings.tables["egress"][_SEES[group]]
    hosts = destinations(info, table, where=settings.origin)
    for host in hosts:
        if host not in allowed:
            raise PluginError(
                f"Plugin {info.name!r} sends {_SEES[group]} text to {host}, "
                "which the egress policy does not allow",
                where=settings.origin,
                remedy=f'Choose another plugin, or add it: [egress] {_SEES[group]} = ["{host}"].',
            )
    if group in _MODELS and not _inner(table):
        named = str(table.get("model") or table.get("path") or table["use"])
        policy = ModelPolicy(**settings.tables["model_policy"])
        policy.check(named, _card(table, settings), where=settings.origin)
    return hosts


def _card(table: Table, settings: Settings) -> ModelCard | None:
    where = f"a table card of {settings.origin}"
    card = table.get("card")
    if card is not None and not isinstance(card, dict):
        raise ConfigurationError(
            "Key 'card' must be a table", where=where, remedy="See docs/reference/config."
        )
    check_keys(card or {}, CARD_KEYS, where=where)
    return read_card(card, where=where)


def _used(settings: Settings) -> JSON:
    versions = {
        (group, table["use"]): load(group, table["use"]).info.version
        for _, group, table in _named(settings)
    }
    return [
        {"port": group, "name": name, "version": version}
        for (group, name), version in sorted(versions.items())
    ]
