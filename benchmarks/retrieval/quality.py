"""Ranking quality of lexical search and its peers: `python -m benchmarks.retrieval.quality DATA`.

Prints nDCG@10, recall@5 and @20 and MRR@10 for every collection and engine and writes the table
into docs/explanation/retrieval.md.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

from benchmarks.retrieval.engines import ENGINES, Search
from benchmarks.retrieval.report import publish
from benchmarks.retrieval.sets import Collection, collections


def measure(collection: Collection, search: Search) -> dict[str, float]:
    """Means over all queries, in points of 100."""
    ranked = {key: search(query, 20) for key, query in collection.queries.items()}
    rows = [_one(found, collection.relevant[key]) for key, found in ranked.items()]
    return {name: 100 * sum(row[name] for row in rows) / len(rows) for name in rows[0]}


def _one(found: Sequence[str], relevant: set[str]) -> dict[str, float]:
    places = [place for place, key in enumerate(found) if key in relevant]
    gain = sum(1 / math.log2(place + 2) for place in places if place < 10)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(10, len(relevant))))
    return {
        "nDCG@10": gain / ideal,
        "recall@5": sum(place < 5 for place in places) / len(relevant),
        "recall@20": len(places) / len(relevant),
        "MRR@10": 1 / (places[0] + 1) if places and places[0] < 10 else 0.0,
    }


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", default="", help="part of a collection's name")
    parser.add_argument("--ours", action="store_true", help="measure only OpenGovAI")
    chosen = parser.parse_args()
    engines = {"OpenGovAI": ENGINES["OpenGovAI"]} if chosen.ours else ENGINES
    ndcg, details = [], []
    for collection in collections(chosen.data):
        if chosen.only not in collection.name:
            continue
        results = {
            name: measure(collection, build(
                collection.passages, collection.language, collection.asked_in))
            for name, build in engines.items()
        }  # fmt: skip
        ndcg.append(_ndcg_row(collection, results))
        details += [
            [collection.name, name, *(f"{value:.1f}" for value in result.values())]
            for name, result in results.items()
        ]
        print(" | ".join(ndcg[-1]), flush=True)
    if not chosen.only and not chosen.ours:
        publish("quality", ["collection", "passages", "queries", *engines], ndcg)
        columns = ["collection", "engine", "nDCG@10", "recall@5", "recall@20", "MRR@10"]
        publish("details", columns, details)


def _ndcg_row(collection: Collection, results: dict[str, dict[str, float]]) -> list[str]:
    values = [result["nDCG@10"] for result in results.values()]
    cells = [f"**{v:.1f}**" if v == max(values) else f"{v:.1f}" for v in values]
    sizes = [f"{len(collection.passages):,}", f"{len(collection.queries):,}"]
    return [collection.name, *sizes, *cells]


if __name__ == "__main__":
    main()
