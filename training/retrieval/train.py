"""Learns the packaged translation tables: `python -m training.retrieval.train SOURCES DATA`.

SOURCES holds the checked-out repositories that README.md names, DATA the project's data folder.
Writes src/opengovai/knowledge/translation/<one>-<other>.tsv.gz: a line for each stem of the first
language, with the stems of the second that stand for it and how often both were linked.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from training.retrieval import corpora
from training.retrieval.alignment import align
from training.retrieval.corpora import Pair

from opengovai.languages import SUPPORTED
from opengovai.languages.analysis import split_words, stem

TABLES = Path(__file__).resolve().parents[2] / "src" / "opengovai" / "knowledge" / "translation"
LEXICON = TABLES.parents[1] / "languages" / "lexicon" / "concepts.txt"
MORE = Path(__file__).parent / "concepts.txt"
PAIRS = (
    ("en", "sw"), ("en", "rw"), ("en", "kk"), ("en", "ru"), ("en", "de"), ("en", "fr"),
    ("rw", "fr"), ("sw", "fr"), ("sw", "rw"), ("kk", "ru"), ("ru", "fr"),
)  # fmt: skip
_LEAST = 0.02  # share of a word's links, in either direction
_SCALE = 20  # counts are stored in twentieths, so that one digit does for most
_MOST = 8  # translations of a word


def pairs(sources: Path, data: Path) -> list[Pair]:
    """Everything that may be learnt from."""
    readers = {
        "health": corpora.health(data / "health_tico19"),
        "laws": corpora.laws(data),
        "lexicon": corpora.lexicon(sources / "url-nlp"),
        "concepts": corpora.concepts(LEXICON, MORE),
        "stories": corpora.stories(sources / "asp"),
        "interfaces": (pair for name in ("aosp-contacts", "aosp-email", "aosp-calendar", "tb")
                       for pair in corpora.interfaces(sources / name)),
        "places": corpora.places(sources / "idts"),
        "everyday": corpora.everyday(sources),
        "locales": corpora.locales(SUPPORTED),
    }  # fmt: skip
    found: list[Pair] = []
    for name, reader in readers.items():
        part = list(reader)
        _say(f"{name}: {len(part)} pairs{'' if part else ', nothing found'}")
        found += part
    return found


def table(one: str, other: str, found: Iterable[Pair]) -> dict[str, dict[str, float]]:
    """For each stem of `one`, how often each stem of `other` stood for it."""
    lines = {
        (pair.left_text, pair.right_text) if pair.left == one else (pair.right_text, pair.left_text)
        for pair in found
        if {pair.left, pair.right} == {one, other}
    }
    links = align([(_stems(a, one), _stems(b, other)) for a, b in sorted(lines)])
    counts: dict[str, dict[str, float]] = defaultdict(dict)
    for a, b, count in zip(links.left, links.right, links.counts, strict=True):
        counts[a][b] = float(count)
    return _pruned(counts)


def _pruned(counts: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    totals: Counter[str] = Counter()
    for row in counts.values():
        totals.update(row)
    kept = {}
    for a, row in counts.items():
        mass = sum(row.values())
        best = sorted(row, key=lambda b: (-row[b], b))[:_MOST]
        good = {b: row[b] for b in best if row[b] >= max(_LEAST * min(mass, totals[b]), 0.15)}
        if good:
            kept[a] = good
    return kept


def write(one: str, other: str, rows: dict[str, dict[str, float]]) -> int:
    """Write a table; its size in bytes."""
    lines = [
        "\t".join((a, *(f"{b} {max(1, round(_SCALE * c))}" for b, c in sorted(
            row.items(), key=lambda item: (-item[1], item[0])))))
        for a, row in sorted(rows.items())
    ]  # fmt: skip
    TABLES.mkdir(exist_ok=True)
    path = TABLES / f"{one}-{other}.tsv.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    return path.stat().st_size


def _stems(text: str, language: str) -> list[str]:
    content, _ = split_words(text, language)
    return stem([word for word in content if not word[0].isdigit() and word[0] != "§"], language)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Learn and write every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("data", type=Path)
    chosen = parser.parse_args()
    found = pairs(chosen.sources, chosen.data)
    for one, other in PAIRS:
        rows = table(one, other, found)
        size = write(one, other, rows)
        _say(f"{one}-{other}: {len(rows)} words, {size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
