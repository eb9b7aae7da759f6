"""`opengovai plugins`: what is installed; with --check, what it declares about itself."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from opengovai.cli.terminal import Subparsers, add_json, emit, say
from opengovai.errors import PluginError


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser("plugins", help="list installed plugins")
    parser.add_argument(
        "--check", action="store_true", help="import each; exit 1 where one does not load"
    )
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from opengovai.plugins import installed, load

    failed = 0
    for plugin in installed():
        row = asdict(plugin)
        if arguments.check:
            try:
                info = load(plugin.group, plugin.name).info
                row |= {"egress": info.egress, "jurisdiction": info.jurisdiction, "error": None}
            except PluginError as error:
                failed = 1
                row |= {"error": str(error)}
        if arguments.json:
            emit(row)
        else:
            say(_text(row))
    return failed


def _text(row: dict[str, object]) -> str:
    line = f"{row['group']:<12} {row['name']:<16} {row['distribution']} {row['version']}"
    if row.get("error"):
        return f"{line}  ERROR {row['error']}"
    if "egress" in row:
        return f"{line}  data leaves: {row['egress']}, jurisdiction: {row['jurisdiction']}"
    return f"{line}  {row['licence']}"
