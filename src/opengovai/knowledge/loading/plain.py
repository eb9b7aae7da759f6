"""Plain text: paragraphs at blank lines, headings of laws where a line is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.knowledge.loading import headings
from opengovai.knowledge.loading.content import Block, Content

_ITEM = re.compile(r"(?:[-*•–—]|\(?\w{1,4}[.)])\s")
_NARROWEST, _WIDEST = 50, 130
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


def read(text: str) -> Content:
    """One document."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = (paragraph.strip() for paragraph in _PARAGRAPH.split(normal))
    return Content(blocks=tuple(b for p in paragraphs if p for b in _blocks(p)))


def _blocks(paragraph: str) -> Iterator[Block]:
    """A paragraph whose first line is a heading of a law gives two blocks."""
    first, _, rest = paragraph.partition("\n")
    rank = headings.level(first.strip())
    if rank:
        yield Block(first.strip(), rank)
        paragraph = rest.strip()
    if paragraph:
        yield Block(_unwrapped(paragraph))


def _unwrapped(paragraph: str) -> str:
    """Lines that a program broke at a width are one line; lists and verses stay lines."""
    lines = [line.strip() for line in paragraph.split("\n")]
    width = max(map(len, lines))
    is_wrapped = (
        len(lines) > 2
        and _NARROWEST <= width <= _WIDEST
        and all(len(line) > 0.75 * width for line in lines[:-1])
        and not any(_ITEM.match(line) for line in lines[1:])
    )
    return " ".join(lines) if is_wrapped else paragraph
