"""PostgreSQL beside the embedded store, in one run: `python -m benchmarks.retrieval.postgres DATA`.

Quality on some of the collections of `quality`, speed on the passages and queries of `speed`. The
server is a throw-away one on this machine with the settings that `initdb` chooses, reached through
a socket, the collection in tables of its own; after loading, `ANALYZE` and a warm-up query.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path
from statistics import quantiles

import psycopg
from benchmarks.retrieval.engines import document
from benchmarks.retrieval.quality import measure
from benchmarks.retrieval.report import publish
from benchmarks.retrieval.sets import Collection, collections
from benchmarks.retrieval.speed import K, passages, queries, sentences, undisturbed

from opengovai.adapters.postgres.store import PostgresStore
from opengovai.knowledge import KnowledgeBase
from opengovai.knowledge.shared import SharedKnowledgeBase
from opengovai.protocols import KnowledgeStore
from opengovai.testing.postgres_server import PostgresServer, postgres_server
from opengovai.types import RedactedText

CHOSEN = ("Packaged", "Questions", "AfriQA", "Law 68/2018")
_THREADS = 4
SPEED = ("passages", "store", "query p50", "p99", f"queries/s, {_THREADS} threads",
         "passages/s stored", "disk", "add 100", "same ten")  # fmt: skip
_names = count()

Open = Callable[[], KnowledgeStore]


def _embedded() -> KnowledgeBase:
    return KnowledgeBase.open(tempfile.mkdtemp(prefix="retrieval-"))


def _postgres(server: PostgresServer) -> SharedKnowledgeBase:
    store = PostgresStore(server.dsn(), collection=f"measured {next(_names)}")
    store.migrate()
    store.partition()
    return SharedKnowledgeBase(store)


def _ndcg(collection: Collection, opened: Open) -> float:
    with closing(opened()) as base:
        base.add(
            document(key, title, text, collection.language)
            for key, (title, text) in collection.passages.items()
        )

        def search(query: str, k: int) -> list[str]:
            hits = base.retrieve(RedactedText(query), k=2 * k, language=collection.asked_in)
            return list(dict.fromkeys(hit.passage.document_id for hit in hits))[:k]

        return measure(collection, search)["nDCG@10"]


def _quality(data: Path, server: PostgresServer) -> Iterator[list[str]]:
    for collection in collections(data):
        if collection.name.startswith(CHOSEN):
            ours, theirs = (_ndcg(collection, o) for o in (_embedded, lambda: _postgres(server)))
            yield [collection.name, f"{ours:.1f}", f"{theirs:.1f}"]


def _speed(
    name: str, opened: Open, size: int, data: Path, server: PostgresServer, best: list[set[str]]
) -> list[str]:
    """One row; `best` gets the hits of the store that is measured first."""
    source = sentences(data)
    texts, asked = passages(source, size), queries(source)
    with closing(opened()) as base:

        def seconds(query: str) -> float:
            began = time.perf_counter()
            base.retrieve(RedactedText(query), k=K, language="en")
            return time.perf_counter() - began

        before, began = _size(server), time.perf_counter()
        base.add(document(f"d{i}", "", text, "en") for i, text in enumerate(texts))
        built = time.perf_counter() - began
        disk = f"{(_size(server) - before) / 1e6:,.0f} MB" if name == "PostgreSQL" else "-"
        seconds(asked[0])
        with undisturbed([0, *_backends(server)]):
            centiles = quantiles([seconds(query) for query in asked], n=100)
        found = [
            {hit.passage.id for hit in base.retrieve(RedactedText(query), k=K, language="en")}
            for query in asked
        ]
        best[:] = best or found
        same = sum(len(a & b) for a, b in zip(best, found, strict=True)) / sum(map(len, best))
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(seconds, asked[:20]))  # opens the connections
        with undisturbed([0, *_backends(server)]), ThreadPoolExecutor(_THREADS) as pool:
            began = time.perf_counter()
            list(pool.map(seconds, asked))
            rate = len(asked) / (time.perf_counter() - began)
        began = time.perf_counter()
        base.add(document(f"n{i}", "", f"{t} fresh{i}", "en") for i, t in enumerate(texts[:100]))
        added = time.perf_counter() - began
    return [
        f"{size:,}", name, f"{1000 * centiles[49]:.1f} ms", f"{1000 * centiles[98]:.1f} ms",
        f"{rate:,.0f}", f"{size / built:,.0f}", disk, f"{1000 * added:.0f} ms",
        f"{100 * same:.1f} %",
    ]  # fmt: skip


def _backends(server: PostgresServer) -> list[int]:
    """The server's processes that answer us."""
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'opengovai'"
        ).fetchall()
    return [pid for (pid,) in found]


def _size(server: PostgresServer) -> int:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("ANALYZE")
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--speed-only", action="store_true")
    chosen = parser.parse_args()
    with postgres_server() as server:
        rows = []
        for size in chosen.sizes:
            best: list[set[str]] = []
            for name, opened in (
                ("embedded", _embedded),
                ("PostgreSQL", lambda: _postgres(server)),
            ):
                rows.append(_speed(name, opened, size, chosen.data, server, best))
                print(" | ".join(rows[-1]), flush=True)
        if chosen.speed_only:
            return
        publish("postgres-speed", SPEED, rows)
        quality = list(_quality(chosen.data, server))
        publish("postgres-quality", ["nDCG@10", "embedded", "PostgreSQL"], quality)


if __name__ == "__main__":
    main()
