"""`opengovai config check`: what a configuration means, before anything runs on it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from opengovai.cli.terminal import Subparsers, add_json, emit, named_path, say

if TYPE_CHECKING:
    from opengovai.errors import OpenGovAIError


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser("config", help="check a configuration")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="explain a configuration or all its mistakes")
    check.add_argument(
        "file", nargs="?", type=named_path, metavar="FILE", help="default: OPENGOVAI_CONFIG"
    )
    add_json(check)
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    from opengovai.config import check, explain

    settings, mistakes = check(arguments.file)
    if mistakes:
        _complain(mistakes, as_json=arguments.json)
        return 2
    rows = explain(settings)
    if arguments.json:
        emit({"configuration": settings.origin, "digest": settings.digest, "parts": rows})
        return 0
    say(f"{settings.origin} (digest {settings.digest[:12]})")
    for row in rows:
        keys = ", ".join(f"{key} = {value!r}" for key, value in row["keys"].items())
        say(f"  {row['table']:<16} {row['use']:<12} data leaves: {row['egress']:<8} {keys}")
    return 0


def _complain(mistakes: Sequence[OpenGovAIError], *, as_json: bool) -> None:
    """One line each: what, where, and what to do."""
    for one in mistakes:
        if as_json:
            emit({"mistake": one.what, "where": one.where, "remedy": one.remedy})
        sys.stderr.write(f"opengovai: {' '.join(str(one).split())}\n")
