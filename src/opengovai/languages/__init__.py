"""What the library knows about languages: which one a text is in, its sentences, its search terms.

Seven languages are served: English, Swahili, Kinyarwanda, Kazakh, Russian, German, French.
Any other text is still split and indexed, by Unicode rules alone. Models and stemmers are
loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opengovai.languages.analysis import analyze
    from opengovai.languages.identification import Identification, identify
    from opengovai.languages.segmentation import sentences

__all__ = ["SUPPORTED", "Identification", "analyze", "identify", "sentences"]

SUPPORTED = ("en", "sw", "rw", "kk", "ru", "de", "fr")
"""ISO 639-1 codes of the languages that have their own rules here."""

_HOMES = {
    "Identification": "identification",
    "identify": "identification",
    "analyze": "analysis",
    "sentences": "segmentation",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
