"""What is found of every type in our letters: `python -m benchmarks.redaction.by_type`.

Recall and precision count labels and spans of the same type; the leak rate counts characters that
no span of whatever type covers. Mistyped numbers stand beside a word that says what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.tables import publish

from opengovai.evaluation.redaction import Tally, evaluate, read_labelled
from opengovai.redaction import Redactor

LETTERS = Path(__file__).parent / "letters"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "benchmarks-redaction.md"


def _summed(
    tallies: dict[tuple[str, str], Tally], name: Callable[[tuple[str, str]], str]
) -> dict[str, Tally]:
    sums: dict[str, Tally] = {}
    for key, tally in sorted(tallies.items()):
        sums[name(key)] = sums.get(name(key), Tally()) + tally
    return sums


def percent(value: float | None, digits: int = 1) -> str:
    """A share as it stands in the tables; empty where there is none."""
    return "" if value is None else f"{100 * value:.{digits}f} %"


def _row(name: str, tally: Tally) -> list[str]:
    typos = f"{tally.typos_found} of {tally.typos}" if tally.typos else ""
    rates = [percent(tally.recall), percent(tally.precision), percent(tally.leak)]
    return [name, str(tally.labels), *rates, typos]


def main() -> None:
    """Measure and write both tables."""
    tallies = evaluate(read_labelled(LETTERS), Redactor.default().detect)
    types = {name: t for name, t in _summed(tallies, lambda key: key[1]).items() if name}
    numbers = sum((t for name, t in types.items() if name != "PERSON"), Tally())
    rows = [_row(name, tally) for name, tally in sorted(types.items())]
    rows.append(_row("all but PERSON", numbers))
    header = ["type", "labels", "recall", "precision", "leak rate", "mistyped found"]
    publish("redaction-types", header, rows, into=PAGE)
    languages = _summed(tallies, lambda key: key[0])
    rows = [
        [name, str(t.labels), percent(t.recall), percent(t.leak), percent(t.over_masking, 2)]
        for name, t in languages.items()
    ]
    header = ["language", "labels", "recall", "leak rate", "over-masking"]
    publish("redaction-languages", header, rows, into=PAGE)


if __name__ == "__main__":
    main()
