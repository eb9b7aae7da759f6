"""Routing: coverage at a risk that was chosen on other examples than are judged."""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from opengovai.cases.training import train
from opengovai.types import RedactedText

Rows = list[tuple[str, list[str]]]
"""Texts and their kinds: the first is learned, any of them is right."""

_LEAST = 10


def run(arguments: argparse.Namespace) -> None:
    """A row a set and risk: `folder` holds routing/ and citizen_requests/."""
    folder: Path = arguments.folder
    sets: dict[str, Callable[[Path], Rows]] = {
        "Boston 311, department": _boston,
        "New York 311, agency": _new_york,
        "petitions, topic": _petitions,
        "Banking77, intent": _banking,
    }
    print("| requests | kinds | learned | judged | accuracy | AURC | risk | covers | wrong | set |")
    for name, read in sets.items():
        _judge(name, _frequent(read(folder)))


def _judge(name: str, rows: Rows) -> None:
    """Train on 80 %, judge on 20 %, at 2 % and 5 % risk; the area under risk-coverage."""
    order = np.random.default_rng(77).permutation(len(rows))
    # Published requests without names: nobody's data.
    texts = [RedactedText(rows[i][0]) for i in order]
    kinds = [rows[i][1] for i in order]
    learned = [first for first, *_ in kinds]
    cut = len(rows) * 4 // 5
    for risk in (0.02, 0.05):
        model = train(texts[:cut], learned[:cut], risk=risk)
        said = model.classify(texts[cut:])
        pairs = list(zip(said, kinds[cut:], strict=True))
        routed = [told.kind in true for told, true in pairs if told.kind]
        first = np.array([told.candidates[0] in true for told, true in pairs])
        sure = np.array([told.confidence for told, _ in pairs])
        best_first = first[np.argsort(-sure, kind="stable")]
        risks = 1 - np.cumsum(best_first) / np.arange(1, len(best_first) + 1)
        held = np.mean([not set(true).isdisjoint(told.candidates) for told, true in pairs])
        size = np.mean([len(told.candidates) for told, _ in pairs])
        wrong = f"{1 - np.mean(routed):.3f}" if routed else "-"
        print(
            f"| {name} | {len(model.kinds)} | {cut} | {len(said)} | {first.mean():.3f} |"
            f" {risks.mean():.3f} | {risk:.0%} | {len(routed) / len(said):.3f} | {wrong} |"
            f" {size:.1f} kinds, {held:.3f} hold the true one |",
            flush=True,
        )


def _frequent(rows: Rows) -> Rows:
    """Kinds with at least ten examples: fewer cannot be learned and judged."""
    counts = Counter(first for _, (first, *_) in rows)
    return [(text, kinds) for text, kinds in rows if counts[kinds[0]] >= _LEAST]


def _banking(folder: Path) -> Rows:
    with (folder / "routing" / "banking77.train.csv").open(encoding="utf-8") as file:
        return [(row["text"], [row["category"]]) for row in csv.DictReader(file)]


def _petitions(folder: Path) -> Rows:
    """Most have several topics."""
    rows = _lines(folder, "us_we_the_people_petitions.en.jsonl")
    return [(f"{row['title']}\n{row['text']}", row["labels"]) for row in rows if row["labels"]]


def _new_york(folder: Path) -> Rows:
    rows = _lines(folder, "nyc311_sample.en.jsonl")
    keys = ("Complaint Type", "Descriptor", "Location Type")
    return [(" ".join(row.get(key) or "" for key in keys), [row["Agency"]]) for row in rows]


def _boston(folder: Path) -> Rows:
    rows = _lines(folder, "boston311_sample.en.jsonl")
    return [(row["case_title"], [row["department"]]) for row in rows]


def _lines(folder: Path, name: str) -> list[dict[str, Any]]:
    text = (folder / "citizen_requests" / name).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]
