"""`opengovai plugins`: what is installed; with --check, what parts and models declare."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from opengovai.cli.terminal import Subparsers, add_json, emit, named_path, say
from opengovai.errors import PluginError

if TYPE_CHECKING:
    from opengovai.config import Settings

_FACTS = ("licence", "weights", "residency", "url")


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser("plugins", help="list installed plugins")
    parser.add_argument(
        "--check",
        action="store_true",
        help="import each, hold the configured models to the policy; exit 1 where one fails",
    )
    parser.add_argument(
        "--config", type=named_path, metavar="FILE", help="whose models; default: OPENGOVAI_CONFIG"
    )
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from opengovai.config import load_settings
    from opengovai.plugins import installed

    rows: Iterator[dict[str, Any]] = map(asdict, installed())
    if arguments.check:
        rows = chain(_checked(), _models(load_settings(arguments.config)))
    elif arguments.config:
        load_settings(arguments.config)
    failed = 0
    for row in rows:
        failed |= bool(row.get("error"))
        if arguments.json:
            emit(row)
        else:
            say(_model_text(row) if "model" in row else _text(row))
    return failed


def _checked() -> Iterator[dict[str, Any]]:
    from opengovai.plugins import installed, load

    for plugin in installed():
        row: dict[str, Any] = {**asdict(plugin), "error": None}
        try:
            info = load(plugin.group, plugin.name).info
            row |= {"egress": info.egress, "jurisdiction": info.jurisdiction}
        except PluginError as error:
            row["error"] = str(error)
        yield row


def _models(settings: Settings) -> Iterator[dict[str, Any]]:
    """One row for each model of the configuration."""
    from opengovai.config import configured_models

    for found in configured_models(settings):
        facts = {name: getattr(found.card, name, None) for name in _FACTS}
        egress = ", ".join(found.egress) or "none"
        yield {
            "table": found.table,
            "use": found.use,
            "model": found.model,
            **facts,
            "egress": None if found.error else egress,
            "error": found.error,
        }


def _model_text(row: dict[str, Any]) -> str:
    line = f"{row['table']:<24} {row['model']}"
    if row["error"]:
        return f"{line}  ERROR {row['error']}"
    declared = ", ".join(
        f"{word} {row[name] or 'not declared'}"
        for name, word in (*((name, name) for name in _FACTS[:3]), ("url", "model card"))
    )
    return f"{line}  {declared}, data leaves: {row['egress']}"


def _text(row: dict[str, Any]) -> str:
    line = f"{row['group']:<12} {row['name']:<16} {row['distribution']} {row['version']}"
    if row.get("error"):
        return f"{line}  ERROR {row['error']}"
    if "egress" in row:
        return f"{line}  data leaves: {row['egress']}, jurisdiction: {row['jurisdiction']}"
    return f"{line}  {row['licence']}"
