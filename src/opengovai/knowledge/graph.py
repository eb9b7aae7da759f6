"""An approximate index over many vectors: HNSW (Malkov & Yashunin 2018) by usearch.

Only where the extra `dense` is installed. It answers with candidates, which the caller compares
exactly, and is stored as one file that readers map into memory.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
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
    """Vectors of unit length by number, in int8."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def empty(cls, dimensions: int) -> Graph:
        """One without vectors."""
        return cls(
            _usearch().Index(
                ndim=dimensions,
                metric="cos",
                dtype="i8",
                connectivity=_CONNECTIVITY,
                expansion_add=_WHEN_ADDING,
                expansion_search=_WHEN_SEARCHING,
            )
        )

    @classmethod
    def load(cls, path: Path, *, to_write: bool = False) -> Graph:
        """A stored one; mapped into memory unless it is to grow. Raises ValueError."""
        try:
            found = _usearch().Index.restore(path, view=not to_write)
        except (RuntimeError, OSError) as error:
            raise ValueError(str(error)) from error
        if found is None:
            raise ValueError("not a graph")
        return cls(found)

    def add(
        self, numbers: NDArray[np.int64], vectors: NDArray[np.float16], *, threads: int = 0
    ) -> None:
        """Add vectors; `threads` 0 means one for each core."""
        self._index.add(numbers, vectors.astype(np.float32), threads=threads)

    def save(self, path: Path) -> None:
        """Write one file."""
        self._index.save(path)

    def near(self, vector: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
        """Numbers of about the nearest `limit` vectors, in no order that counts."""
        found = self._index.search(vector, limit)
        numbers: NDArray[np.int64] = np.asarray(found.keys, np.int64)
        return numbers


def _usearch() -> Any:
    # usearch 2.26 and onnxruntime 1.32 live together only in this order; else the process dies
    # when onnxruntime is imported later.
    if find_spec("onnxruntime") is not None:
        import_module("onnxruntime")
    return import_module("usearch.index")
