"""Text as it may travel, and what is personal in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NewType

RedactedText = NewType("RedactedText", str)
"""The only text that a model, an index query, a guard or the log accepts.

Only `opengovai.redaction` makes one; `tests/unit/test_redacted_text.py` lists the sites.
"""

PLACEHOLDER = re.compile(r"\[[A-Z]+(?:-[A-Z]+)*-\d+[a-z]*-[a-z]{6}\]")
"""A pseudonym as it stands in redacted text (`docs/spec/pseudonyms.md`)."""

JSON = None | bool | int | str | Sequence["JSON"] | Mapping[str, "JSON"]
"""What an audit record may hold: JSON without floats (see `docs/spec/audit-log.md`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EntitySpan:
    """Personal data found at `text[start:end]` of the input; `score` in [0, 1]."""

    start: int
    end: int
    entity: str
    score: float
    recognizer: str
