"""Fakes, samples and contract suites, public for authors of plugins and applications.

Names are loaded on first use: importing this package loads nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opengovai.testing.model_server import ModelServer
    from opengovai.testing.models import (
        chat_model_rules,
        classifier_rules,
        embedder_rules,
        reranker_rules,
    )
    from opengovai.testing.records import sample_record

__all__ = [
    "ModelServer",
    "chat_model_rules",
    "classifier_rules",
    "embedder_rules",
    "reranker_rules",
    "sample_record",
]

_HOMES = {
    "ModelServer": "opengovai.testing.model_server",
    "chat_model_rules": "opengovai.testing.models",
    "classifier_rules": "opengovai.testing.models",
    "embedder_rules": "opengovai.testing.models",
    "reranker_rules": "opengovai.testing.models",
    "sample_record": "opengovai.testing.records",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
