"""A service's budget per day and per month: tokens, money, energy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from opengovai.errors import BudgetExceededError
from opengovai.models.ledger import Ledger


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Upper limits for one period; None: no limit. Energy in watt-hours, its best figure."""

    tokens: int | None = None
    cost: Decimal | None = None
    energy_wh: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """What `ledger` has booked against `day` and `month` (UTC).

    A call is let through while its period is below the limit, so concurrent calls may overrun it
    by what they take themselves.
    """

    ledger: Ledger
    day: Limits
    month: Limits

    def require(self) -> None:
        """Raises BudgetExceededError where a limit is reached."""
        today = self.ledger.today()
        self._check("day", self.day, today)
        self._check("month", self.month, today.replace(day=1))

    def _check(self, period: str, limits: Limits, since: date) -> None:
        if limits == Limits():
            return
        tokens, cost, energy = self.ledger.since(since)
        reached = (
            (limits.tokens, tokens, "tokens"),
            (limits.cost, cost, "in money"),
            (limits.energy_wh, energy, "Wh"),
        )
        for limit, spent, unit in reached:
            if limit is not None and spent >= limit:
                raise BudgetExceededError(
                    f"The budget of the {period} is spent: {spent:,} of {limit:,} {unit}",
                    remedy=f"Wait for the next {period}, or raise the limit.",
                )
