"""`opengovai evaluate cost`: what models took, per month and service."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opengovai.cli.terminal import Subparsers, add_json, emit, named_path, results
from opengovai.errors import InputError

if TYPE_CHECKING:
    from opengovai.models.sums import Sums


def add_cost(verbs: Subparsers) -> None:
    """Add the verb."""
    cost = verbs.add_parser("cost", help="tokens, money and energy that models took, per month")
    cost.add_argument(
        "source",
        type=named_path,
        metavar="SOURCE",
        help="a ledger (ledger_path), or a log's directory",
    )
    add_json(cost)
    cost.set_defaults(run=_cost)


def _cost(arguments: argparse.Namespace) -> int:
    from opengovai.models.sums import by_service

    models = _read(arguments.source)
    services = by_service(models)
    if arguments.json:
        for group, rows in (("service", services), ("model", models)):
            for row in rows:
                emit({"group": group, **asdict(row), "cost": str(row.cost)})
    else:
        _show(services, models)
    return 0


def _read(source: Path) -> list[Sums]:
    """Raises InputError where there is neither a ledger nor a log."""
    if source.is_dir():
        from opengovai.audit.query import Filter, find
        from opengovai.audit.reading import LogReader
        from opengovai.models.sums import of_records

        return of_records(record for _, record in find(LogReader(source), Filter()))
    if not _is_ledger(source):
        raise InputError(
            "There is no ledger and no log",
            where=str(source),
            remedy="Name the file of ledger_path, or the directory of [audit].",
        )
    from opengovai.models.ledger import Ledger

    ledger = Ledger(source, service="")
    try:
        return ledger.months()
    finally:
        ledger.close()


def _is_ledger(source: Path) -> bool:
    """Looked at without writing: to open a ledger makes its table, in an empty file or in another
    program's database as well."""
    import sqlite3
    from contextlib import closing

    if not source.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            found = opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'usage'").fetchone()
    except sqlite3.Error:
        return False
    return found is not None


def _show(services: Sequence[Sums], models: Sequence[Sums]) -> None:
    from rich.table import Table

    table = Table("month", "service", "model", "calls", "tokens in", "out", "money", "Wh (range)")
    for total in services:
        table.add_section()
        table.add_row(total.month, total.service, "[bold]all[/bold]", *_cells(total))
        for row in models:
            if (row.month, row.service, row.currency) == (
                total.month,
                total.service,
                total.currency,
            ):
                table.add_row("", "", row.model, *_cells(row))
    results().print(table)


def _cells(row: Sums) -> tuple[Any, ...]:
    money = f"{row.cost:.4f} {row.currency}" if row.currency else "-"
    energy = f"{row.energy_wh:.2f}" if row.energy_wh else "-"
    if row.energy_low_wh is not None and row.energy_high_wh is not None and row.energy_wh:
        energy += f" ({row.energy_low_wh:.2f}-{row.energy_high_wh:.2f})"
    return str(row.calls), f"{row.input_tokens:,}", f"{row.output_tokens:,}", money, energy
