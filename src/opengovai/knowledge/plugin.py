"""What the entry points of this package name."""

from __future__ import annotations

from opengovai.types import Plugin, PluginInfo


def _embedded(*, path: str) -> object:
    from opengovai.knowledge.base import KnowledgeBase

    return KnowledgeBase.open(path)


embedded = Plugin(
    info=PluginInfo(name="embedded", version="1", api_version=1, licence="Apache-2.0"),
    open=_embedded,
)
