"""Redaction: personal data is found, replaced by pseudonyms and put back for the one who asked.

The names below are loaded on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opengovai.redaction.conversations import Conversations
    from opengovai.redaction.placeholders import without_placeholders
    from opengovai.redaction.redactor import Redactor
    from opengovai.redaction.vault import Vault

_HOME = {
    "Redactor": "redactor",
    "Vault": "vault",
    "Conversations": "conversations",
    "without_placeholders": "placeholders",
}

__all__ = ["Conversations", "Redactor", "Vault", "without_placeholders"]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
