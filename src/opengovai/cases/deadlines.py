"""Deadlines in working days, with the public holidays of the country where they are known.

The `holidays` package (extra `casework`) knows them. Without it only weekends are left out, so that
a deadline is never later than the true one.
"""

from __future__ import annotations

import importlib.util
from datetime import date, timedelta
from functools import lru_cache

from opengovai.cases.schema import Deadline


def known() -> bool:
    """True where public holidays are."""
    return importlib.util.find_spec("holidays") is not None


def due(received: date, deadline: Deadline, country: str) -> date:
    """The last day: `working_days` working days after the day of receipt."""
    day, left = received, deadline.working_days
    while left:
        day += timedelta(days=1)
        free = day.weekday() in deadline.weekend
        left -= not free and day not in _holidays(country, deadline.subdivision, day.year)
    return day


@lru_cache(maxsize=64)
def _holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    if not known():
        return frozenset()
    import holidays

    return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))


def supported(country: str, subdivision: str) -> bool:
    """True where the country, and the part of it, have a calendar."""
    if not known():
        return True
    import holidays

    parts = holidays.list_supported_countries().get(country)
    return parts is not None and (not subdivision or subdivision in parts)
