"""Collects inline text into blocks while a tree is walked: paragraphs, lists, table rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from opengovai.knowledge.loading.content import Block

_SPACE = re.compile(r"\s+")
CELLS = " | "


class Flow:
    """Paragraphs become blocks; the items of a list and the rows of a table become lines of one.

    An item keeps its number, a bullet is dropped. A layout table is read as plain blocks.
    """

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._inline: list[str] = []
        self._lines: list[str] = []
        self._lists: list[tuple[int | None, str]] = []
        self._tables: list[bool] = []
        self._cells: list[str] = []
        self._preformatted = 0

    def blocks(self) -> Sequence[Block]:
        """Everything so far, in order."""
        self.flush()
        self._end_lines()
        return self._blocks

    def text(self, text: str) -> None:
        """Inline text; white space collapses as a browser's does."""
        self._inline.append(text if self._preformatted else _SPACE.sub(" ", text))

    def line_break(self) -> None:
        """A forced line end inside a paragraph."""
        self._inline.append("\n")

    def flush(self) -> None:
        """The paragraph ends here."""
        text = "".join(self._inline).strip()
        self._inline.clear()
        if not text:
            return
        if self._in_cells():
            self._cells[-1] = f"{self._cells[-1]} {_SPACE.sub(' ', text)}".strip()
        elif self._lists:
            self._lines.append(text)
        else:
            self._end_lines()
            self._blocks.append(Block(text))

    def heading(self, level: int) -> None:
        """What was collected since the last block is a heading."""
        if self._in_cells():
            self.flush()
            return
        text = _SPACE.sub(" ", "".join(self._inline)).strip()
        self._inline.clear()
        self._end_lines()
        if text:
            self._blocks.append(Block(text, level))

    def open_list(self, start: int | None, mark: str) -> None:
        """A list that counts from `start`, or a bulleted one (None)."""
        self.flush()
        if not self._lists:
            self._end_lines()
        self._lists.append((start, mark))

    def open_item(self, value: str | None) -> None:
        """An item; `value` overrules its number."""
        self.flush()
        if not self._lists or self._lists[-1][0] is None:
            return
        number, mark = self._lists[-1]
        if value is not None and re.fullmatch(r"-?\d{1,9}", value):
            number = int(value)
        self._inline.append(f"{number}{mark} ")
        self._lists[-1] = ((number or 0) + 1, mark)

    def close_list(self) -> None:
        """The innermost list ends."""
        self.flush()
        if self._lists:
            self._lists.pop()
        if not self._lists and not self._tables:
            self._end_lines()

    def open_table(self, *, layout: bool) -> None:
        """A table of data, or one that only places things on the page."""
        self.flush()
        self._tables.append(layout)

    def open_cell(self) -> None:
        """The next cell of the row."""
        self.flush()
        if self._tables and not self._tables[-1]:
            self._cells.append("")

    def close_row(self) -> None:
        """The row's cells become one line."""
        self.flush()
        if any(self._cells):
            self._lines.append(CELLS.join(self._cells))
        self._cells.clear()

    def close_table(self) -> None:
        """The innermost table ends."""
        self.close_row()
        if self._tables:
            self._tables.pop()
        if not self._tables and not self._lists:
            self._end_lines()

    def open_preformatted(self) -> None:
        """White space counts from here."""
        self.flush()
        self._preformatted += 1

    def close_preformatted(self) -> None:
        """White space collapses again."""
        self.flush()
        self._preformatted = max(0, self._preformatted - 1)

    def _in_cells(self) -> bool:
        return bool(self._cells) and bool(self._tables) and not self._tables[-1]

    def _end_lines(self) -> None:
        if self._lines:
            self._blocks.append(Block("\n".join(self._lines)))
            self._lines.clear()
