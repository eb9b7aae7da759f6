"""The command line; `program` holds it, one module a command stands beside it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

__all__ = ["build_parser", "main"]

_INTERRUPTED = 130  # 128 and SIGINT, as shells say it


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. Loading is a part of it: an interrupt that comes
    meanwhile ends it as quietly as a later one."""
    try:
        from opengovai.cli import program

        return program.main(argv)
    except KeyboardInterrupt:
        return _INTERRUPTED


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, for the reference page."""
    from opengovai.cli import program

    return program.build_parser()
