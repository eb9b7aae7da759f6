"""The packaged name tagger as a plugin: `use = "names"` under recognizers."""

from __future__ import annotations

from opengovai.redaction.names import open_names
from opengovai.types import Plugin, PluginInfo

names = Plugin(
    info=PluginInfo(
        name="names",
        version="1",
        api_version=1,
        licence="Apache-2.0",
        model_card="docs/reference/model-cards/names.md",
    ),
    open=open_names,
)
