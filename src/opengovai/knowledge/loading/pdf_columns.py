"""Reading order of a PDF page whose columns are written line by line, and rows of its tables.

A line with a wide gap in it comes in pieces. If the gaps of most such lines lie over one another
and prose stands on both sides, that is the space between two columns; else it is a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from opengovai.knowledge.loading.pdf_line import CELLS, Line

_FEWEST_ROWS = 5
_SHARE = 0.6
_PROSE = 22
_DEPTH = 3

Row = list[Line]


def ordered(lines: Sequence[Line], *, depth: int = 0) -> list[Line]:
    """The lines of a page or column, each whole, in the order in which they are read."""
    rows = _rows(lines)
    middle = _gutter(rows) if depth < _DEPTH else None
    if middle is None:
        return [_joined(row) for row in rows]
    result: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        if any(piece.left < middle < piece.right for piece in row):
            result += _columns(left, right, depth)
            result.append(_joined(row))
            left, right = [], []
        else:
            left += _side([piece for piece in row if piece.right <= middle])
            right += _side([piece for piece in row if piece.left >= middle])
    return result + _columns(left, right, depth)


def _columns(left: Sequence[Line], right: Sequence[Line], depth: int) -> list[Line]:
    return ordered(left, depth=depth + 1) + ordered(right, depth=depth + 1)


def _side(pieces: Row) -> Row:
    """What stands on one side of the gap begins a line there."""
    return [replace(piece, continues=index > 0) for index, piece in enumerate(pieces)]


def _rows(lines: Sequence[Line]) -> list[Row]:
    rows: list[Row] = []
    for line in lines:
        if line.continues and rows:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where the space between two columns is, if there is one."""
    broken = [row for row in rows if len(row) > 1]
    if len(broken) < _FEWEST_ROWS:
        return None
    gaps = [(a.right, b.left) for row in broken for a, b in pairwise(row)]
    middle = median((start + end) / 2 for start, end in gaps)
    agreeing = [row for row in broken if _gap_at(row, middle)]
    if len(agreeing) < max(_FEWEST_ROWS, _SHARE * len(broken)):
        return None
    sides = (
        [[p for p in row if p.right <= middle] for row in agreeing],
        [[p for p in row if p.left >= middle] for row in agreeing],
    )
    prose = all(median(sum(len(p.text) for p in row) for row in side) >= _PROSE for side in sides)
    return middle if prose else None


def _gap_at(row: Row, middle: float) -> bool:
    return any(a.right <= middle <= b.left for a, b in pairwise(row))


def _joined(row: Row) -> Line:
    if len(row) == 1:
        return row[0]
    text = CELLS.join(piece.text.strip() for piece in row)
    bold = all(piece.bold for piece in row)
    return replace(row[0], text=text, bold=bold, right=row[-1].right)
