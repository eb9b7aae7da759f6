"""The audit log's figures as a table and a plot: `python -m benchmarks.audit.report`.

Reads `results.json`, which `python -m benchmarks.audit` wrote, and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.tables import PAGE, publish

RESULTS = Path(__file__).with_name("results.json")
PLOT = PAGE.with_name("benchmarks-audit.svg")
HEADER = ("log", "calls", "records/s", "p99 of a call", "verified/s", "proofs/s", "bytes/record")
_OTHERS = ("plain file", "SQLite", "pymerkle", "witness-log", "llm-audit-trail")

Row = dict[str, Any]


def report() -> None:
    """Write the table into the reference, and the plot beside it."""
    found = json.loads(RESULTS.read_text("utf-8"))
    publish("audit", HEADER, [_cells(row) for row in found["rows"]], footer=found["machine"])
    PLOT.write_text(plot([row for row in found["rows"] if row["rate"]], found["machine"]), "utf-8")


def _cells(row: Row) -> list[str]:
    rate = f"{row['rate']:,}" if row["rate"] else ""
    p99 = f"{row['p99'] / 1000:,.2f} ms" if row["rate"] else ""
    figures = [f"{row[key]:,}" if key in row else "" for key in ("verify", "proofs", "bytes")]
    return [row["name"], row["how"], rate, p99, *figures]


_IMAGE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"
 aria-label="Durable records a second, by log and way of calling it">
<style>
text {{ font: 13px system-ui, sans-serif; fill: #333; }}
.title {{ font-size: 15px; font-weight: 600; }} .footer {{ font-size: 11px; fill: #777; }}
</style>
<rect width="{width}" height="{height}" fill="#fff"/>
<text class="title" x="10" y="20">Durable records a second (1.5 kB each)</text>
{bars}
<text class="footer" x="10" y="{foot}">{footer}</text>
</svg>
"""
_WIDTH, _LABELS, _LINE, _TOP, _FOOT = 960, 470, 22, 34, 30


def plot(rows: Sequence[Row], footer: str) -> str:
    """Durable records a second as bars, an SVG image that needs nothing else."""
    most = max(row["rate"] for row in rows)
    height = _TOP + _LINE * len(rows) + _FOOT
    bars = "\n".join(_bar(at, row, most) for at, row in enumerate(rows))
    return _IMAGE.format(width=_WIDTH, height=height, bars=bars, foot=height - 10, footer=footer)


def _bar(at: int, row: Row, most: int) -> str:
    top = _TOP + _LINE * at
    width = (_WIDTH - _LABELS - 80) * row["rate"] / most
    colour = "#9aa5b1" if row["name"].startswith(_OTHERS) else "#2a6f97"
    return (
        f'<text x="{_LABELS - 8}" y="{top + 14}" text-anchor="end">'
        f"{escape(row['name'])}: {escape(row['how'])}</text>"
        f'<rect x="{_LABELS}" y="{top + 2}" width="{width:.1f}" height="{_LINE - 6}" '
        f'fill="{colour}"/>'
        f'<text x="{_LABELS + width + 6:.1f}" y="{top + 14}">{row["rate"]:,}</text>'
    )


if __name__ == "__main__":
    report()
