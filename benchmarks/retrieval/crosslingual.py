"""Questions in one language, texts in another: `python -m benchmarks.retrieval.crosslingual DATA`.

Prints recall@20 and nDCG@10 for every ordered pair of languages and writes the tables into
docs/explanation/retrieval.md and crosslingual.json beside this file. Nothing measured here was
learnt from: of TICO-19 the lines that `training.retrieval.corpora.held_out` names are the queries,
of NTREX-128 and the Universal Declaration nothing at all is in the tables.

Questions: 27 a language that we wrote, over the Declaration among articles of other laws.
TICO-19, NTREX-128: seven words in a row of a sentence in one language; the sentence in the other
one is to be found among all (3,063 and 1,000). AfriQA: Kinyarwanda questions, English passages.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.retrieval.engines import Search, bm25s_stemmed, document
from benchmarks.retrieval.quality import measure
from benchmarks.retrieval.report import publish
from benchmarks.retrieval.sets import WINDOW, Collection, collections, rows
from training.retrieval.corpora import held_out

from opengovai.knowledge import KnowledgeBase
from opengovai.languages import SUPPORTED
from opengovai.types import RedactedText

RESULTS = Path(__file__).parent / "crosslingual.json"
HEALTH = ("en", "sw", "rw", "fr", "ru")
Results = Mapping[str, float]


def cross_lingual(data: Path) -> Iterator[Collection]:
    """Every collection whose queries are in another language than its passages."""
    given = list(collections(data))
    asked = {c.language: c for c in given if c.name.startswith("Questions")}
    for one, other in _ordered(SUPPORTED):
        yield _put(asked[one], asked[other], f"Questions {one}-{other}")
    yield from (c for c in given if c.name.startswith("AfriQA"))
    health = rows(data / "health_tico19" / "tico19.parallel-en-sw-rw-fr-ru.jsonl")
    lines = {tag: [row[tag] for row in health] for tag in HEALTH}
    kept = {at for at in range(len(health)) if held_out(at)}
    for one, other in _ordered(HEALTH):
        yield _sentences(f"TICO-19 {one}-{other}", one, other, lines, kept)
    news = {
        tag: (data / "language_id" / f"ntrex.{tag}.txt").read_text("utf-8").splitlines()
        for tag in SUPPORTED
    }
    every = set(range(len(news["en"])))
    for one, other in _ordered(SUPPORTED):
        yield _sentences(f"NTREX {one}-{other}", one, other, news, every)


def _ordered(languages: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(one, other) for one in languages for other in languages if one != other]


def _put(asked: Collection, texts: Collection, name: str) -> Collection:
    return Collection(
        name=name,
        language=texts.language,
        asked_in=asked.language,
        passages=texts.passages,
        queries=asked.queries,
        relevant=asked.relevant,
    )


def _sentences(
    name: str, one: str, other: str, lines: Mapping[str, list[str]], asked: set[int]
) -> Collection:
    chance = random.Random(1)  # noqa: S311 a sample, not a secret
    queries = {}
    for at in sorted(asked):
        words = lines[one][at].split()
        first = chance.randrange(max(1, len(words) - WINDOW + 1))
        if len(words) >= 3:
            queries[str(at)] = " ".join(words[first : first + WINDOW])
    return Collection(
        name=name,
        language=other,
        asked_in=one,
        passages={str(at): ("", line) for at, line in enumerate(lines[other])},
        queries=queries,
        relevant={key: {key} for key in queries},
    )


class Ours:
    """One knowledge base a set and language of texts, asked in every other language."""

    def __init__(self, opened: Callable[[], KnowledgeBase]) -> None:
        self._opened = opened
        self._made: dict[tuple[str, str], KnowledgeBase] = {}

    def search(self, collection: Collection) -> Search:
        """Ask in the language of the queries."""
        key = (collection.name.partition(" ")[0], collection.language)
        if key not in self._made:
            base = self._made[key] = self._opened()
            base.add(
                document(name, title, text, collection.language)
                for name, (title, text) in collection.passages.items()
            )
        base = self._made[key]

        def search(query: str, k: int) -> list[str]:
            hits = base.search(RedactedText(query), k=2 * k, language=collection.asked_in)
            return list(dict.fromkeys(hit.passage.document_id for hit in hits))[:k]

        return search


def table(results: Mapping[str, Results], kind: str, metric: str) -> list[list[str]]:
    """Rows of asked languages, columns of the texts' languages."""
    tags = [tag for tag in SUPPORTED if any(f"{kind} {tag}-" in name for name in results)]
    lines = []
    for one in tags:
        cells = [results.get(f"{kind} {one}-{other}", {}).get(metric) for other in tags]
        lines.append([f"**{one}**", *("" if cell is None else f"{cell:.0f}" for cell in cells)])
    return [["asked in, texts in", *tags], *lines]


def main() -> None:
    """Measure every pair."""
    import tempfile

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", default="", help="part of a collection's name")
    chosen = parser.parse_args()
    engine = Ours(lambda: KnowledgeBase.open(tempfile.mkdtemp(prefix="crosslingual-")))
    found: dict[str, dict[str, Any]] = {"OpenGovAI": {}, "bm25s": {}}
    for collection in cross_lingual(chosen.data):
        if chosen.only not in collection.name:
            continue
        name = collection.name
        peer = bm25s_stemmed(collection.passages, collection.language, collection.asked_in)
        found["bm25s"][name] = measure(collection, peer)
        found["OpenGovAI"][name] = measure(collection, engine.search(collection))
        both = (f"{found[engine][name]['recall@20']:.1f}" for engine in ("bm25s", "OpenGovAI"))
        print(f"{name}: recall@20 {' -> '.join(both)}", flush=True)
    if chosen.only:
        return
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for kind in ("Questions", "TICO-19", "NTREX"):
        for engine_name, label in (("OpenGovAI", "ours"), ("bm25s", "bm25s")):
            header, *lines = table(found[engine_name], kind, "recall@20")
            publish(f"cross-{kind.lower()}-{label}", header, lines)


if __name__ == "__main__":
    main()
