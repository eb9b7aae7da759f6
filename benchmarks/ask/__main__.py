"""Time of one `ask` over real services and laws, without a model: `python -m benchmarks.ask DATA`.

DATA holds `kenya_services/services_joined.jsonl` (5,489 services) and the folders of laws. The
questions are made from names of services and headings of laws, by a fixed seed; each is asked once,
its record included, which is durable before the answer comes back.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median, quantiles

from benchmarks.tables import publish

from opengovai import KnowledgeBase, open_assistant
from opengovai.demo import story
from opengovai.knowledge.loading import Loaded, load
from opengovai.types import Document

SERVICES = 150
HEADINGS = 40
LAWS = ("kenya_laws", "rwanda_laws", "germany_laws", "kazakhstan")
BAR_MS = 50


def _sources(data: Path) -> list[Path]:
    laws = [path for folder in LAWS for path in sorted((data / folder).glob("*.jsonl"))]
    return [data / "kenya_services" / "services_joined.jsonl", *laws]


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _questions(sources: list[Path]) -> list[str]:
    """Questions in the words of the services and laws, and those of the demo."""
    chance = random.Random(20261123)  # noqa: S311 a sample, not a secret
    services = [row["service"] for row in _rows(sources[0])]
    titles = [
        row["title"]
        for path in sources[1:]
        for row in _rows(path)
        if row.get("title") and row.get("lang") == "en"
    ]
    return [
        *(f"How can I apply for {name}?" for name in chance.sample(services, SERVICES)),
        *(f"What does the law say about {t.lower()}?" for t in chance.sample(titles, HEADINGS)),
        *(asked.text for asked in story.questions()),
    ]


def _documents(sources: list[Path]) -> list[Document]:
    return [item.document for item in load(sources) if isinstance(item, Loaded)]


def main() -> None:
    """Ingest, ask, write the table."""
    parser = argparse.ArgumentParser(description="time of one ask")
    parser.add_argument("data", type=Path)
    sources = _sources(parser.parse_args().data)
    with tempfile.TemporaryDirectory(prefix="opengovai-ask-") as name:
        folder = Path(name)
        start = time.perf_counter()
        documents = _documents(sources)
        with KnowledgeBase.open(folder / "kb") as base:
            changes = base.add(documents)
        ingested = time.perf_counter() - start
        print(f"ingested in {ingested:.1f} s", file=sys.stderr)
        size = sum(path.stat().st_size for path in (folder / "kb").rglob("*") if path.is_file())
        times: list[float] = []
        ends: Counter[str] = Counter()
        with open_assistant(kb=folder / "kb", audit=folder / "audit") as assistant:
            assistant.ask("warm up")
            for question in _questions(sources):
                start = time.perf_counter()
                answer = assistant.ask(question)
                times.append((time.perf_counter() - start) * 1000)
                ends[answer.status.value] += 1
    if ends["error"]:
        raise SystemExit(f"{ends['error']} questions ended in an error: nothing to publish")
    rows = [
        ["documents and passages", f"{changes.added:,} and {changes.passages:,}", ""],
        ["knowledge base on disk", f"{size / 1e6:.0f} MB", ""],
        ["reading and indexing all", f"{ingested:.1f} s", ""],
        ["one `ask`, median", f"{median(times):.1f} ms", f"{BAR_MS} ms"],
        ["one `ask`, 95th percentile", f"{quantiles(times, n=20)[-1]:.1f} ms", ""],
        [
            f"how the {len(times)} questions ended",
            ", ".join(f"{count} {status}" for status, count in ends.most_common()),
            "",
        ],
    ]
    publish("ask", ["", "measured", "bar"], rows)


if __name__ == "__main__":
    main()
