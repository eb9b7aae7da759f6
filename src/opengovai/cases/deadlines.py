"""Deadlines in working days, with the public holidays of the country where they are known.

The `holidays` package (extra `casework`) knows them. Without it only weekends are left out, so that
a deadline is never later than the true one.
"""

from __future__ import annotations

import importlib.util
from datetime import date, timedelta
from functools import lru_cache

from opengovai.cases.schema import Deadline
from opengovai.errors import ConfigurationError


def known() -> bool:
    """True where public holidays are."""
    return importlib.util.find_spec("holidays") is not None


def due(received: date, deadline: Deadline, country: str) -> date:
    """The last day: `working_days` working days after the day of receipt. Raises
    ConfigurationError as `require` does."""
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

    require(country, subdivision)
    part = _part(country, subdivision) or None
    return frozenset(holidays.country_holidays(country, subdiv=part, years=year))


@lru_cache(maxsize=16)
def unknown(country: str, subdivision: str) -> str:
    """What of a place no public holidays are known for, in words; empty if nothing is."""
    if not known():
        return ""
    import holidays

    parts = holidays.list_supported_countries().get(country)
    if parts is None:
        return f"no public holidays are known for the country {country!r}"
    if not subdivision or _part(country, subdivision) in parts:
        return ""
    stated = f"known are {', '.join(parts)}" if parts else "none of its parts is: leave it out"
    return f"no public holidays are known for the part {subdivision!r} of {country}; {stated}"


def require(country: str, subdivision: str) -> None:
    """Raises ConfigurationError where no deadline can be told."""
    if fault := unknown(country, subdivision):
        raise ConfigurationError(
            f"The deadline cannot be told: {fault}",
            where="[deadline]",
            remedy="Correct `country` or `subdivision` in the service's file.",
        )


def _part(country: str, subdivision: str) -> str:
    """ISO 3166-2 writes `DE-BE` in full; the calendars are known by `BE`."""
    return subdivision.removeprefix(f"{country}-")
