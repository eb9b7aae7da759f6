"""Search by meaning over a `VectorStore`: vectors kept up to date, rankings fused."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from opengovai.errors import ModelError
from opengovai.knowledge.fusion import fuse
from opengovai.knowledge.reading import PROBE, as_read
from opengovai.knowledge.reranking import rerank
from opengovai.protocols import Embedder, Reranker, VectorStore
from opengovai.types import Hit, Match, RedactedText, Scope

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK = 256  # passages embedded and stored at once
_FRESH = 300.0  # seconds for which a sample of the vectors stands for all


class Meaning:
    """What one knowledge base on a shared store knows of its passages' meaning. Thread-safe."""

    def __init__(self, store: VectorStore, embedder: Embedder) -> None:
        self._store, self._embedder = store, embedder
        self._sample: tuple[NDArray[np.float32] | None, float] = (None, 0.0)  # and when it was read

    def follow(self) -> None:
        """Embed what has no vector yet, block by block, each durable.

        Raises ModelError where the embedder fails: the passages are stored, and the next call goes
        on from there.
        """
        self._store.begin_vectors(self._embedder.embed([PROBE])[0])
        while passages := self._store.without_vector(_BLOCK):
            vectors = self._embedder.embed([as_read(passage) for _, passage in passages])
            rows = [row for row, _ in passages]
            self._store.put_vectors(dict(zip(rows, vectors, strict=True)))

    def vector(self, query: RedactedText) -> NDArray[np.float32] | None:
        """The query's direction; None where the embedder fails: words then decide alone."""
        try:
            found: NDArray[np.float32] = self._embedder.embed([query], query=True)[0]
        except ModelError:
            return None
        return found

    def near(
        self,
        vector: NDArray[np.float32],
        limit: int,
        *,
        scope: Scope,
        counted: Mapping[str, frozenset[str]],
    ) -> Sequence[Match]:
        """The nearest passages."""
        return self._store.near(vector, limit, scope=scope, counted=counted)

    def floor(self, vector: NDArray[np.float32]) -> float:
        """The least cosine that counts by itself: as configured, or this query's own."""
        if self._store.dense_floor is not None:
            return self._store.dense_floor
        from opengovai.knowledge.floors import SAMPLE, floor

        sample, read = self._sample
        if sample is None or time.monotonic() - read > _FRESH:
            sample = self._store.sample_vectors(SAMPLE)
            self._sample = (sample, time.monotonic())
        return floor(sample, vector)


def fused(lexical: Sequence[Hit], near: Sequence[Hit], floor: float) -> list[Hit]:
    """One ranking out of two, best first; what only meaning found counts from `floor` on."""
    words = {hit.passage.id: hit for hit in lexical}
    meant = {
        hit.passage.id: hit
        for hit in near
        if hit.passage.id in words or (hit.dense or 0.0) >= floor
    }
    names = list(dict.fromkeys([*words, *meant]))
    place = {name: number for number, name in enumerate(names)}
    scores = fuse([[place[name] for name in words], [place[name] for name in meant]])
    found = []
    for number, score in scores.items():
        name = names[number]
        hit = words.get(name) or meant[name]
        found.append(replace(hit, score=score, dense=meant[name].dense if name in meant else None))
    return found


def reranked(reranker: Reranker | None, query: RedactedText, hits: list[Hit]) -> list[Hit]:
    """The hits in the order of the reranker, where there is one."""
    if reranker is None:
        return hits
    passages = {number: hit.passage for number, hit in enumerate(hits)}
    scores = [(number, hit.score) for number, hit in enumerate(hits)]
    return [
        replace(hits[number], score=score)
        for number, score in rerank(reranker, query, scores, passages)
    ]
