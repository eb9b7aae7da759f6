"""Recall, precision and leak rate per entity on labelled letters.

    python benchmarks/redaction/quality.py [--errors] [LETTERS.jsonl ...]

Recall: labelled spans that one detected span of the same entity overlaps. Precision: detected
spans that overlap a labelled span of the same entity. Leak: share of labelled characters that no
detected span of whatever entity covers. Typos are labelled spans with a failing check.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from opengovai.redaction import Redactor
from opengovai.types import EntitySpan

LETTERS = Path(__file__).parent / "letters"
NAMES = {"PERSON", "ORGANISATION", "PLACE"}


class Tally:
    """Counts by entity over all letters."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()
        self.labelled: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.detected: Counter[str] = Counter()
        self.leaked: Counter[str] = Counter()
        self.characters: Counter[str] = Counter()
        self.typos: Counter[bool] = Counter()
        self.errors: dict[str, list[str]] = defaultdict(list)

    def letter(self, letter: dict, detected: list[EntitySpan], skip: set[str]) -> None:
        """Compare one letter's labels with what was detected."""
        text, labels = letter["text"], [s for s in letter["spans"] if s["entity"] not in skip]
        covered = {i for s in detected for i in range(s.start, s.end)}
        for span in labels:
            entity, start, end = span["entity"], span["start"], span["end"]
            hit = any(d.entity == entity and d.start < end and start < d.end for d in detected)
            leaked = sum(not text[i].isspace() and i not in covered for i in range(start, end))
            self.labelled[entity] += 1
            self.found[entity] += hit
            self.leaked[entity] += leaked
            self.characters[entity] += sum(not c.isspace() for c in text[start:end])
            if span.get("typo"):
                self.typos[not leaked] += 1
            if not hit or leaked:
                got = [f"{d.entity}:{text[d.start : d.end]}" for d in detected]
                got = [
                    g for g, d in zip(got, detected, strict=True) if d.start < end and start < d.end
                ]
                around = text[max(0, start - 40) : end + 20].replace("\n", "/")
                self.errors[entity].append(
                    f"missed {letter['id']} {text[start:end]!r} got {got} in {around!r}"
                )
        for d in detected:
            right = any(
                d.entity == s["entity"] and d.start < s["end"] and s["start"] < d.end
                for s in labels
            )
            self.detected[d.entity] += 1
            self.right[d.entity] += right
            if not right:
                around = text[max(0, d.start - 40) : d.end + 20].replace("\n", "/")
                self.errors[d.entity].append(
                    f"wrong {letter['id']} {text[d.start : d.end]!r} in {around!r}"
                )

    def table(self) -> str:
        """A Markdown table, one entity a row."""
        rows = ["| entity | spans | recall | precision | leak |", "|---|---:|---:|---:|---:|"]
        entities = sorted(self.labelled.keys() | self.detected.keys())
        for e in entities:
            n, d = self.labelled[e], self.detected[e]
            recall = f"{self.found[e] / n:.3f}" if n else "-"
            precision = f"{self.right[e] / d:.3f}" if d else "-"
            leak = f"{self.leaked[e] / self.characters[e]:.4f}" if n else "-"
            rows.append(f"| {e} | {n} | {recall} | {precision} | {leak} |")
        total = sum(self.labelled.values())
        rows.append(
            f"| all | {total} | {sum(self.found.values()) / total:.3f} | "
            f"{sum(self.right.values()) / max(1, sum(self.detected.values())):.3f} | "
            f"{sum(self.leaked.values()) / sum(self.characters.values()):.4f} |"
        )
        return "\n".join(rows)


def main() -> None:
    """Print the table, the typos' recall and, on demand, every error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    redactor, tally = Redactor.default(), Tally()
    for path in options.files or sorted(LETTERS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            letter = json.loads(line)
            tally.letter(letter, redactor.detect(letter["text"]), NAMES)
    print(tally.table())
    typos = sum(tally.typos.values())
    print(f"\nTypos wholly masked: {tally.typos[True]} of {typos}")
    if options.errors:
        for entity, lines in sorted(tally.errors.items()):
            print(f"\n## {entity}\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
