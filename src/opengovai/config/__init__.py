"""From one TOML file to an assistant: a table per port, `use` names the plugin, the rest is its.

An unknown key anywhere is an error that names the nearest known one. Without a file the defaults
hold: everything local, nothing leaves the machine.
"""

from __future__ import annotations

from opengovai.config.assembly import assemble, explain, open_assistant, open_part
from opengovai.config.checking import check
from opengovai.config.defaults import DEFAULTS
from opengovai.config.models import ConfiguredModel, configured_models
from opengovai.config.reading import Settings, configured, load_settings

__all__ = [
    "DEFAULTS",
    "ConfiguredModel",
    "Settings",
    "assemble",
    "check",
    "configured",
    "configured_models",
    "explain",
    "load_settings",
    "open_assistant",
    "open_part",
]
