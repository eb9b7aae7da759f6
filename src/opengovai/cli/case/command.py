"""The verbs of `opengovai case`, from three modules."""

from __future__ import annotations

import argparse

from opengovai.cli.case import officer, rights, work
from opengovai.cli.terminal import Subparsers


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "case", help="prepare cases, decide them as an officer, send letters"
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    for module in (work, officer, rights):
        module.register(verbs)
