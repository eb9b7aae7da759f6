"""`opengovai evaluate`: how well a part does on your own data."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from opengovai.cli.cost import add_cost
from opengovai.cli.questions import add_questions
from opengovai.cli.terminal import (
    Subparsers,
    add_json,
    emit,
    named_path,
    results,
    say,
    track,
    writable,
)
from opengovai.errors import InputError

if TYPE_CHECKING:
    from opengovai.evaluation.comparison import Comparison
    from opengovai.evaluation.redaction import Tally

_RATES = ("false_answer", "over_abstention", "correct", "precise", "document", "f1")
_COLUMNS = ("recall", "precision", "f2", "leak", "over_masking")


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "evaluate", help="measure a part on your own data"
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    redaction = verbs.add_parser("redaction", help="what is left visible, what is hidden too much")
    redaction.add_argument(
        "data", type=named_path, metavar="DATA", help="labelled JSON Lines, or a folder"
    )
    redaction.add_argument("--countries", nargs="+", metavar="CC", help="limit the country packs")
    add_json(redaction)
    redaction.set_defaults(run=_redaction)
    answers = verbs.add_parser("answers", help="how often answers are right, wrong and refused")
    add_questions(answers)
    answers.add_argument(
        "--against", type=named_path, metavar="CONFIG", help="compare with another one"
    )
    answers.add_argument("--html", type=writable, metavar="FILE", help="write a page with plots")
    answers.add_argument("--gate", type=named_path, metavar="FILE", help="bars; exit 1 below one")
    answers.set_defaults(run=_answers)
    add_cost(verbs)


def _redaction(arguments: argparse.Namespace) -> int:
    from opengovai.evaluation.redaction import evaluate, read_labelled
    from opengovai.redaction import Redactor

    redactor = Redactor.default(countries=arguments.countries)
    tallies = evaluate(track(read_labelled(arguments.data), "Redacting"), redactor.detect)
    if not tallies:
        raise InputError(
            "There are no labelled texts",
            where=str(arguments.data),
            remedy="Name a JSON Lines file, or the folder that holds such files itself.",
        )
    rows = [
        *_rows("entity", _grouped(tallies, 1)),
        *_rows("language", _grouped(tallies, 0)),
        *_rows("all", _grouped(tallies, None)),
    ]
    if arguments.json:
        for row in rows:
            emit(row)
    else:
        _show(rows)
    return 0


def _answers(arguments: argparse.Namespace) -> int:
    from opengovai.cli.questions import asked
    from opengovai.evaluation.comparison import compare
    from opengovai.evaluation.figures import figures, rows
    from opengovai.evaluation.gate import bars
    from opengovai.evaluation.report import report

    scores = asked(arguments, floor=True)
    others = asked(arguments, floor=True, config=arguments.against) if arguments.against else None
    comparisons = compare(scores, others) if others else []
    gate = bars(arguments.gate, figures(scores)) if arguments.gate else []
    if arguments.html:
        title = f"Answers to {arguments.file.name}"
        page = report(scores, title=title, comparisons=comparisons, gate=gate)
        arguments.html.write_text(page, "utf-8")
    if arguments.json:
        for row in rows(scores):
            emit(row)
        for comparison in comparisons:
            emit({"group": "against", "name": comparison.measure, **asdict(comparison)})
        for bar in gate:
            emit({"group": "gate", "name": bar.measure, **asdict(bar), "kept": bar.kept})
    else:
        _show_answers(rows(scores))
        for line in (*map(_compared, comparisons), *map(str, gate)):
            say(line)
    return 0 if all(bar.kept for bar in gate) else 1


def _compared(one: Comparison) -> str:
    value, low, high = (100 * getattr(one.difference, end) for end in ("value", "low", "high"))
    return (
        f"{one.measure.replace('_', ' ')} against {one.better + one.worse} that differ: "
        f"{value:+.1f} points [{low:+.1f}, {high:+.1f}], p = {one.p:.3f}"
    )


def _show_answers(rows: Iterable[Mapping[str, Any]]) -> None:
    from rich.table import Table

    table = Table("", "questions", *(column.replace("_", " ") for column in _RATES), "AURC")
    for row in rows:
        shown = [_interval(row[column]) for column in _RATES]
        area = "" if row["aurc"] is None else f"{row['aurc']:.3f}"
        table.add_row(row["name"], str(row["questions"]), *shown, area)
    results().print(table)


def _interval(estimate: Mapping[str, float] | None) -> str:
    if estimate is None:
        return ""
    value, low, high = (f"{100 * estimate[key]:.0f}" for key in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"


def _grouped(tallies: Mapping[tuple[str, str], Tally], part: int | None) -> dict[str, Tally]:
    from opengovai.evaluation.redaction import Tally

    grouped: dict[str, Tally] = {}
    for key, tally in tallies.items():
        name = "all" if part is None else key[part]
        if name:
            grouped[name] = grouped.get(name, Tally()) + tally
    return dict(sorted(grouped.items()))


def _rows(group: str, tallies: Mapping[str, Tally]) -> Iterable[dict[str, Any]]:
    for name, tally in tallies.items():
        figures = {column: getattr(tally, column) for column in _COLUMNS}
        yield {"group": group, "name": name, "labels": tally.labels, **figures}


def _show(rows: Iterable[Mapping[str, Any]]) -> None:
    """A table with a bar for the leak rate: what a data protection officer looks for first."""
    from rich.table import Table

    table = Table("", "", "labels", "recall", "precision", "F2", "over-masking", "leak", "")
    group = ""
    for row in rows:
        if row["group"] != group:
            table.add_section()
            group = row["group"]
        shown = [_percent(row[column]) for column in ("recall", "precision", "f2", "over_masking")]
        leak = row["leak"]
        bar = "█" * round(40 * leak) or "▏" * bool(leak) if leak is not None else ""
        table.add_row(
            group, row["name"], str(row["labels"]), *shown, _percent(leak), f"[red]{bar}[/red]"
        )
    results().print(table)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"
