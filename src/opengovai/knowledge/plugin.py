"""What the entry points of this package name, and how a store's plugin becomes a knowledge base."""

from __future__ import annotations

import os
from pathlib import Path

from opengovai.protocols import Embedder, PassageStore, Reranker
from opengovai.types import Plugin, PluginInfo


def _embedded(
    *,
    path: str,
    embedder: Embedder | None = None,
    reranker: Reranker | None = None,
    dense_floor: float | None = None,
) -> object:
    from opengovai.knowledge.base import KnowledgeBase

    return KnowledgeBase.open(
        path,
        read_only=_published(Path(path)),
        embedder=embedder,
        reranker=reranker,
        floor=dense_floor,
    )


def _published(folder: Path) -> bool:
    """Whether the base is there for reading alone, such as on a read-only mount."""
    return folder.is_dir() and not os.access(folder, os.W_OK)


embedded = Plugin(
    info=PluginInfo(name="embedded", version="1", api_version=1, licence="Apache-2.0"),
    open=_embedded,
)


def whole(part: object) -> object:
    """What `[store]` opened as a whole knowledge base: a `PassageStore` gets the library's own
    analysis and weights around it, anything else is one already."""
    if not isinstance(part, PassageStore):
        return part
    from opengovai.knowledge.shared import SharedKnowledgeBase

    return SharedKnowledgeBase(part)
