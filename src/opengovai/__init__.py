"""OpenGovAI: public services that answer with quotes, record every step and decide nothing.

Importing this package loads nothing heavy; names are resolved on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from opengovai.assistant import Assistant
    from opengovai.audit import AuditLog
    from opengovai.config import open_assistant
    from opengovai.knowledge import KnowledgeBase
    from opengovai.redaction import Redactor
    from opengovai.types import Answer, Citation, Document, Hit, Passage, Sentence, Status

__all__ = [
    "Answer",
    "Assistant",
    "AuditLog",
    "Citation",
    "Document",
    "Hit",
    "KnowledgeBase",
    "Passage",
    "Redactor",
    "Sentence",
    "Status",
    "__version__",
    "open_assistant",
]

_HOMES = {
    "Assistant": "opengovai.assistant",
    "AuditLog": "opengovai.audit",
    "KnowledgeBase": "opengovai.knowledge",
    "Redactor": "opengovai.redaction",
    "open_assistant": "opengovai.config",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'opengovai' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "opengovai.types")), name)


def __dir__() -> list[str]:
    return __all__
