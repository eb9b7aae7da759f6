"""Plain text: paragraphs at blank lines, headings of laws where a line is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.knowledge.loading import headings
from opengovai.knowledge.loading.content import Block, Content

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


def read(text: str) -> Content:
    """One document; lines stay lines inside a paragraph."""
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
        yield Block(paragraph)
