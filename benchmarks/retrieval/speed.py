"""Speed and size of lexical search against its peers: `python -m benchmarks.retrieval.speed DATA`.

Passages of about 60 words are put together from real sentences (laws, services, health, news) in
English by a fixed seed; queries are the words of held-out sentences. Everything runs on disk where
the peer can, in one process and one thread, after one warm-up query.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import quantiles

import bm25s
import Stemmer
import tantivy
from benchmarks.retrieval.engines import WORD, document
from benchmarks.retrieval.report import publish

from opengovai.knowledge import KnowledgeBase
from opengovai.types import RedactedText

WORDS = 60
QUERIES = 300
PATIENCE = 100  # seconds for all queries to one engine
K = 10
Ask = Callable[[str], object]


def sentences(data: Path) -> list[str]:
    """Real English sentences."""
    lines = (data / "language_id" / "ntrex.en.txt").read_text(encoding="utf-8").splitlines()
    health = data / "health_tico19" / "tico19.parallel-en-sw-rw-fr-ru.jsonl"
    lines += [row["en"] for row in _rows(health)]
    lines += [row["service"] for row in _rows(data / "kenya_services" / "services_joined.jsonl")]
    for path in sorted(data.glob("*_law*/*.en.jsonl")):
        lines += [part for row in _rows(path) for part in row["text"].split(". ")]
    for name in ("xquad.en", "afriqa.kin-en.dev"):
        corpus = _rows(data / "retrieval" / name / "corpus.jsonl")
        lines += [part for row in corpus for part in row["text"].split(". ")]
    return [line for line in lines if 3 <= len(line.split()) <= 80]


def passages(source: list[str], count: int) -> list[str]:
    """`count` passages of about `WORDS` words, with a number that makes each one new."""
    chance = random.Random(20261123)  # noqa: S311 a sample, not a secret
    made = []
    for number in range(count):
        words: list[str] = []
        while len(words) < WORDS:
            words += chance.choice(source).split()
        made.append(f"{' '.join(words[:WORDS])} item{number}")
    return made


def queries(source: list[str]) -> list[str]:
    """Four to eight words in a row, as a question would have them."""
    chance = random.Random(7)  # noqa: S311 a sample, not a secret
    chosen = [line.split() for line in chance.sample(source, 4 * QUERIES)]
    long = [words for words in chosen if len(words) >= 8][:QUERIES]
    return [" ".join(words[1 : 1 + chance.randint(4, 8)]) for words in long]


def ours(texts: list[str], folder: Path) -> tuple[Ask, Callable[[], object], str]:
    """The knowledge base; beside the query, adding 100 passages and the command of a cold start."""
    base = KnowledgeBase.open(folder)
    base.add(document(f"d{i}", "", text, "en") for i, text in enumerate(texts))
    more = [document(f"new{i}", "", f"{t} fresh{i}", "en") for i, t in enumerate(texts[:100])]
    cold = (
        "from opengovai.knowledge import KnowledgeBase\nimport time\nt = time.perf_counter()\n"
        f"b = KnowledgeBase.open({str(folder)!r}, read_only=True)\n"
        "b.search('data protection act', language='en')\nprint(time.perf_counter() - t)"
    )
    return (
        lambda query: base.search(RedactedText(query), k=K, language="en"),
        lambda: base.add(more),
        cold,
    )


def peer_bm25s(texts: list[str], folder: Path) -> tuple[Ask, Callable[[], object] | None, str]:
    """bm25s with English stemming and stop words, numpy backend; it cannot add: it starts anew."""
    stemmer = Stemmer.Stemmer("english")
    options = {"stopwords": "en", "stemmer": stemmer, "show_progress": False}
    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts, **options), show_progress=False)
    index.save(str(folder))

    def ask(query: str) -> object:
        tokens = bm25s.tokenize(query, **options)
        return index.retrieve(tokens, k=K, show_progress=False)

    cold = (
        "import bm25s, time\nt = time.perf_counter()\n"
        f"i = bm25s.BM25.load({str(folder)!r}, mmap=True)\n"
        "i.retrieve(bm25s.tokenize('data protection act', show_progress=False), k=10,"
        " show_progress=False)\nprint(time.perf_counter() - t)"
    )
    return ask, None, cold


def peer_fts5(texts: list[str], folder: Path) -> tuple[Ask, Callable[[], object] | None, str]:
    """SQLite FTS5 with Porter stemming, ranked by bm25()."""
    folder.mkdir()
    database = sqlite3.connect(folder / "fts.sqlite")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='porter unicode61')")
    with database:
        database.executemany("INSERT INTO t (text) VALUES (?)", ((text,) for text in texts))

    def ask(query: str) -> object:
        wanted = " OR ".join(f'"{word}"' for word in WORD.findall(query))
        sql = "SELECT text FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT ?"
        return database.execute(sql, (wanted, K)).fetchall()

    def add() -> None:
        with database:
            rows = ((f"{text} fresh",) for text in texts[:100])
            database.executemany("INSERT INTO t (text) VALUES (?)", rows)

    cold = (
        "import sqlite3, time\nt = time.perf_counter()\n"  # noqa: S608
        f"d = sqlite3.connect({str(folder / 'fts.sqlite')!r})\n"
        "d.execute(\"SELECT text FROM t WHERE t MATCH 'data OR protection OR act'"
        ' ORDER BY bm25(t) LIMIT 10").fetchall()\nprint(time.perf_counter() - t)'
    )
    return ask, add, cold


def peer_tantivy(texts: list[str], folder: Path) -> tuple[Ask, Callable[[], object] | None, str]:
    """tantivy alone with its English stemmer, the text stored."""
    folder.mkdir()
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("text", stored=True, tokenizer_name="en_stem")
    index = tantivy.Index(schema.build(), str(folder))

    def add_all(more: list[str]) -> None:
        writer = index.writer(64_000_000, 1)
        for text in more:
            writer.add_document(tantivy.Document(text=text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()

    def ask(query: str) -> object:
        searcher = index.searcher()
        parsed, _ = index.parse_query_lenient(" ".join(WORD.findall(query)), ["text"])
        return [searcher.doc(at) for _, at in searcher.search(parsed, K).hits]

    add_all(texts)
    cold = (
        "import tantivy, time\nt = time.perf_counter()\n"
        f"i = tantivy.Index.open({str(folder)!r})\n"
        "q = i.parse_query('data protection act', ['text'])\n"
        "s = i.searcher()\n[s.doc(a) for _, a in s.search(q, 10).hits]\n"
        "print(time.perf_counter() - t)"
    )
    return ask, lambda: add_all([f"{text} fresh" for text in texts[:100]]), cold


ENGINES = {
    "OpenGovAI": ours,
    "bm25s": peer_bm25s,
    "SQLite FTS5": peer_fts5,
    "tantivy": peer_tantivy,
}


def measure(name: str, count: int, data: Path) -> list[str]:
    """One engine at one size, in this process."""
    source = sentences(data)
    texts, asked = passages(source, count), queries(source)
    folder = Path(tempfile.mkdtemp(prefix="speed-"))
    started = time.perf_counter()
    ask, add, cold = ENGINES[name](texts, folder / "index")
    built = time.perf_counter() - started
    ask(asked[0])
    times = sorted(_undisturbed(ask, asked))
    added = f"{1000 * _seconds(add):.0f} ms" if add else "anew"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    runs = [float(_python(cold)) for _ in range(3)]
    shutil.rmtree(folder)
    percentiles = quantiles(times, n=100)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        f"{count:,}", name, f"{1000 * percentiles[49]:.2f} ms", f"{1000 * percentiles[98]:.2f} ms",
        f"{count / built:,.0f}", f"{size:,.0f} MB", f"{memory:,.0f} MB",
        f"{1000 * sorted(runs)[1]:.0f} ms", added,
    ]  # fmt: skip


def _undisturbed(ask: Ask, asked: list[str]) -> Iterator[float]:
    """Seconds of each query; where it may, with a priority that other work does not disturb. A slow
    engine is asked as many as it answers in `PATIENCE` seconds."""
    with undisturbed([0]):
        began = time.perf_counter()
        for query in asked:
            if time.perf_counter() - began > PATIENCE:
                break
            yield _seconds(lambda q=query: ask(q))


@contextmanager
def undisturbed(processes: Iterable[int]) -> Iterator[None]:
    """Give these processes, 0 for this one, a real-time priority where that is allowed."""
    pids = list(processes)
    for pid in pids:
        with suppress(OSError):
            os.sched_setscheduler(pid, os.SCHED_RR, os.sched_param(1))
    try:
        yield
    finally:
        for pid in pids:
            with suppress(OSError):
                os.sched_setscheduler(pid, os.SCHED_OTHER, os.sched_param(0))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _python(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Measure every engine at every size, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--engine", choices=ENGINES, help="one engine, one row, nothing written")
    chosen = parser.parse_args()
    if chosen.engine:
        print(json.dumps(measure(chosen.engine, chosen.sizes[0], chosen.data)))
        return
    rows = []
    for count in chosen.sizes:
        for name in ENGINES:
            command = [sys.executable, "-m", "benchmarks.retrieval.speed", str(chosen.data)]
            command += ["--sizes", str(count), "--engine", name]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            rows.append(json.loads(done.stdout))
            print(" | ".join(rows[-1]), flush=True)
    columns = ["passages", "engine", "query p50", "p99", "passages/s indexed", "disk"]
    columns += ["peak memory", "cold open and query", "add 100"]
    publish("speed", columns, rows)


if __name__ == "__main__":
    main()
