"""Writes a table of this folder into docs/how-to/load-documents.md between its markers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.tables import machine

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "load-documents.md"


def publish(name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print the table and put it between `<!-- name:begin -->` and `<!-- name:end -->`."""
    lines = [f"| {' | '.join(cells)} |" for cells in (header, ["---"] * len(header), *rows)]
    table = "\n".join(lines)
    print(table)
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, rest = PAGE.read_text("utf-8").split(begin)
    after = rest.split(end)[1]
    text = f"{before}{begin}\n{table}\n\n*{machine()}*\n{end}{after}"
    PAGE.write_text(text, "utf-8")
