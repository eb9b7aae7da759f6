"""How sure a figure is: 95 % confidence intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

_Z = 1.959964  # the normal quantile of a two-sided 95 % interval
_ROUNDS = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """A figure over `n` questions, with the ends of its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


def rate(hits: Sequence[bool]) -> Estimate | None:
    """The share of true values with its Wilson score interval (Wilson 1927); None for none.

    Closed form, and honest at 0 and at 1, where a bootstrap interval has no width.
    """
    n = len(hits)
    if not n:
        return None
    share = sum(hits) / n
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Estimate(value=share, low=min(low, share), high=max(high, share), n=n)


def mean(values: Sequence[float], *, seed: int = 0) -> Estimate | None:
    """The mean with its percentile bootstrap interval (Efron 1979); None for none."""
    if not values:
        return None
    return bootstrap([values], lambda means: means[0], seed=seed)


def bootstrap(
    strata: Sequence[Sequence[float]],
    statistic: Callable[[Sequence[float]], float],
    *,
    seed: int = 0,
) -> Estimate:
    """A statistic of the means of `strata`, none of them empty, each resampled within itself."""
    import numpy as np

    draws = np.random.default_rng(seed)
    columns = [np.asarray(stratum, dtype=np.float64) for stratum in strata]
    rounds = np.stack(
        [
            column[draws.integers(0, column.size, (_ROUNDS, column.size))].mean(axis=1)
            for column in columns
        ],
        axis=1,
    )
    resampled = [statistic(row) for row in rounds.tolist()]
    low, high = np.quantile(resampled, [0.025, 0.975]).tolist()
    value = statistic([float(column.mean()) for column in columns])
    n = sum(column.size for column in columns)
    return Estimate(value=value, low=min(low, value), high=max(high, value), n=n)
