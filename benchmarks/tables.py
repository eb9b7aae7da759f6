"""Print a benchmark's table and write it into docs/reference/benchmarks.md between its markers."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "benchmarks.md"


def publish(
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    footer: str = "",
    into: Path = PAGE,
) -> None:
    """Put the table between `<!-- name:begin -->` and `<!-- name:end -->` of the page `into`.

    `footer` is the line of `machine` where the figures were measured earlier.
    """
    lines = [_row(header), _row(["---"] * len(header)), *(_row(row) for row in rows)]
    table = "\n".join(lines)
    print(table)
    page = into.read_text(encoding="utf-8")
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    block = f"{begin}\n{table}\n\n*{footer or machine()}*\n{end}"
    found = re.subn(re.escape(begin) + r".*?" + re.escape(end), lambda _: block, page, flags=re.S)
    if found[1] != 1:
        raise SystemExit(f"{into} has no markers for {name}")
    into.write_text(found[0], encoding="utf-8")


def machine() -> str:
    """What the figures were measured on, and when."""
    today = datetime.now(tz=UTC).date().isoformat()
    python = platform.python_version()
    return (
        f"{today}, {os.cpu_count()} cores ({_processor()}), {platform.system()}, Python {python}."
    )


def _processor() -> str:
    try:
        names = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text("utf-8"))
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
