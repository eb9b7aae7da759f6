"""What an embedder or a reranker reads of official texts, which are public as published."""

from __future__ import annotations

from opengovai.types import Passage, RedactedText

PROBE = RedactedText("A passage of an official text.")
"""What is embedded to tell whether a model is still the same."""

SAME_MODEL = 0.98
"""Least cosine of what one model says of the probe at two times."""


def as_read(passage: Passage) -> RedactedText:
    """Title, headings and text, one a line."""
    return RedactedText("\n".join((passage.title, *passage.headings, passage.text)).strip())
