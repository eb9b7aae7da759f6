"""Values below their labels: a row of labels and a row of values, in a table or on a form.

Cells lie between tabs, bars, or runs of three blanks and more. A row is one of labels where most of
its cells are nothing else. The value is the cell below: of the same number where the rows have
equally many cells, else the one that begins below its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from opengovai.cases.dates import Found, Order
from opengovai.cases.labels import BOX_NUMBER, matches_label
from opengovai.cases.schema import FieldSpec
from opengovai.cases.shapes import loose_label
from opengovai.cases.values import find_value

ONE_ROW, SEVERAL = 0.9, 0.5
"""Confidence of a value below its label, and where several rows of values stand there."""

_GAP = re.compile(r"[ \u00a0]{0,9}[\t|][ \u00a0\t|]{0,9}|[ \u00a0]{3,999}")
_RULE = re.compile(r"[\s|:+=_–—-]*")
_MOST = 2_000
"""Rows of a text that are looked at."""

_WIDEST = 2_000
"""Characters of a row."""

_LONGEST = 90
"""Characters of a label."""


class Cell(NamedTuple):
    """Its words, the column where it begins on its line, and where in the text."""

    text: str
    column: int
    start: int


class Head(NamedTuple):
    """A row of labels, and the two rows below it."""

    cells: list[Cell]
    below: Sequence[list[Cell]]


def read_rows(text: str) -> list[list[Cell]]:
    """The cells of the first lines of a text; none of an empty line."""
    return list(islice(_rows(text), _MOST))


def read_heads(rows: Sequence[list[Cell]], labels: Sequence[str]) -> list[Head]:
    """The rows of labels; `labels` are those of all fields."""
    known = tuple(labels)
    return [
        Head(row, rows[number + 1 : number + 3])
        for number, row in enumerate(rows)
        if len(row) > 1 and _is_head(row, known)
    ]


def find_below(
    heads: Sequence[Head], spec: FieldSpec, labels: Sequence[str], *, order: Order
) -> tuple[Found, float, int] | None:
    """The value below one of the field's labels, its confidence, and where the label stands."""
    known = tuple(labels)
    for head in heads:
        row = written(head.below[0], known) if head.below else []
        for place, cell in enumerate(head.cells):
            under = _beneath(head.cells, place, row)
            if under and is_label(cell.text, spec.label) and not matches_label(known, under.text):
                found = find_value(under.text, spec, order=order)
                if found:
                    sure = SEVERAL if _several(head.below, known) else ONE_ROW
                    start, end = found.start + under.start, found.end + under.start
                    return Found(found.value, start, end), sure, cell.start
    return None


def written(row: Sequence[Cell], labels: tuple[str, ...]) -> list[Cell]:
    """The cells of a row but for the number of the next box, which stands before its label."""
    return [
        cell
        for cell, ahead in zip(row, [*row[1:], None], strict=False)
        if not (ahead and BOX_NUMBER.fullmatch(cell.text) and matches_label(labels, ahead.text))
    ]


def _beneath(head: Sequence[Cell], place: int, row: Sequence[Cell]) -> Cell | None:
    if len(row) == len(head):
        return row[place]
    begin = head[place].column - 2
    end = head[place + 1].column - 2 if place + 1 < len(head) else 10**9
    under = [cell for cell in row if begin <= cell.column < end]
    return under[0] if len(under) == 1 and "\t" not in under[0].text else None


def _several(rows: Sequence[Sequence[Cell]], labels: tuple[str, ...]) -> bool:
    """Whether the row below the values has values too."""
    if len(rows) < 2 or _is_head(rows[1], labels):
        return False
    return len(rows[1]) == len(rows[0]) > 1


def _rows(text: str) -> Iterator[list[Cell]]:
    """The cells of each line; none of an empty one, and lines of dashes are left out."""
    start = 0
    for line in text.split("\n"):
        if not line.strip() or not _RULE.fullmatch(line):
            yield list(_cells(line[:_WIDEST], start))
        start += len(line) + 1


def _cells(line: str, start: int) -> Iterator[Cell]:
    begin = 0
    for gap in (*_GAP.finditer(line), None):
        end = gap.start() if gap else len(line)
        words = line[begin:end].strip()
        if words:
            column = line.index(words, begin)
            yield Cell(words, column, start + column)
        begin = gap.end() if gap else end


def _is_head(row: Sequence[Cell], labels: tuple[str, ...]) -> bool:
    return sum(is_label(cell.text, labels) for cell in row) * 2 > len(row)


def is_label(words: str, labels: tuple[str, ...]) -> bool:
    """Whether the words are one of the labels and nothing else."""
    return len(words) < _LONGEST and bool(_whole(labels).fullmatch(words))


@cache
def _whole(labels: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(f"(?:{loose_label(label)})" for label in labels) or "(?!)"
    return re.compile(
        rf"(?:\W{{0,3}}\d{{1,2}}[a-z]?[.)]?\s)?[*_]{{0,2}}(?:{names})"
        r"(?:\s?\([^)]{0,60}\))?[*_: ]{0,4}",
        re.IGNORECASE,
    )
