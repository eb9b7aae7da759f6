"""Forms whose boxes are only to be seen: what stands below a printed label, in its column.

A label of a form begins with the number of its box, or is a cell among others. What is below it,
up to the column where the next label begins, is its value, unless that is a label itself. A scan
does not tell what was printed from what was written, so an officer is asked to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from opengovai.cases.dates import Found, Order
from opengovai.cases.labels import BOX_NUMBER, matches_label
from opengovai.cases.schema import FieldSpec
from opengovai.cases.tables import Cell, is_label, written
from opengovai.cases.values import find_value

SEEN = 0.7
"""Confidence of a value in a box that is only to be seen."""

_NUMBERED = re.compile(r"(?:(?P<number>\d{1,2})[a-z]?|[a-z])[.)]?[ \u00a0]{1,4}(?=[^\W\d_])")
_BARE_TAB = re.compile(r"(?<! )\t")
_HANG = 3
"""Columns that a value may begin before its label."""

_DEEP = 3
"""Rows below a label in which its value begins."""

_NEXT = 3
"""How far the numbers of boxes that stand below each other are apart."""

_WIDEST = 100_000
"""Columns of a row."""


def is_laid_out(text: str) -> bool:
    """Whether blanks keep cells in their columns: a tab without any before it does not."""
    return not _BARE_TAB.search(text)


def find_in_box(
    rows: Sequence[Sequence[Cell]],
    text: str,
    spec: FieldSpec,
    labels: tuple[str, ...],
    *,
    order: Order,
) -> tuple[Found, int] | None:
    """The value in the first box of one of the field's labels that has any, and where that label
    stands. `rows` are those of `text`, `labels` those of all fields."""
    if spec.type == "boolean":
        return None  # OCR sees no ticks.
    whole = spec.model_copy(update={"line": "all"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if not _heads(cell, row, spec.label, labels):
                continue
            behind = (each.column for each in row[place + 1 :] if _printed(each, labels))
            begin, ends = cell.column - _HANG if place else 0, next(behind, _WIDEST) - _HANG
            for start, end in _lines(rows[number + 1 :], begin, ends, cell, labels, spec):
                found = find_value(text[start:end], whole, order=order)
                if found:
                    at = Found(found.value, found.start + start, found.end + start)
                    return at, cell.start
    return None


def _heads(cell: Cell, row: Sequence[Cell], own: Sequence[str], labels: tuple[str, ...]) -> bool:
    """Whether it is one of the `own` labels and heads a box: has a number, or is among others."""
    if _NUMBERED.match(cell.text):
        return matches_label(own, cell.text) and ":" not in cell.text
    others = sum(_printed(each, labels) for each in row)
    return is_label(cell.text, tuple(own)) and len(row) > 1 and 2 * others > len(row)


def _printed(cell: Cell, labels: tuple[str, ...]) -> bool:
    return matches_label(labels, cell.text) or bool(BOX_NUMBER.fullmatch(cell.text))


def _lines(
    rows: Sequence[Sequence[Cell]],
    begin: int,
    ends: int,
    label: Cell,
    labels: tuple[str, ...],
    spec: FieldSpec,
) -> Iterator[tuple[int, int]]:
    """Where the line of the box is that the field wants: the first, or the one below it."""
    skip = 1 if spec.line == "rest" else 0
    for row in takewhile(bool, rows[:_DEEP]):
        cells = [cell for cell in written(row, labels) if begin <= cell.column < ends]
        if any(matches_label(labels, cell.text) or _follows(label, cell) for cell in cells):
            return
        if cells and skip:
            skip -= 1
        elif cells:
            yield cells[0].start, cells[-1].start + len(cells[-1].text)
            return


def _follows(label: Cell, cell: Cell) -> bool:
    """Whether a cell begins with the number of a box near by."""
    mine, its = _NUMBERED.match(label.text), _NUMBERED.match(cell.text)
    if not (mine and its):
        return False
    if mine["number"] and its["number"]:
        return abs(int(its["number"]) - int(mine["number"])) <= _NEXT
    return not (mine["number"] or its["number"])
