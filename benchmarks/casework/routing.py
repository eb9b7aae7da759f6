"""Routing: coverage at a risk that was chosen on other examples than are judged."""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from opengovai.cases.kinds import Told
from opengovai.cases.training import train
from opengovai.types import RedactedText

Rows = list[tuple[str, list[str]]]
"""Texts and their kinds, any of which is right."""

_LEAST = 5
_SMALL, _FOLDS = 6_000, 5


def run(arguments: argparse.Namespace) -> None:
    """A row a set and risk: `folder` holds routing/, citizen_requests/ and kenya_services/."""
    folder: Path = arguments.folder
    sets: dict[str, Callable[[Path], Rows]] = {
        "Boston 311, department": partial(_boston, key="department"),
        "Boston 311, reason": partial(_boston, key="reason"),
        "New York 311, agency": _new_york,
        "US petitions, topics": _petitions,
        "Kenyan services, agency": partial(_kenya, key="agency"),
        "Kenyan services, ministry": partial(_kenya, key="ministry"),
        "Banking77, intent": _banking,
    }
    print("| requests | kinds | judged | accuracy | AURC | risk | covers | wrong | set |")
    for name, read in sets.items():
        rows = read(folder)
        kept = _frequent(rows)
        for risk in (0.02, 0.05):
            _judge(f"{name} ({len(kept)} of {len(rows)})", kept, risk)


def _judge(name: str, rows: Rows, risk: float) -> None:
    """Train on 80 %, judge on 20 %; of a smaller set each fifth in turn, with the least and the
    most that a fifth covers. The area under risk-coverage; the conformal set's size and how often
    it holds a true kind."""
    order = np.random.default_rng(77).permutation(len(rows))
    said: list[Told] = []
    true: list[list[str]] = []
    covered: list[float] = []
    for fold in range(_FOLDS if len(rows) < _SMALL else 1):
        away = set(order[fold::_FOLDS].tolist())
        # Published requests without names: nobody's data.
        learned = [(RedactedText(t), tuple(k)) for i, (t, k) in enumerate(rows) if i not in away]
        model = train([t for t, _ in learned], [k for _, k in learned], risk=risk)
        told = model.classify([RedactedText(rows[i][0]) for i in sorted(away)])
        covered.append(sum(bool(each.kind) for each in told) / len(told))
        said += told
        true += [rows[i][1] for i in sorted(away)]
    pairs = list(zip(said, true, strict=True))
    routed = [told.kind in kinds for told, kinds in pairs if told.kind]
    first = np.array([told.candidates[0] in kinds for told, kinds in pairs])
    sure = np.array([told.confidence for told in said])
    best_first = first[np.argsort(-sure, kind="stable")]
    risks = 1 - np.cumsum(best_first) / np.arange(1, len(best_first) + 1)
    held = np.mean([not set(kinds).isdisjoint(told.candidates) for told, kinds in pairs])
    size = np.mean([len(told.candidates) for told in said])
    covers = f"{len(routed) / len(said):.3f}"
    spread = f" ({min(covered):.3f}-{max(covered):.3f})" if len(covered) > 1 else ""
    wrong = f"{1 - np.mean(routed):.3f}" if routed else "-"
    print(
        f"| {name} | {len({k for kinds in true for k in kinds})} | {len(said)} |"
        f" {first.mean():.3f} | {risks.mean():.3f} | {risk:.0%} | {covers}{spread} |"
        f" {wrong} | {size:.1f}, {held:.3f} |",
        flush=True,
    )


def _frequent(rows: Rows) -> Rows:
    """Kinds with at least five examples: fewer cannot be learned and judged."""
    counts = Counter(kind for _, kinds in rows for kind in kinds)
    known = [(text, [kind for kind in kinds if counts[kind] >= _LEAST]) for text, kinds in rows]
    return [(text, kinds) for text, kinds in known if kinds]


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


def _boston(folder: Path, *, key: str) -> Rows:
    rows = _lines(folder, "boston311_sample.en.jsonl")
    return [(row["case_title"], [row[key]]) for row in rows]


def _kenya(folder: Path, *, key: str) -> Rows:
    """Titles of services, each text once."""
    rows = _lines(folder, "services_joined.jsonl", within="kenya_services")
    found: dict[str, list[str]] = {}
    for row in rows:
        kinds = found.setdefault(row["service"].strip(), [])
        if row[key] not in kinds:
            kinds.append(row[key])
    return list(found.items())


def _lines(folder: Path, name: str, *, within: str = "citizen_requests") -> list[dict[str, Any]]:
    text = (folder / within / name).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]
