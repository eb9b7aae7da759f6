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
from opengovai.cases.labels import matches_label
from opengovai.cases.schema import FieldSpec
from opengovai.cases.shapes import loose_label
from opengovai.cases.values import find_value

ONE_ROW, SEVERAL = 0.9, 0.5
"""Confidence of a value below its label, and where several rows of values stand there."""

_CELL = re.compile(
    r"[^\t|\n\u00a0 ](?:[^\t|\n]{0,400}?[^\t|\n\u00a0 ])?(?=[ \u00a0]{0,2}(?:[\t|]|$)|[ \u00a0]{3})"
)
_RULE = re.compile(r"[\s|:+=_–—-]*")
_MOST = 2_000
"""Rows of a text that are looked at."""

_LONGEST = 90
"""Characters of a label."""


class _Cell(NamedTuple):
    text: str
    column: int
    start: int


def find_below(
    text: str, spec: FieldSpec, labels: Sequence[str], *, order: Order
) -> tuple[Found, float, int] | None:
    """The value below one of the field's labels, its confidence, and where the label stands;
    `labels` are those of all fields."""
    known = tuple(labels)
    rows = list(islice(_rows(text), _MOST))
    for number, head in enumerate(rows):
        if len(head) < 2 or not _is_head(head, known):
            continue
        below = rows[number + 1 : number + 3]
        for place, cell in enumerate(head):
            under = _beneath(head, place, below[0]) if below else None
            if under and _is_label(cell.text, spec.label) and not matches_label(known, under.text):
                found = find_value(under.text, spec, order=order)
                if found:
                    sure = SEVERAL if _several(below, known) else ONE_ROW
                    place_in_text = found.start + under.start, found.end + under.start
                    return Found(found.value, *place_in_text), sure, cell.start
    return None


def _beneath(head: Sequence[_Cell], place: int, row: Sequence[_Cell]) -> _Cell | None:
    if len(row) == len(head):
        return row[place]
    begin = head[place].column - 2
    end = head[place + 1].column - 2 if place + 1 < len(head) else 10**9
    under = [cell for cell in row if begin <= cell.column < end]
    return under[0] if len(under) == 1 and "\t" not in under[0].text else None


def _several(rows: Sequence[Sequence[_Cell]], labels: tuple[str, ...]) -> bool:
    """Whether the row below the values has values too."""
    if len(rows) < 2 or _is_head(rows[1], labels):
        return False
    return len(rows[1]) == len(rows[0]) > 1


def _rows(text: str) -> Iterator[list[_Cell]]:
    """The cells of each line; none of an empty one, and lines of dashes are left out."""
    start = 0
    for line in text.split("\n"):
        if not line.strip() or not _RULE.fullmatch(line):
            yield [_Cell(m[0], m.start(), start + m.start()) for m in _CELL.finditer(line)]
        start += len(line) + 1


def _is_head(row: Sequence[_Cell], labels: tuple[str, ...]) -> bool:
    return sum(_is_label(cell.text, labels) for cell in row) * 2 > len(row)


def _is_label(words: str, labels: tuple[str, ...]) -> bool:
    return len(words) < _LONGEST and bool(_whole(labels).fullmatch(words))


@cache
def _whole(labels: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(f"(?:{loose_label(label)})" for label in labels) or "(?!)"
    return re.compile(
        rf"(?:\W{{0,3}}\d{{1,2}}[a-z]?[.)]?\s)?[*_]{{0,2}}(?:{names})"
        r"(?:\s?\([^)]{0,60}\))?[*_: ]{0,4}",
        re.IGNORECASE,
    )
