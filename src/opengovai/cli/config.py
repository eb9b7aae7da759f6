"""`opengovai config check`: what a configuration means, before anything runs on it."""

from __future__ import annotations

import argparse
from pathlib import Path

from opengovai.cli.terminal import Subparsers, add_json, emit, say


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser("config", help="check a configuration")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="explain a configuration or its first mistake")
    check.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="default: OPENGOVAI_CONFIG"
    )
    add_json(check)
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    from opengovai.config import explain, load_settings

    settings = load_settings(arguments.file)
    rows = explain(settings)
    if arguments.json:
        emit({"configuration": settings.origin, "digest": settings.digest, "parts": rows})
        return 0
    say(f"{settings.origin} (digest {settings.digest[:12]})")
    for row in rows:
        keys = ", ".join(f"{key} = {value!r}" for key, value in row["keys"].items())
        say(f"  {row['table']:<16} {row['use']:<12} data leaves: {row['egress']:<8} {keys}")
    return 0
