"""Country packs: one small file per country, found by its ISO 3166-1 code."""

from __future__ import annotations

from opengovai.redaction.countries.packs import CODES, load

__all__ = ["CODES", "load"]
