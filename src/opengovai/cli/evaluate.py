"""`opengovai evaluate`: how well a part does on your own data."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opengovai.cli.terminal import Subparsers, add_json, emit, track

if TYPE_CHECKING:
    from opengovai.evaluation.redaction import Tally

_COLUMNS = ("recall", "precision", "f2", "leak", "over_masking")


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "evaluate", help="measure a part on your own data"
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    redaction = verbs.add_parser("redaction", help="what is left visible, what is hidden too much")
    redaction.add_argument(
        "data", type=Path, metavar="DATA", help="labelled JSON Lines, or a folder"
    )
    redaction.add_argument("--countries", nargs="+", metavar="CC", help="limit the country packs")
    add_json(redaction)
    redaction.set_defaults(run=_redaction)


def _redaction(arguments: argparse.Namespace) -> int:
    from opengovai.evaluation.redaction import evaluate, read_labelled
    from opengovai.redaction import Redactor

    redactor = Redactor.default(countries=arguments.countries)
    tallies = evaluate(track(read_labelled(arguments.data), "Redacting"), redactor.detect)
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
    from rich.console import Console
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
    Console().print(table)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"
