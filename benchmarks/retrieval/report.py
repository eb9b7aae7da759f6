"""Writes a table into docs/explanation/retrieval.md between its markers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.tables import machine

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "retrieval.md"


def publish(name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Put the table between `<!-- name:begin -->` and `<!-- name:end -->`."""
    lines = [header, ["---"] * len(header), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    block = f"{begin}\n{table}\n\n*{machine()}*\n{end}"
    pattern = re.escape(begin) + r".*?" + re.escape(end)
    page, found = re.subn(pattern, lambda _: block, PAGE.read_text("utf-8"), flags=re.DOTALL)
    if found != 1:
        raise SystemExit(f"{PAGE} has no markers for {name}")
    PAGE.write_text(page, encoding="utf-8")
