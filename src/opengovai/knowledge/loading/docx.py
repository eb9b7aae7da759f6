"""Word documents (ECMA-376 WordprocessingML): headings by outline level, numbers, lists, tables.

Read from the zip by hand: a Word file is one XML part, and a general library would bring lxml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from opengovai.knowledge.loading import headings, xml
from opengovai.knowledge.loading.content import Block, Content
from opengovai.knowledge.loading.docx_numbers import Numbers
from opengovai.knowledge.loading.flow import CELLS
from opengovai.knowledge.loading.packed import member

_HEADING_STYLE = re.compile(
    r"(?:heading|überschrift|titre|заголовок|тақырып)\s*(\d)", re.IGNORECASE
)
_TITLE = -1
_TITLE_STYLE = re.compile(r"(?:title|titel|название|тақырыпат)\Z", re.IGNORECASE)


def read(archive: ZipFile) -> Content:
    """One document. Raises UnreadableSourceError."""
    body = xml.parse(member(archive, "word/document.xml")).find("body")
    reader = _Reader(_part(archive, "word/styles.xml"), _part(archive, "word/numbering.xml"))
    blocks = [
        block for element in (body if body is not None else ()) for block in reader.blocks(element)
    ]
    titles = [block for block in blocks if block.level == _TITLE]
    ranked = (Block(b.text, 1) if b.level == _TITLE else b for b in blocks)
    title = _title(archive) or (titles[0].text if titles else "")
    return Content(blocks=tuple(ranked), title=title, warnings=_reports(reader.hidden))


class _Reader:
    """Reads the body once; keeps what is hidden out of it."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self.hidden: list[str] = []
        self._levels = _style_levels(styles)
        self._numbers = Numbers(numbering, styles)

    def blocks(self, element: Element) -> Iterator[Block]:
        """Paragraphs, headings and tables, also those inside content controls."""
        if element.tag == "p":
            text = _paragraph(element, self.hidden).strip()
            if text:
                label = self._numbers.label(element.find("pPr"))
                text = f"{label} {text}" if label else text
                yield Block(text, _level(element, text, self._levels))
        elif element.tag == "tbl":
            rows = [row for tr in element.iter("tr") if (row := _row(tr, self.hidden)).strip(" |")]
            if rows:
                yield Block("\n".join(rows))
        elif element.tag in {"sdt", "sdtContent", "ins", "customXml", "smartTag"}:
            for child in element:
                yield from self.blocks(child)


def _row(row: Element, hidden: list[str]) -> str:
    cells = []
    for cell in row.findall("tc"):
        texts = (_paragraph(p, hidden) for p in cell.iter("p"))
        cells.append(" ".join(" ".join(text.split()) for text in texts if text.strip()))
    return CELLS.join(cells)


def _paragraph(paragraph: Element, hidden: list[str]) -> str:
    """The text of the runs; deleted, hidden and white runs are kept out."""
    parts: list[str] = []
    for run in _runs(paragraph):
        text = "".join(_run_text(run))
        if _is_hidden(run):
            if text.strip():
                hidden.append(text.strip())
        else:
            parts.append(text)
    return "".join(parts)


def _runs(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == "r":
            yield child
        elif child.tag not in {"del", "moveFrom", "pPr", "txbxContent", "Fallback"}:
            yield from _runs(child)


def _run_text(run: Element) -> Iterator[str]:
    for child in run:
        if child.tag == "t":
            yield child.text or ""
        elif child.tag == "tab":
            yield "\t"
        elif child.tag in {"br", "cr"}:
            yield "\n"
        elif child.tag == "noBreakHyphen":
            yield "-"


def _is_hidden(run: Element) -> bool:
    properties = run.find("rPr")
    if properties is None:
        return False
    vanish = properties.find("vanish")
    if vanish is not None and _value(vanish) not in {"0", "false", "off"}:
        return True
    size, colour = properties.find("sz"), properties.find("color")
    if size is not None and _value(size) in {"0", "1", "2"}:
        return True
    # White text is visible on a shaded or highlighted ground.
    shaded = properties.find("shd") is not None or properties.find("highlight") is not None
    return colour is not None and _value(colour).upper() == "FFFFFF" and not shaded


def _level(paragraph: Element, text: str, levels: dict[str, int]) -> int:
    properties = paragraph.find("pPr")
    if properties is not None:
        outline, style = properties.find("outlineLvl"), properties.find("pStyle")
        if outline is not None and _value(outline).isdecimal() and int(_value(outline)) < 9:
            return int(_value(outline)) + 1
        if style is not None and _value(style) in levels:
            return levels[_value(style)]
    return headings.level(text.strip())


def _style_levels(styles: Element | None) -> dict[str, int]:
    """Style id to heading level, by outline level or by name."""
    levels = {}
    for style in styles.iterfind("style") if styles is not None else ():
        name, identifier = style.find("name"), xml.attribute(style, "styleId")
        outline = style.find("pPr/outlineLvl")
        stated = _value(name) if name is not None else ""
        if match := _HEADING_STYLE.match(stated):
            levels[identifier] = int(match.group(1)) or 1
        elif _TITLE_STYLE.match(stated):
            levels[identifier] = _TITLE
        elif outline is not None and _value(outline).isdecimal() and int(_value(outline)) < 9:
            levels[identifier] = int(_value(outline)) + 1
    return levels


def _title(archive: ZipFile) -> str:
    core = _part(archive, "docProps/core.xml")
    return "" if core is None else (core.findtext("title") or "").strip()


def _value(element: Element) -> str:
    return xml.attribute(element, "val")


def _part(archive: ZipFile, name: str) -> Element | None:
    return xml.parse(member(archive, name)) if name in archive.namelist() else None


def _reports(hidden: list[str]) -> tuple[str, ...]:
    if not hidden:
        return ()
    return (f"{len(hidden)} hidden run(s) kept out, the first: {hidden[0][:60]!r}",)
