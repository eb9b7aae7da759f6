"""`opengovai case`: services, cases, decisions, letters."""

from __future__ import annotations

from opengovai.cli.case.command import register

__all__ = ["register"]
