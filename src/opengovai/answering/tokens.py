"""Names for sources that live for one request, so that a drafter can cite but never invent."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from opengovai.types import Hit, Source


def name_sources(hits: Sequence[Hit]) -> tuple[Source, ...]:
    """Give each hit an unguessable token, e.g. "S2-9f3c1a": rank and 24 random bits."""
    return tuple(
        Source(token=f"S{rank}-{secrets.token_hex(3)}", hit=hit)
        for rank, hit in enumerate(hits, start=1)
    )
