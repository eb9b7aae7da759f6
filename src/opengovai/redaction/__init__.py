"""Redaction: personal data is found, replaced by pseudonyms and put back for the one who asked.

The names below are loaded on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opengovai.redaction.conversations import Conversations
    from opengovai.redaction.keyfiles import KeyFiles
    from opengovai.redaction.placeholders import without_placeholders
    from opengovai.redaction.redactor import Redactor
    from opengovai.redaction.replacements import generalise, keyed, mask, surrogate
    from opengovai.redaction.storage import VaultFolder
    from opengovai.redaction.structured import Rule, redact_csv, redact_json, redact_value
    from opengovai.redaction.vault import Vault

__all__ = [
    "Conversations",
    "KeyFiles",
    "Redactor",
    "Rule",
    "Vault",
    "VaultFolder",
    "generalise",
    "keyed",
    "mask",
    "redact_csv",
    "redact_json",
    "redact_value",
    "surrogate",
    "without_placeholders",
]

_HOME = {
    "Conversations": "conversations",
    "KeyFiles": "keyfiles",
    "Redactor": "redactor",
    "Rule": "structured",
    "Vault": "vault",
    "VaultFolder": "storage",
    "generalise": "replacements",
    "keyed": "replacements",
    "mask": "replacements",
    "redact_csv": "structured",
    "redact_json": "structured",
    "redact_value": "structured",
    "surrogate": "replacements",
    "without_placeholders": "placeholders",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
