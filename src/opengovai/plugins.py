"""Finding and opening plugins: one entry-point group per port, ours among them.

Listing reads metadata only. Code of a plugin runs when a configuration names it, never before.
"""

from __future__ import annotations

import difflib
import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, EntryPoint, distributions
from typing import TYPE_CHECKING

from opengovai.errors import ConfigurationError, MissingExtraError, PluginError
from opengovai.types import Plugin

if TYPE_CHECKING:
    from pydantic import ValidationError

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

_WORDS = {
    "missing_keyword_only_argument": (" is missing", "Add it."),
    "missing_argument": (" is missing", "Add it."),
    "dict_type": (" must be a table", "Write it as { key = value }."),
    "list_type": (" must be a list", "Write it as [value, value]."),
    "string_type": (" must be a text", "Put it in quotes."),
}
"""What pydantic found, by its type of error: in words, and the remedy."""


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
    from pydantic import ValidationError

    factory = load(group, name).open
    where = f"{group} plugin {name!r}"
    check_keys(keys, parameters(group, name), where=where)
    try:
        return _strictly(factory)(**keys)
    except ValidationError as error:
        raise _ill_typed(error, where)[0][1] from error


def key_mistakes(
    group: str, name: str, keys: Mapping[str, object], *, parts: Iterable[str], where: str
) -> list[ConfigurationError]:
    """What `build` would complain of: every unknown, missing or ill-typed key. The factory is not
    called. `parts` are keys whose values are built from tables of their own: no type is asked."""
    from pydantic import ValidationError

    factory = load(group, name).open
    known = parameters(group, name)
    mistakes = unknown_keys(keys, known, where=where)

    @functools.wraps(factory)
    def uncalled(*_: object, **__: object) -> None:
        return None

    try:
        _strictly(uncalled)(**{key: value for key, value in keys.items() if key in known})
    except ValidationError as error:
        found = _ill_typed(error, where)
        mistakes += [mistake for key, mistake in found if key not in parts]
    return mistakes


def _strictly(factory: Callable[..., object]) -> Callable[..., object]:
    from pydantic import ConfigDict, validate_call

    return validate_call(config=ConfigDict(arbitrary_types_allowed=True))(factory)


def _ill_typed(error: ValidationError, where: str) -> list[tuple[str, ConfigurationError]]:
    """By key, pydantic's findings in words."""
    found = []
    for one in error.errors():
        key = str(one["loc"][0])
        path = ".".join(str(part) for part in one["loc"])
        what, remedy = _WORDS.get(one["type"], (f": {one['msg']}", "Correct its value."))
        found.append((key, ConfigurationError(f"Key {path!r}{what}", where=where, remedy=remedy)))
    return found


def parameters(group: str, name: str) -> list[str]:
    """The keys that the table of this plugin may hold."""
    return list(inspect.signature(load(group, name).open).parameters)


def check_keys(keys: Iterable[str], known: Iterable[str], *, where: str) -> None:
    """Raise ConfigurationError for the first key that is not known, naming the nearest."""
    for error in unknown_keys(keys, known, where=where):
        raise error


def unknown_keys(
    keys: Iterable[str], known: Iterable[str], *, where: str
) -> list[ConfigurationError]:
    """An error for each key that is not known, naming the nearest."""
    known = list(known)
    return [
        ConfigurationError(f"Unknown key {key!r}", where=where, remedy=suggestion(key, known))
        for key in keys
        if key not in known
    ]


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
