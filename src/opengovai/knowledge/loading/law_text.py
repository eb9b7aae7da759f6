"""Walks a law in XML once, along a dialect: headings, numbered units, lines, table cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from opengovai.knowledge.loading.content import Block

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Element names by what they do to the text; `heading` reads a division's own heading."""

    heading: Callable[[Element], str]
    divisions: frozenset[str]
    units: frozenset[str]
    paragraphs: frozenset[str]
    numbers: frozenset[str]
    cells: frozenset[str]
    left_out: frozenset[str]


def blocks_of(root: Element, dialect: Dialect) -> tuple[Block, ...]:
    """Headings and text of `root` in order."""
    walker = _Walker(dialect)
    walker.walk(root, rank=0)
    walker.end_block()
    return tuple(walker.blocks)


class _Walker:
    """Depth first over a tree whose depth the parser has limited."""

    def __init__(self, dialect: Dialect) -> None:
        self.blocks: list[Block] = []
        self._dialect = dialect
        self._line: list[str] = []
        self._lines: list[str] = []
        self._units = 0
        self._after_number = False

    def walk(self, element: Element, *, rank: int) -> None:
        if element.tag in self._dialect.divisions:
            rank = self._division(element, rank)
        elif element.tag in self._dialect.units:
            self._unit(element, rank)
            return
        elif element.tag in self._dialect.paragraphs:
            self._break()
            self._inside(element, rank)
            self._break()
            return
        self._inside(element, rank)

    def end_line(self) -> None:
        line = _SPACE.sub(" ", "".join(self._line)).strip()
        self._line.clear()
        self._after_number = False
        if line:
            self._lines.append(line)

    def end_block(self) -> None:
        self.end_line()
        if self._lines:
            self.blocks.append(Block("\n".join(self._lines)))
            self._lines.clear()

    def _division(self, element: Element, rank: int) -> int:
        heading = self._dialect.heading(element)
        self.end_block()
        if not heading:
            return rank
        self.blocks.append(Block(heading, rank + 1))
        return rank + 1

    def _unit(self, element: Element, rank: int) -> None:
        """An outermost unit is a block; the units inside it are its lines."""
        self._break()
        self._units += 1
        self._inside(element, rank)
        self._units -= 1
        self._break()

    def _break(self) -> None:
        if self._after_number:
            return
        if self._units:
            self.end_line()
        else:
            self.end_block()

    def _inside(self, element: Element, rank: int) -> None:
        self._text(element.text)
        title = element.find("TITLE") if element.tag in self._dialect.divisions else None
        for child in element:
            if child is not title and not self._is_left_out(child, element):
                self._child(child, rank)
            self._text(child.tail)

    def _is_left_out(self, child: Element, parent: Element) -> bool:
        if child.tag in self._dialect.left_out:
            return True
        return child.tag in self._dialect.numbers and parent.tag in self._dialect.divisions

    def _child(self, child: Element, rank: int) -> None:
        if child.tag in self._dialect.cells:
            self._text(" | " if self._line else "")
            self._text(text_of(child, self._dialect.left_out))
            return
        self.walk(child, rank=rank)
        if child.tag in self._dialect.numbers:
            self._line.append(" ")
            self._after_number = True

    def _text(self, text: str | None) -> None:
        if text:
            self._line.append(text)
            self._after_number = self._after_number and not text.strip()


def text_of(element: Element, left_out: frozenset[str]) -> str:
    """The text inside `element` on one line."""
    parts: list[str] = []
    _collect(element, left_out, parts)
    return _SPACE.sub(" ", "".join(parts)).strip()


def _collect(element: Element, left_out: frozenset[str], parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        if child.tag not in left_out:
            # Blocks end words, inline elements do not.
            parts.append(" " if child.tag in {"P", "p", "ALINEA"} else "")
            _collect(child, left_out, parts)
        parts.append(child.tail or "")
