"""CSV, JSON and JSON Lines to records. A bad line is reported; the others are read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from opengovai.knowledge.loading.content import TEXT_LIMIT, Content, Skipped, unreadable
from opengovai.knowledge.loading.rows import Mapping, contents, flatten

_CUT = re.compile(r"\{\s*\"[^\"\n]{0,200}\"\s*:|\[\s*\{\s*\"")
_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 50
_SAMPLE_LENGTH = 2_000_000  # characters: some cells hold whole laws
_NAME_LIMIT = 60
_REGULAR = 0.9


def read_json_lines(text: str, mapping: Mapping, path: str) -> Iterator[Content | Skipped]:
    """One record a line; blank lines count for nothing."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        record = parse_object(line)
        if record is None:
            yield Skipped(
                path=f"{path}, line {number}",
                reason="the line is not a JSON object",
                remedy="Correct the line.",
            )
        else:
            yield from contents(flatten(record), number, mapping)


def read_json(text: str, mapping: Mapping, path: str) -> Iterator[Content | Skipped]:
    """A list of objects, an object that wraps one list of objects, or one object."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if any(parse_object(line) for line in text.split("\n", 20)[:20]):
            yield from read_json_lines(text, mapping, path)
            return
        raise unreadable(f"it is not valid JSON: {error}", "Correct the file.") from None
    items = _items(value)
    for number, item in enumerate(items, start=1):
        if isinstance(item, dict):
            yield from contents(flatten(item), number, mapping)
        else:
            yield Skipped(
                path=f"{path}, item {number}",
                reason="the item is not a JSON object",
                remedy="Give a list of objects.",
            )


def read_csv(text: str, mapping: Mapping, delimiter: str) -> Iterator[Content | Skipped]:
    """One record a row below the header; cells beyond the header are left out."""
    rows = _reader(text, delimiter=delimiter, skipinitialspace=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        for number, row in enumerate(rows, start=1):
            yield from contents(dict(zip(header, row, strict=False)), number, mapping)
    except csv.Error as error:
        raise unreadable(
            f"its table is broken at line {rows.line_num}: {error}", "Correct it."
        ) from None


def parse_object(line: str) -> dict[str, Any] | None:
    """The JSON object on this line, or None."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def is_cut(start: str) -> bool:
    """Whether a text that does not end as JSON begins as only JSON does: it was cut off."""
    return _CUT.match(start) is not None


def delimiter_of(text: str) -> str:
    """The delimiter if `text` is a table with a header, else "".

    A table has unique short names in its first row and as many cells in every row sampled.
    """
    best, width = "", 1
    for delimiter in _DELIMITERS:
        rows = _sample(text, delimiter)
        if _is_table(rows) and len(rows[0]) > width:
            best, width = delimiter, len(rows[0])
    return best


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    if len(rows) < 2 or not _is_header(rows[0], many=len(rows) > 2):
        return False
    width = len(rows[0])
    regular = sum(len(row) == width for row in rows)
    return regular >= _REGULAR * len(rows) and max(map(len, rows)) <= width + 1


def _sample(text: str, delimiter: str) -> list[list[str]]:
    # The last line of a sample may be cut.
    head = text[:_SAMPLE_LENGTH]
    complete = head if len(head) == len(text) else head.rpartition("\n")[0]
    rows = _reader(complete, delimiter=delimiter)
    sample: list[list[str]] = []
    try:
        for row in rows:
            if row:
                sample.append(row)
            if len(sample) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return []
    return sample


def _reader(text: str, **form: Any) -> Any:
    """Rows of cells as long as a text may be; Python's limit is for the whole process."""
    csv.field_size_limit(max(csv.field_size_limit(), TEXT_LIMIT))
    return csv.reader(io.StringIO(text, newline=""), **form)


def _is_header(names: Sequence[str], *, many: bool) -> bool:
    # In prose a space follows the comma; in a header it seldom does.
    spaced = any(name.startswith(" ") for name in names)
    if (spaced and not (many and len(names) > 2)) or any(
        len(name) > _NAME_LIMIT or not name.strip() for name in names
    ):
        return False
    return len(names) > 1 and len(set(names)) == len(names) and not any("\n" in n for n in names)


def _items(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        lists = [v for v in value.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        if len(lists) == 1 and len(value) <= 5:
            return list(lists[0])
        return [value]
    raise unreadable("it holds no JSON object", "Give a list of objects.")
