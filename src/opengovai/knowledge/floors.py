"""From which cosine on a passage counts that only its meaning found."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SAMPLE = 1000
"""Passages that tell how alike a query is to unrelated ones."""


def floor(sample: NDArray[np.floating], vector: NDArray[np.float32]) -> float:
    """A cosine that passages unrelated to this query rarely reach: two deviations over the mean of
    a `sample` [n, d] of all (fewer in a base of a few passages, where none can be so far from the
    others). Models differ in their scale, and so do the queries of one model."""
    if len(sample) < 2 or sample.shape[1] != len(vector):
        return 0.0
    cosines = sample.astype(np.float32) @ vector
    apart = min(2.0, 0.8 * float(np.sqrt(len(cosines) - 1)))
    return float(cosines.mean() + apart * cosines.std())
