"""Volume, refusals, overrides and latency over time, as figures and as one self-contained page."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from typing import Any

from opengovai.audit.erasure import ERASURE, HOLD
from opengovai.audit.query import Record, moment
from opengovai.errors import InputError

_SERVED = frozenset({"answered", "done", "recovered"})
"""How a request ends that was not refused: a question's answer, a step of casework."""
_SIZES = {"hour": "%Y-%m-%dT%H", "day": "%Y-%m-%d", "month": "%Y-%m"}
_MOST = 20_000
_STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "month": timedelta(days=31)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Bucket:
    """One stretch of time: how many requests ended, and how. `latency_ms` is the median."""

    start: str
    requests: int
    refused: int
    overridden: int
    latency_ms: int | None


def buckets(records: Iterable[tuple[int, Record]], *, by: str) -> list[Bucket]:
    """The results in stretches of an "hour", a "day" or a "month", in order, none left out: that
    nothing happened is worth seeing too. Raises InputError where they would be too many."""
    sums: dict[datetime, _Sum] = {}
    for _, record in records:
        if record["phase"] == "result" and record["type"] not in (ERASURE, HOLD):
            sums.setdefault(_begin(moment(record["time"]), by), _Sum()).add(record["data"])
    return [
        sums.get(start, _Sum()).bucket(f"{start:{_SIZES[by]}}")
        for start in _stretches(sorted(sums), by)
    ]


@dataclass(slots=True)
class _Sum:
    """What a stretch comes to; a log may be too large to keep its records in memory."""

    requests: int = 0
    refused: int = 0
    overridden: int = 0
    latencies: array[int] = field(default_factory=lambda: array("q"))

    def add(self, data: Mapping[str, Any]) -> None:
        self.requests += 1
        self.refused += data.get("status", "answered") not in _SERVED
        self.overridden += data.get("oversight", {}).get("outcome") == "override"
        if "duration_ms" in data:
            self.latencies.append(data["duration_ms"])

    def bucket(self, start: str) -> Bucket:
        latencies = sorted(self.latencies)
        return Bucket(
            start=start,
            requests=self.requests,
            refused=self.refused,
            overridden=self.overridden,
            latency_ms=latencies[len(latencies) // 2] if latencies else None,
        )


def _begin(time: datetime, by: str) -> datetime:
    """When its stretch begins."""
    hour = time.replace(minute=0, second=0, microsecond=0)
    day = hour.replace(hour=0)
    return {"hour": hour, "day": day, "month": day.replace(day=1)}[by]


def _stretches(starts: Sequence[datetime], by: str) -> Iterator[datetime]:
    """Every stretch from the first of `starts` to the last. Raises InputError for too many."""
    if not starts:
        return
    at, last = starts[0], starts[-1]
    if (last - at) // _STEPS[by] > _MOST:
        raise InputError(
            f"The records span more than {_MOST} stretches of one {by}",
            where=f"{at:%Y-%m-%d} to {last:%Y-%m-%d}",
            remedy="Choose longer ones with --by, or a part with --since and --until.",
        )
    yield at
    while at < last:
        at = _begin(at + _STEPS[by], by)
        yield at


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; }}
body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.4rem; }} h2 {{ font-size: 1.1rem; margin: 2rem 0 .3rem; }}
svg {{ width: 100%; height: auto; }} .axis {{ font-size: 11px; fill: #666; }}
rect {{ fill: #2a6f97; }} rect:hover {{ fill: #e07a1f; }}
p {{ color: #555; }}
</style>
<h1>{title}</h1>
<p>{summary}</p>
{plots}
</html>
"""
_WIDTH, _HEIGHT, _LEFT, _FOOT = 900, 180, 50, 20


def page(found: Sequence[Bucket], *, log: str, by: str) -> str:
    """An HTML page with a plot for each figure; it loads nothing."""
    plots = (
        ("Requests", [b.requests for b in found]),
        ("Refusals (every end but an answer or a finished step)", [b.refused for b in found]),
        ("Overrides by officers", [b.overridden for b in found]),
        ("Latency, median in ms", [b.latency_ms or 0 for b in found]),
    )
    starts = [b.start for b in found]
    total, refused = sum(b.requests for b in found), sum(b.refused for b in found)
    span = f"from {starts[0]} to {starts[-1]}" if starts else "nothing yet"
    return _PAGE.format(
        title=escape(f"Log {log}"),
        summary=escape(f"{total} requests, {refused} of them refused, by {by}, {span}."),
        plots="\n".join(_plot(name, starts, values) for name, values in plots),
    )


def _plot(name: str, starts: Sequence[str], values: Sequence[int]) -> str:
    """Bars over time; hovering one tells its value."""
    most = max(values, default=0) or 1
    step = (_WIDTH - _LEFT) / max(len(values), 1)
    bars = []
    for at, (start, value) in enumerate(zip(starts, values, strict=True)):
        height = value / most * (_HEIGHT - 10)
        bars.append(
            f'<rect x="{_LEFT + at * step:.1f}" y="{_HEIGHT - height:.1f}" '
            f'width="{max(step - 1, 0.5):.1f}" height="{height:.1f}">'
            f"<title>{escape(start)}: {value}</title></rect>"
        )
    ends = (
        f'<text class="axis" x="{_LEFT}" y="{_HEIGHT + 15}">{escape(starts[0])}</text>'
        f'<text class="axis" x="{_WIDTH}" y="{_HEIGHT + 15}" text-anchor="end">'
        f"{escape(starts[-1])}</text>"
        if starts
        else ""
    )
    return (
        f'<h2>{escape(name)}</h2><svg viewBox="0 0 {_WIDTH} {_HEIGHT + _FOOT}" role="img" '
        f'aria-label="{escape(name)}"><text class="axis" x="0" y="12">{most}</text>'
        f'<text class="axis" x="0" y="{_HEIGHT}">0</text>{"".join(bars)}{ends}</svg>'
    )
