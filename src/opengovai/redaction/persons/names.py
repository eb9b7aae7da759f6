"""The list of given names and surnames in `names.txt`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def listed_names() -> frozenset[str]:
    """All names, each with a capital."""
    content = (files("opengovai.redaction.persons") / "names.txt").read_text("utf-8")
    return frozenset(content.split())
