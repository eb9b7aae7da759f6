"""Finding and opening plugins: one entry-point group per port, ours among them.

Listing reads metadata only. Code of a plugin runs when a configuration names it, never before.
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, EntryPoint, distributions

from opengovai.errors import ConfigurationError, MissingExtraError, PluginError
from opengovai.types import Plugin

API_VERSION = 1
"""The version of the ports in `opengovai.protocols` that this release implements."""

GROUPS = (
    "redactors",
    "loaders",
    "stores",
    "drafters",
    "guards",
    "audit",
    "journals",
    "keystores",
    "casestores",
    "handoffs",
    "channels",
    "models",
    "embedders",
    "rerankers",
    "classifiers",
    "taggers",
)
"""The ports that take plugins; the entry-point group is "opengovai." + name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Installed:
    """An entry point as its distribution's metadata declares it; nothing was imported."""

    group: str
    name: str
    target: str
    distribution: str
    version: str
    licence: str


def installed() -> list[Installed]:
    """Every plugin on this machine, sorted by port and name."""
    return sorted(
        (_describe(dist, entry) for dist, entry in _entries()),
        key=lambda plugin: (plugin.group, plugin.name, plugin.distribution),
    )


def load(group: str, name: str) -> Plugin:
    """Import the plugin that a configuration names.

    Raises PluginError where it is unknown, installed twice, not importable, not a `Plugin` or
    written for other ports, and MissingExtraError where it lacks a dependency.
    """
    dist, entry = _only(group, name)
    where = f"{entry.value} of distribution {dist.name}"
    try:
        plugin = entry.load()
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"Plugin {name!r} needs the module {error.name!r}, which is not installed",
            where=where,
            remedy=f"Install the extra that {dist.name} documents for it.",
        ) from error
    except Exception as error:
        raise PluginError(
            f"Plugin {name!r} failed to import: {error}",
            where=where,
            remedy=f"Update or remove {dist.name}.",
        ) from error
    return _accepted(plugin, name, where)


def build(group: str, name: str, keys: Mapping[str, object]) -> object:
    """Load a plugin and call its factory with the keys of its configuration table.

    Raises ConfigurationError for an unknown, missing or ill-typed key.
    """
    from pydantic import ConfigDict, ValidationError, validate_call

    factory = load(group, name).open
    where = f"{group} plugin {name!r}"
    check_keys(keys, parameters(group, name), where=where)
    strictly = validate_call(config=ConfigDict(arbitrary_types_allowed=True))
    try:
        return strictly(factory)(**keys)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(
            f"Key {key!r}: {first['msg']}", where=where, remedy="Correct its table and try again."
        ) from error


def parameters(group: str, name: str) -> list[str]:
    """The keys that the table of this plugin may hold."""
    return list(inspect.signature(load(group, name).open).parameters)


def check_keys(keys: Iterable[str], known: Iterable[str], *, where: str) -> None:
    """Raise ConfigurationError for the first key that is not known, naming the nearest."""
    known = list(known)
    for key in keys:
        if key not in known:
            raise ConfigurationError(
                f"Unknown key {key!r}", where=where, remedy=suggestion(key, known)
            )


def suggestion(word: str, known: Iterable[str]) -> str:
    """ "Did you mean ...?" or the list of what is known."""
    known = sorted(known)
    near = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known) or 'none'}."


def _entries() -> list[tuple[Distribution, EntryPoint]]:
    wanted = {f"opengovai.{group}" for group in GROUPS}
    found: dict[tuple[str, str, str], tuple[Distribution, EntryPoint]] = {}
    for dist in distributions():
        for entry in dist.entry_points:
            if entry.group in wanted:
                # One distribution may stand on the path twice (editable beside built): once counts.
                found.setdefault((dist.name, entry.group, entry.name), (dist, entry))
    return list(found.values())


def _describe(dist: Distribution, entry: EntryPoint) -> Installed:
    declared = [dist.metadata[k] for k in ("License-Expression", "License") if k in dist.metadata]
    return Installed(
        group=entry.group.removeprefix("opengovai."),
        name=entry.name,
        target=entry.value,
        distribution=dist.name,
        version=dist.version,
        licence=(declared or ["undeclared"])[0].splitlines()[0],
    )


def _only(group: str, name: str) -> tuple[Distribution, EntryPoint]:
    in_group = [(dist, entry) for dist, entry in _entries() if entry.group == f"opengovai.{group}"]
    named = [(dist, entry) for dist, entry in in_group if entry.name == name]
    if not named:
        raise PluginError(
            f"No {group} plugin is called {name!r}",
            where=f"entry points opengovai.{group}",
            remedy=suggestion(name, {entry.name for _, entry in in_group})
            + " Run `opengovai plugins` to see what is installed.",
        )
    if len(named) > 1:
        owners = ", ".join(sorted(dist.name for dist, _ in named))
        raise PluginError(
            f"Two distributions call their {group} plugin {name!r}",
            where=owners,
            remedy="Uninstall all but one of them.",
        )
    return named[0]


def _accepted(plugin: object, name: str, where: str) -> Plugin:
    if not isinstance(plugin, Plugin):
        raise PluginError(
            f"Plugin {name!r} is not an opengovai.types.Plugin",
            where=where,
            remedy="Report it to its author.",
        )
    if plugin.info.api_version != API_VERSION:
        raise PluginError(
            f"Plugin {name!r} is for ports version {plugin.info.api_version}, "
            f"this is version {API_VERSION}",
            where=where,
            remedy="Install a matching release of it.",
        )
    return plugin
