"""The built-in guards, as plugins."""

from __future__ import annotations

from opengovai import __version__
from opengovai.errors import ConfigurationError
from opengovai.guards.text import CharacterGuard, LengthGuard
from opengovai.types import Plugin, PluginInfo


def _info(name: str) -> PluginInfo:
    return PluginInfo(name=name, version=__version__, api_version=1, licence="Apache-2.0")


def _open_length(*, limit: int = 2_000) -> LengthGuard:
    if limit < 1:
        raise ConfigurationError(
            "The length limit must be at least 1", where="limit", remedy="Try limit = 2000."
        )
    return LengthGuard(limit=limit)


def _open_characters() -> CharacterGuard:
    return CharacterGuard()


length = Plugin(info=_info("length"), open=_open_length)
characters = Plugin(info=_info("characters"), open=_open_characters)
