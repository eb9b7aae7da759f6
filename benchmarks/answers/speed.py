"""How long a whole `ask` takes without a model, among many passages.

    python benchmarks/answers/speed.py [--passages 100000] [--asked 100]

Beside the packaged texts, passages of about sixty words are put together from their sentences by a
fixed seed, as many in each language as the texts have a share of, one a document. Asked are
questions of group dev, each for the first time, after one to warm up; the default configuration,
redaction, guards, verification and a durable record included. One process, one thread.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from run import load

from opengovai.config import open_assistant
from opengovai.demo.story import build
from opengovai.knowledge import KnowledgeBase
from opengovai.languages import sentences
from opengovai.types import Document

WORDS = 60


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=100)
    options = parser.parse_args()
    chance = random.Random(20261123)  # noqa: S311 a sample, not a secret
    questions = [one for one in load() if one.group == "dev"]
    questions = chance.sample(questions, min(options.asked, len(questions)))
    with TemporaryDirectory() as folder:
        packaged = build(Path(folder))
        with KnowledgeBase.open(Path(folder) / "kb") as base:
            base.add(made(packaged, options.passages, chance))
        with open_assistant(None, kb=Path(folder) / "kb", audit=Path(folder) / "audit") as opened:
            opened.ask("Is this warm?")
            taken, worked = [], []
            for one in questions:
                start, cpu = time.perf_counter(), time.process_time()
                opened.ask(one.text, language=one.language)
                taken.append(1000 * (time.perf_counter() - start))
                worked.append(1000 * (time.process_time() - cpu))
    sys.stdout.write(f"{options.passages} passages, {len(taken)} questions, milliseconds\n")
    for name, times in (("clock", taken), ("processor", worked)):
        most = quantiles(times, n=20)[-1]
        sys.stdout.write(f"{name}: median {median(times):.0f}, 95th percentile {most:.0f}\n")


def made(packaged: Sequence[Document], count: int, chance: random.Random) -> Iterator[Document]:
    """That many documents of one passage each."""
    known = [
        (document.language, document.text[start:end])
        for document in packaged
        for start, end in sentences(document.text, document.language)
    ]
    by_language: dict[str, list[str]] = {}
    for language, sentence in known:
        by_language.setdefault(language, []).append(sentence)
    for number in range(count):
        language, _ = chance.choice(known)
        words: list[str] = []
        while len(words) < WORDS:
            words += chance.choice(by_language[language]).split()
        text = " ".join((*words, str(number)))
        yield Document(
            id=f"made-{number}",
            title=f"Text {number}",
            text=text,
            language=language,
            uri=f"https://example.org/{number}",
            version=Document.digest(text),
        )


if __name__ == "__main__":
    main()
