"""Every mistake of a configuration, found without a network, a store or a log.

What has no effect outside the process is built, as a question would build it: drafters, guards,
hand-overs, channels, loaders, models, redactors. Of stores, logs and keys only the values are
checked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from opengovai.config.assembly import calibration
from opengovai.config.building import build_part, permitted, plugin_keys
from opengovai.config.reading import Settings, read_settings
from opengovai.config.tables import INNER, Table, inner, top
from opengovai.errors import ConfigurationError, OpenGovAIError
from opengovai.guards.boundaries import boundaries
from opengovai.plugins import key_mistakes

_OPENING = {"stores", "audit", "journals", "keystores", "casestores"}
# Folders and files that building a part would make.
_MADE = ("vault_path", "ledger_path")


def check(path: Path | None = None) -> tuple[Settings, list[OpenGovAIError]]:
    """The settings of `path` (see `load_settings`) and all that is wrong with them.

    Raises ConfigurationError where the file is missing or not TOML.
    """
    settings, unread = read_settings(path)
    mistakes: list[OpenGovAIError] = [*unread]
    mistakes += _boundaries(settings)
    try:
        calibration(settings.tables["service"])
    except ConfigurationError as error:
        mistakes.append(error)
    with TemporaryDirectory(prefix="opengovai-check-") as folder:
        for name, group, table in top(settings.tables):
            mistakes += _of_part(name, group, table, settings, Path(folder))
    return settings, list({str(one): one for one in mistakes}.values())  # each once


def _boundaries(settings: Settings) -> Iterator[ConfigurationError]:
    for family, action in settings.tables["boundaries"].items():
        try:
            boundaries({family: action})
        except ConfigurationError as error:
            yield _placed(error, "boundaries", settings)


def _of_part(
    name: str, group: str, table: Table, settings: Settings, scratch: Path
) -> list[ConfigurationError]:
    """The mistakes of a part and of those inside it; only a part without one is built."""
    mistakes: list[ConfigurationError] = []
    for key, part in inner(table):
        for one in part if isinstance(part, list) else [part]:
            mistakes += _of_part(f"{name}.{key}", INNER[key], one, settings, scratch)
    for step in (_allowed, _values):
        try:
            mistakes += step(name, group, table, settings)
        except ConfigurationError as error:
            mistakes.append(_placed(error, name, settings))
    if mistakes or group in _OPENING:
        return mistakes
    try:
        _close(build_part(group, _without_effect(table, scratch), settings))
    except OpenGovAIError as error:
        return [_placed(error, name, settings)]
    return []


def _allowed(name: str, group: str, table: Table, settings: Settings) -> list[ConfigurationError]:
    permitted(group, table, settings)
    return []


def _values(name: str, group: str, table: Table, settings: Settings) -> list[ConfigurationError]:
    keys, parts = plugin_keys(group, table), dict(inner(table))
    where = f"[{name}] of {settings.origin}"
    mistakes = key_mistakes(group, table["use"], keys, parts=parts, where=where)
    return mistakes + (_unset(keys, where) if group in _OPENING else [])


def _unset(keys: Table, where: str) -> list[ConfigurationError]:
    """Secrets by reference that the environment does not hold."""
    return [
        ConfigurationError(
            f"The environment variable {name}, which {key} names, is not set",
            where=where,
            remedy="Set it before the service starts.",
        )
        for key, name in keys.items()
        if key.endswith("_env") and isinstance(name, str) and not os.environ.get(name)
    ]


def _without_effect(table: Table, scratch: Path) -> dict[str, Any]:
    """The table with another place for what would be written, and without what would be opened."""
    return {
        key: _elsewhere(key, value, scratch)
        for key, value in table.items()
        if not (isinstance(value, Mapping) and INNER.get(key) in _OPENING)
    }


def _elsewhere(key: str, value: Any, scratch: Path) -> Any:
    if key in INNER and isinstance(value, list):
        return [_without_effect(one, scratch) for one in value]
    if key in INNER and isinstance(value, dict):
        return _without_effect(value, scratch)
    return str(scratch / "made") if key in _MADE and value else value


def _close(part: Any) -> None:
    if hasattr(part, "close"):
        part.close()


def _placed(error: OpenGovAIError, name: str, settings: Settings) -> ConfigurationError:
    """The error with the table's name, where it does not say it."""
    if f"[{name}] of " in error.where:
        where = error.where
    else:
        more = f", {error.where}" if error.where not in {"", settings.origin, f"[{name}]"} else ""
        where = f"[{name}] of {settings.origin}{more}"
    return ConfigurationError(error.what, where=where, remedy=error.remedy)
