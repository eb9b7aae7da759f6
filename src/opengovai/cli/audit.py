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
    publish = verbs.add_parser("publish", help="sign what services wrote to a shared journal")
    publish.add_argument("log", type=Path, metavar="DIR")
    publish.add_argument("--config", type=Path, metavar="FILE", help="opengovai.toml")
    add_json(publish)
    publish.set_defaults(run=_publish)


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


def _publish(arguments: argparse.Namespace) -> int:
    from contextlib import closing

    from opengovai.audit.shared import publish_shared
    from opengovai.config import load_settings, open_part

    settings = load_settings(arguments.config)
    with closing(open_part(settings, "audit", "journal")) as journal:
        size = publish_shared(journal, arguments.log, origin=settings.tables["audit"]["origin"])
    if arguments.json:
        emit({"log": str(arguments.log), "size": size})
    else:
        say(f"{size} entries signed in {arguments.log}")
    return 0
