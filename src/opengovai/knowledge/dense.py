"""Passages by meaning: vectors of an embedder beside the store, kept up to date with it.

Rows of the archive only grow, so the rows after the last one embedded are those still to do; a
deleted passage's vector is passed over, and dropped when half of them are. Search is exact, in
float32 in memory, up to `EXACT` vectors; beyond, candidates come from a graph if the extra `dense`
is there (else still exact), and are compared in float16 as stored.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from opengovai.errors import StoreDamagedError
from opengovai.knowledge.archive import Archive
from opengovai.knowledge.floors import SAMPLE, floor
from opengovai.knowledge.graph import Graph, available
from opengovai.knowledge.reading import PROBE, SAME_MODEL, as_read
from opengovai.knowledge.segments import Catalogue, Segments
from opengovai.protocols import Embedder
from opengovai.types import RedactedText

EXACT = 100_000
"""Vectors up to which each is compared with the query: `docs/explanation/retrieval.md` measures."""

_BLOCK = 2048  # rows of a segment
_GROWTH = 10  # a graph grows when a tenth of the vectors are not in it; those are compared
_WIDER = 4  # times as many candidates are asked of the graph as are wanted

Floats = NDArray[np.float32]


class DenseIndex:
    """What one knowledge base knows of its passages' meaning. Thread-safe."""

    def __init__(self, folder: Path, archive: Archive, embedder: Embedder) -> None:
        self._segments = Segments(folder)
        self._archive, self._embedder = archive, embedder
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._catalogue = Catalogue()
        self._rows: NDArray[np.int64] = np.zeros(0, np.int64)
        self._exact: Floats | None = None
        self._stored: NDArray[np.float16] = np.zeros((0, 1), np.float16)
        self._graph: Graph | None = None

    # Writing

    def follow(self) -> None:
        """Embed what the archive has and the index has not, block by block, each durable.

        Raises ModelError where the embedder fails: the passages are stored, and the next call goes
        on from there.
        """
        self._check_model()
        while True:
            catalogue = self._segments.catalogue()
            passages = self._archive.passages_after(catalogue.last, _BLOCK)
            if not passages:
                break
            vectors = self._embedder.embed([as_read(p) for p in passages.values()])
            rows = np.fromiter(passages, np.int64, len(passages))
            with self._archive.transaction():
                if self._segments.catalogue().last == catalogue.last:  # nobody was faster
                    moved = replace(catalogue, last=int(rows[-1]))
                    self._segments.append(moved, rows, vectors.astype(np.float16))
        self._drop_deleted()
        self._grow()

    def _check_model(self) -> None:
        probe = self._embedder.embed([PROBE])[0]
        try:
            known = self._segments.catalogue()
            for name in known.segments:
                self._segments.read(name)
        except StoreDamagedError:
            known = Catalogue()
        stored = np.asarray(known.probe, np.float32)
        if stored.shape == probe.shape and float(stored @ probe) >= SAME_MODEL:
            return
        with self._archive.transaction():
            self._segments.clear()
            self._segments.save(Catalogue(probe=tuple(map(float, probe))))

    def _drop_deleted(self) -> None:
        catalogue = self._segments.catalogue()
        if catalogue.count <= 2 * self._archive.passage_count():
            return
        with self._archive.transaction():
            rows, vectors = self._read(catalogue)
            alive = np.isin(rows, self._archive.rows_between(0, catalogue.last))
            self._segments.rewrite(catalogue, rows[alive], vectors[alive])

    def _grow(self) -> None:
        """Take the rows that no graph has into a new file of it, where that is worth while."""
        old = self._segments.catalogue()
        if old.count <= EXACT or not available():
            return
        rows, vectors = self._read(old)
        graph = self._loaded(old.graph, to_write=True)
        new = rows > (old.graphed if graph else 0)
        if _GROWTH * int(new.sum()) < len(rows):
            return
        graph = graph or Graph.empty(vectors.shape[1])
        graph.add(rows[new], vectors[new])
        with self._archive.transaction():
            now = self._segments.catalogue()
            if now.graph == old.graph and now.graphed == old.graphed:
                name = f"{now.made + 1:08}"
                graph.save(self._segments.graph_path(name))
                grown = replace(now, made=now.made + 1, graph=name, graphed=int(rows[-1]))
                self._segments.save(grown)

    # Reading

    def vector(self, query: RedactedText) -> Floats:
        """The query's direction. Raises ModelError."""
        found: Floats = self._embedder.embed([query], query=True)[0]
        return found

    def near(self, vector: Floats, limit: int) -> list[tuple[int, float]]:
        """Rows and cosines of the nearest passages, nearest first; among them rows that the archive
        no longer has."""
        self._refresh()
        if not len(self._rows) or self._stored.shape[1] != len(vector):
            return []
        if self._graph is not None:
            places = self._proposed(self._graph, vector, _WIDER * limit)
            cosines = self._stored[places].astype(np.float32) @ vector
        else:
            places, cosines = _best(self._compared(vector), limit)
        order = np.argsort(-cosines, kind="stable")[:limit]
        return [(int(self._rows[places[i]]), float(cosines[i])) for i in order]

    def floor(self, vector: Floats) -> float:
        """The least cosine that counts by itself for this query."""
        self._refresh()
        return floor(self._stored[:: max(1, len(self._stored) // SAMPLE)], vector)

    def verify(self) -> list[str]:
        """Faults, one line each."""
        try:
            catalogue = self._segments.catalogue()
            rows, vectors = self._read(catalogue)
        except StoreDamagedError as error:
            return [f"vectors: {error.what}"]
        faults = []
        lengths = np.linalg.norm(vectors.astype(np.float32), axis=1)
        if not np.all(np.abs(lengths - 1) < 0.01):
            faults.append("vectors: some are not of unit length")
        expected = self._archive.rows_between(0, catalogue.last)
        if not np.isin(expected, rows).all():
            faults.append("vectors: some passages have none")
        return faults

    def _proposed(self, graph: Graph, vector: Floats, limit: int) -> NDArray[np.int64]:
        """Places of what the graph proposes, and of all that it does not have."""
        numbers = graph.near(vector, limit)
        places = np.searchsorted(self._rows, numbers)
        places = places[places < len(self._rows)]
        tail = np.searchsorted(self._rows, self._catalogue.graphed, side="right")
        return np.concatenate([places, np.arange(tail, len(self._rows))])

    def _compared(self, vector: Floats) -> Floats:
        if self._exact is not None:
            cosines: Floats = self._exact @ vector
            return cosines
        blocks = pairwise([*range(0, len(self._stored), 65_536), len(self._stored)])
        return np.concatenate([self._stored[a:b].astype(np.float32) @ vector for a, b in blocks])

    def _refresh(self) -> None:
        with self._lock:
            stamp = self._segments.stamp()
            if stamp == self._stamp:
                return
            self._catalogue = self._segments.catalogue()
            self._rows, self._stored = self._read(self._catalogue)
            small = len(self._rows) <= EXACT
            self._exact = self._stored.astype(np.float32) if small else None
            self._graph = None if small else self._loaded(self._catalogue.graph)
            self._stamp = stamp

    def _loaded(self, name: str, *, to_write: bool = False) -> Graph | None:
        """None where there is none, or it cannot be read: every vector is compared then."""
        if not name or not available():
            return None
        try:
            return Graph.load(self._segments.graph_path(name), to_write=to_write)
        except ValueError:
            return None

    def _read(self, catalogue: Catalogue) -> tuple[NDArray[np.int64], NDArray[np.float16]]:
        parts = [self._segments.read(name) for name in catalogue.segments]
        if not parts:
            width = len(catalogue.probe) or 1
            return np.zeros(0, np.int64), np.zeros((0, width), np.float16)
        if len(parts) == 1:
            return parts[0]
        return np.concatenate([rows for rows, _ in parts]), np.concatenate([v for _, v in parts])


def _best(cosines: Floats, limit: int) -> tuple[NDArray[np.int64], Floats]:
    limit = min(limit, len(cosines))
    places = np.argpartition(-cosines, limit - 1)[:limit]
    return places, cosines[places]
