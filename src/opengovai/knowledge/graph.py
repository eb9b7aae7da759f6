"""An approximate index over many vectors: HNSW (Malkov & Yashunin 2018) by usearch.

Only in memory and only where the extra `dense` is installed; it answers with candidates, which the
caller compares exactly.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

_CONNECTIVITY = 16
_WHEN_ADDING = 128
_WHEN_SEARCHING = 128


def available() -> bool:
    """Whether usearch is installed."""
    return find_spec("usearch") is not None


class Graph:
    """Vectors float16[n, d] of unit length by their place, in int8 inside the graph."""

    def __init__(self, vectors: NDArray[np.float16], *, threads: int = 0) -> None:
        self._index: Any = import_module("usearch.index").Index(
            ndim=vectors.shape[1],
            metric="cos",
            dtype="i8",
            connectivity=_CONNECTIVITY,
            expansion_add=_WHEN_ADDING,
            expansion_search=_WHEN_SEARCHING,
        )
        self._index.add(np.arange(len(vectors)), vectors.astype(np.float32), threads=threads)

    def near(self, vector: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
        """Places of about the nearest `limit` vectors, in no order that counts."""
        found = self._index.search(vector, limit)
        places: NDArray[np.int64] = np.asarray(found.keys, np.int64)
        return places
