"""The command line; `program` holds it, one module a command stands beside it."""

from __future__ import annotations

from opengovai.cli.program import build_parser, main

__all__ = ["build_parser", "main"]
