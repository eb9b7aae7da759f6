"""Documents in, passages out: chunking, versions, the embedded store and lexical search.

The names here are loaded on first use; importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opengovai.knowledge.base import KnowledgeBase
    from opengovai.knowledge.chunking import SectionChunker
    from opengovai.knowledge.filters import Filter
    from opengovai.knowledge.results import Changes, Difference, Integrity, Listing, VersionListing

__all__ = [
    "Changes",
    "Difference",
    "Filter",
    "Integrity",
    "KnowledgeBase",
    "Listing",
    "SectionChunker",
    "VersionListing",
]

_HOMES = {
    "KnowledgeBase": "base",
    "SectionChunker": "chunking",
    "Filter": "filters",
    "Changes": "results",
    "Difference": "results",
    "Integrity": "results",
    "Listing": "results",
    "VersionListing": "results",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
