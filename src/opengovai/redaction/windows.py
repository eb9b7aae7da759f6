"""Cuts a text of any length, whole or in chunks, into windows that are read one by one.

A window is a core and a margin on both sides. Each finding belongs to the window in whose core it
begins; the margins give it its context and its end. Where a core ends depends on the text alone,
never on how it was split into chunks, so a stream gives what the whole text gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CORE, LINE, LONGEST = 1024, 1536, 8192
"""A core ends at the first line end from CORE to LINE characters, else at the first white space
from CORE on, else after LONGEST characters."""

MARGIN = 256
"""Characters of context on either side: more than any finding without white space needs."""

_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Window:
    """`text[core:end]` is the core; `text` begins at `offset` of the whole."""

    text: str
    offset: int
    core: int
    end: int
    last: bool


class Windows:
    """Collects chunks and gives out windows as soon as they are settled.

    Memory: at most LONGEST + 2 * MARGIN characters and one chunk.
    """

    def __init__(self) -> None:
        self._buffer = ""
        self._offset = 0
        self._core = 0

    def feed(self, chunk: str) -> Iterator[Window]:
        """The windows that this chunk settles."""
        self._buffer += chunk
        while True:
            cut = _cut(self._buffer, self._core)
            if cut is None or cut + MARGIN >= len(self._buffer):
                return
            yield Window(self._buffer[: cut + MARGIN], self._offset, self._core, cut, last=False)
            begin = _left_margin(self._buffer, cut)
            self._buffer = self._buffer[begin:]
            self._offset += begin
            self._core = cut - begin

    def close(self) -> Window:
        """What is left, as the last window; it may be empty."""
        return Window(self._buffer, self._offset, self._core, len(self._buffer), last=True)


def _cut(text: str, start: int) -> int | None:
    """Where the core that begins at `start` ends; None while that depends on what follows."""
    if len(text) < start + LINE:
        return None
    line = text.find("\n", start + CORE, start + LINE)
    if line >= 0:
        return line + 1
    space = _SPACE.search(text, start + CORE, start + LONGEST)
    if space:
        return space.end()
    return start + LONGEST if len(text) >= start + LONGEST else None


def _left_margin(text: str, cut: int) -> int:
    """The beginning of the margin before a cut; a word that it would split is left out."""
    begin = max(0, cut - MARGIN)
    space = _SPACE.search(text, begin, cut)
    return space.end() if begin and space else begin
