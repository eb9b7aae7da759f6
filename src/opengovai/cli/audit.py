"""`opengovai audit`: check a log."""

from __future__ import annotations

import argparse
from pathlib import Path

from opengovai.cli.terminal import Subparsers, add_json, emit, say
from opengovai.errors import UnreadableSourceError


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser("audit", help="check an audit log")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="recompute the whole log; names the first bad entry")
    verify.add_argument("log", type=Path, metavar="DIR")
    verify.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="an older checkpoint it must extend"
    )
    add_json(verify)
    verify.set_defaults(run=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    from opengovai.audit import verify

    if not arguments.log.is_dir():
        raise UnreadableSourceError(
            "There is no log here", where=str(arguments.log), remedy="Name the log's folder."
        )
    report = verify(arguments.log, checkpoint=arguments.checkpoint)
    if arguments.json:
        emit(
            {
                "ok": report.ok,
                "size": report.size,
                "first_bad": report.first_bad,
                "reason": report.reason,
            }
        )
    else:
        say(str(report))
    return 0 if report.ok else 1
