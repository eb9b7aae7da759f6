"""What an entry point names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class PluginInfo:
    """What a plugin declares about itself, beside its factory in a `Plugin`.

    `api_version` is the port version it was written for. `licence` is an SPDX expression.
    `egress` says where data goes: "none", or a host or service name, or "configured": to the
    hosts of the URLs under the configuration keys that `egress_keys` names. `jurisdiction` is an
    ISO 3166-1 code or "local".
    """

    name: str
    version: str
    api_version: int
    licence: str
    egress: str = "none"
    egress_keys: tuple[str, ...] = ()
    jurisdiction: str = "local"
    model_card: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plugin:
    """What an entry point names: a declaration and a factory.

    The factory's keyword arguments are the keys of the plugin's configuration table; it raises
    ConfigurationError for a bad value and imports what is heavy only when called.
    """

    info: PluginInfo
    open: Callable[..., object]
