"""Rows of a page that OCR has read: lines at one height, and a form's cells in their columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from opengovai.knowledge.loading.content import Block
from opengovai.knowledge.loading.pdf_line import Line

_APART, _GAP = 1.5, 1.5
_FORM = 4
"""Rows of several cells that make a page a form or a table."""

_NEXT_BOX = re.compile(r"\d{1,2}[a-z]? [^\W\d_]")
_BETWEEN = re.compile(rf"(?<=[a-z.)]) (?={_NEXT_BOX.pattern})")


def across(lines: Sequence[Line]) -> list[Line]:
    """Lines at one height are read from left to right."""
    return [line for row in _grouped(lines) for line in row]


def cells(lines: Sequence[Line]) -> Iterator[Block]:
    """A row with tabs between cells; an empty one where the page has a wider gap. On a form, where
    cells stand below each other, with blanks before each that keep it in its column, two at least
    before a tab."""
    rows = _grouped(lines)
    column = _columns(rows)
    if column:
        rows = [[box for line in row for box in _boxes(line)] for row in rows]
    steps = [above[0].top - below[0].top for above, below in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    for row, step in zip(rows, [0.0, *steps], strict=bool(rows)):
        if step > _GAP * usual:
            yield Block(text="")
        text = "" if column is None else " " * column(row[0])
        text += row[0].text
        for left, right in pairwise(row):
            apart = _apart(left, right) or (column and _NEXT_BOX.match(right.text))
            gap = "\t" if apart else " "
            if apart and column:
                text += " " * max(2, column(right) - len(text) - 1)
            text += gap + right.text
        yield Block(text=text)


def _boxes(line: Line) -> Iterator[Line]:
    """The labels of boxes that stand so close that OCR takes them for one line, each at its share
    of the line's width."""
    begins = [0, *(found.end() for found in _BETWEEN.finditer(line.text)), len(line.text) + 1]
    width = (line.right - line.left) / len(line.text)
    for begin, end in pairwise(begins):
        text = line.text[begin : end - 1]
        left = line.left + begin * width
        yield replace(line, text=text, left=left, right=left + len(text) * width)


def _columns(rows: Sequence[Sequence[Line]]) -> Callable[[Line], int] | None:
    """In which column of a form a line begins, by such narrow ones that hardly any text is longer
    than its place; None for other pages."""
    split = sum(any(_apart(*pair) for pair in pairwise(row)) for row in rows)
    if split < _FORM:
        return None
    widths = [(line.right - line.left) / len(line.text) for row in rows for line in row]
    edge = min(line.left for row in rows for line in row)
    width = max(min(widths), median(widths) / 2)
    return lambda line: round((line.left - edge) / width)


def _apart(left: Line, right: Line) -> bool:
    return right.left - left.right > _APART * left.size


def _grouped(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].top - line.top) < 0.5 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]
