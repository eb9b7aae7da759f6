"""Fakes, samples and contract suites, public for authors of plugins and applications.

Names are loaded on first use: importing this package loads nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opengovai.testing.records import sample_record

__all__ = ["sample_record"]

_HOMES = {"sample_record": "opengovai.testing.records"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
