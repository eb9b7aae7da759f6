"""What keeps a dossier from being complete."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """One thing that is missing, dead, not allowed or out of date. `kind` is "field", "link",
    "licence", "review", "publiccode", "model card" or "workflow"."""

    kind: str
    where: str
    what: str
    remedy: str
