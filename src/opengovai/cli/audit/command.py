"""The verbs of `opengovai audit`, from three modules."""

from __future__ import annotations

import argparse

from opengovai.cli.audit import check, machines, records
from opengovai.cli.terminal import Subparsers


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "audit", help="check, prove, share and witness a log"
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    for module in (check, records, machines):
        module.register(verbs)
