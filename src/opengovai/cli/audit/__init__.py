"""`opengovai audit`: check a log, prove an entry, share and witness."""

from __future__ import annotations

from opengovai.cli.audit.command import register

__all__ = ["register"]
