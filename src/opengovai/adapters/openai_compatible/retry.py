"""When a request may be sent again, and after how long.

Only what was certainly not billed is repeated: a request that was never sent, and one that the
server turned away. A connection that broke halfway may have been billed; it is not repeated.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

TURNED_AWAY = frozenset({429, 500, 502, 503})
"""Statuses of a request that produced nothing. A 504 may stand for work still going on."""

ATTEMPTS = 4
_FIRST, _LONGEST = 0.25, 8.0


def pause(attempt: int, retry_after: str | None, *, now: datetime | None = None) -> float:
    """Seconds before the attempt after `attempt` (from 1): what the server asks for (RFC 9110,
    10.2.3), else exponential; with jitter, so that callers turned away together do not return
    together (M. Brooker, Exponential Backoff and Jitter, 2015)."""
    asked = _seconds(retry_after, now or datetime.now(UTC))
    if asked is not None:
        return asked + random.uniform(0, 0.1 * asked + 0.05)  # noqa: S311 no secret
    return random.uniform(0, min(_LONGEST, _FIRST * 2.0**attempt))  # noqa: S311 no secret


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    value = (retry_after or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)
