"""Plots as SVG text, without any library: they go into one self-contained page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from opengovai.evaluation.intervals import Estimate
from opengovai.evaluation.risk import Bin, Point

_SIDE, _EDGE = 260, 42
_INK, _LINE, _GREY = "#1d2733", "#0b5fa5", "#9aa7b4"


def curve_plot(points: Sequence[Point], *, bar: float) -> str:
    """Risk against coverage; a dashed line at the risk that is allowed."""
    path = " ".join(f"{_x(p.coverage):.1f},{_y(p.risk):.1f}" for p in points)
    line = f'<polyline points="{path}" fill="none" stroke="{_LINE}" stroke-width="2"/>'
    allowed = _segment(0, bar, 1, bar)
    return _frame("share answered", "share of these wrong", allowed + line, "Risk and coverage")


def reliability_plot(bins: Sequence[Bin]) -> str:
    """Share that is right against confidence; on the diagonal, confidence is a probability."""
    dots = "".join(
        f'<circle cx="{_x(one.confidence):.1f}" cy="{_y(one.right):.1f}" r="4" fill="{_LINE}">'
        f"<title>{one.n} answers</title></circle>"
        for one in bins
    )
    return _frame("confidence", "share right", _segment(0, 0, 1, 1) + dots, "Calibration")


def bars_plot(title: str, rates: Sequence[tuple[str, Estimate]]) -> str:
    """One bar for each name, with its 95 % interval."""
    height, wide = 24, 300
    drawn = []
    for at, (name, rate) in enumerate(rates):
        y = at * height + 8
        middle, low, high = y + 7, 60 + wide * rate.low, 60 + wide * rate.high
        drawn.append(
            f'<text x="52" y="{y + 11}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="60" y="{y}" width="{wide * rate.value:.1f}" height="14" fill="{_LINE}"/>'
            f'<path d="M{low:.1f} {middle}H{high:.1f}" stroke="{_INK}" stroke-width="2"/>'
            f'<text x="{wide + 68}" y="{y + 11}">{100 * rate.value:.0f} %</text>'
        )
    size = f"0 0 {wide + 120} {len(rates) * height + 16}"
    label = f'role="img" aria-label="{escape(title)}"'
    return f'<svg viewBox="{size}" width="{wide + 120}" {label}>{"".join(drawn)}</svg>'


def _frame(across: str, up: str, inside: str, title: str) -> str:
    ticks = "".join(
        f'<text x="{_x(at):.0f}" y="{_SIDE + 26}" text-anchor="middle">{100 * at:.0f}</text>'
        f'<text x="{_EDGE - 6}" y="{_y(at) + 4:.0f}" text-anchor="end">{100 * at:.0f}</text>'
        for at in (0, 0.25, 0.5, 0.75, 1)
    )
    middle = _SIDE / 2 + 10
    names = (
        f'<text x="{_EDGE + _SIDE / 2}" y="{_SIDE + 44}" text-anchor="middle">{escape(across)}, '
        f'%</text><text transform="translate(11 {middle}) rotate(-90)" text-anchor="middle">'
        f"{escape(up)}, %</text>"
    )
    box = (
        f'<rect x="{_EDGE}" y="10" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="{_GREY}"/>'
    )
    size = f'viewBox="0 0 {_SIDE + _EDGE + 20} {_SIDE + 54}" width="{_SIDE + _EDGE + 20}"'
    return f'<svg {size} role="img" aria-label="{escape(title)}">{box}{ticks}{names}{inside}</svg>'


def _segment(x1: float, y1: float, x2: float, y2: float) -> str:

    ends = f'x1="{_x(x1):.1f}" y1="{_y(y1):.1f}" x2="{_x(x2):.1f}" y2="{_y(y2):.1f}"'
    return f'<line {ends} stroke="{_GREY}" stroke-dasharray="4 4"/>'


def _x(share: float) -> float:
    return _EDGE + _SIDE * share


def _y(share: float) -> float:
    return 10 + _SIDE * (1 - share)
