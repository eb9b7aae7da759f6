"""Laws in XML: Akoma Ntoso (OASIS LegalDocML, LegalDocML.de) and Formex (EU Publications Office).

Divisions become headings that carry their number ("Article 5. Title"); a numbered unit starts
with its number; footnotes and metadata are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from opengovai.knowledge.loading.content import Block, Content

_LANGUAGES = {
    "eng": "en", "swa": "sw", "swh": "sw", "kin": "rw", "kaz": "kk",
    "rus": "ru", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr",
}  # fmt: skip
_FORMEX_ROOTS = frozenset(
    {"ACT", "COMBINED.FMX", "CONS.ACT", "CONS.DOC", "ANNEX", "CONS.ANNEX", "GENERAL", "AGR"}
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Dialect:
    """Element names by what they do to the text; `heading` reads a division's own heading."""

    heading: Callable[[Element], str]
    divisions: frozenset[str]
    units: frozenset[str]
    paragraphs: frozenset[str]
    numbers: frozenset[str]
    cells: frozenset[str]
    left_out: frozenset[str]


def kind(root: Element) -> str:
    """ "akoma ntoso", "formex" or ""."""
    if root.tag == "akomaNtoso":
        return "akoma ntoso"
    return "formex" if root.tag in _FORMEX_ROOTS else ""


def read_akoma_ntoso(root: Element) -> Content:
    """One act."""
    language = root.find(".//FRBRExpression/FRBRlanguage")
    date = root.find(".//FRBRExpression/FRBRdate")
    alias = root.find(".//FRBRWork/FRBRalias")
    code = "" if language is None else language.get("language", "").lower()
    stated = "" if alias is None else alias.get("value", "")
    return Content(
        blocks=_blocks(root, _AKOMA_NTOSO),
        title=_descendant(root, "docTitle") or _descendant(root, "shortTitle") or stated,
        language=_LANGUAGES.get(code[:3], code[:2]),
        published="" if date is None else date.get("date", ""),
    )


def read_formex(root: Element) -> Content:
    """One act of the Official Journal, or one annex."""
    act = root.find("ACT") if root.tag == "COMBINED.FMX" else root
    head = root if act is None else act
    language = head.findtext(".//LG.DOC") or head.findtext(".//LG.OJ") or ""
    date = head.find("./BIB.INSTANCE/DATE")
    iso = "" if date is None else date.get("ISO", "")
    title = head.find("./TITLE/TI")
    return Content(
        blocks=_blocks(root, _FORMEX),
        title="" if title is None else _text(title, _FORMEX.left_out),
        language=language.strip().lower()[:2],
        published=f"{iso[:4]}-{iso[4:6]}-{iso[6:]}" if re.fullmatch(r"\d{8}", iso) else "",
    )


def _akn_heading(division: Element) -> str:
    heading = [_child(division, tag) for tag in ("heading", "subheading")]
    return _joined(_child(division, "num"), " ".join(filter(None, heading)))


def _formex_heading(division: Element) -> str:
    if division.tag == "ARTICLE":
        return _joined(_child(division, "TI.ART"), _child(division, "STI.ART"))
    title = division.find("TITLE")
    return "" if title is None else _joined(_child(title, "TI"), _child(title, "STI"))


_AKOMA_NTOSO = _Dialect(
    heading=_akn_heading,
    divisions=frozenset(
        [
            "part",
            "chapter",
            "title",
            "book",
            "tome",
            "division",
            "subdivision",
            "subpart",
            "subchapter",
            "subtitle",
            "section",
            "article",
            "rule",
            "hcontainer",
            "crossHeading",
            "attachment",
        ]
    ),
    units=frozenset(
        [
            "paragraph",
            "subparagraph",
            "subsection",
            "clause",
            "subclause",
            "item",
            "point",
            "indent",
            "alinea",
            "recital",
            "tr",
            "citation",
        ]
    ),
    paragraphs=frozenset(
        [
            "p",
            "block",
            "formula",
            "listIntroduction",
            "listWrapUp",
            "intro",
            "wrapUp",
            "content",
            "longTitle",
            "preface",
            "preamble",
            "conclusions",
            "signature",
            "table",
            "docStage",
        ]
    ),
    numbers=frozenset({"num"}),
    cells=frozenset({"td", "th"}),
    left_out=frozenset(["meta", "authorialNote", "noteRef", "heading", "subheading", "toc"]),
)
_FORMEX = _Dialect(
    heading=_formex_heading,
    divisions=frozenset({"DIVISION", "ARTICLE", "ANNEX", "GR.SEQ"}),
    units=frozenset(
        ["PARAG", "ALINEA", "CONSID", "VISA", "ITEM", "NP", "ROW", "DLIST.ITEM", "SIGNATORY"]
    ),
    paragraphs=frozenset(
        [
            "P",
            "PREAMBLE.INIT",
            "PREAMBLE.FINAL",
            "GR.CONSID.INIT",
            "FINAL",
            "PL.DATE",
            "TBL",
            "TITLE",
            "TI",
            "STI",
            "QUOT.S",
        ]
    ),
    numbers=frozenset({"NO.PARAG", "NO.P"}),
    cells=frozenset({"CELL"}),
    left_out=frozenset({"BIB.INSTANCE", "PUBLICATION", "NOTE", "TI.ART", "STI.ART"}),
)


def _blocks(root: Element, dialect: _Dialect) -> tuple[Block, ...]:
    walker = _Walker(dialect)
    walker.walk(root, rank=0)
    walker.end_block()
    return tuple(walker.blocks)


class _Walker:
    """Depth first over a tree whose depth the parser has limited."""

    def __init__(self, dialect: _Dialect) -> None:
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
            self._text(_text(child, self._dialect.left_out))
            return
        self.walk(child, rank=rank)
        if child.tag in self._dialect.numbers:
            self._line.append(" ")
            self._after_number = True

    def _text(self, text: str | None) -> None:
        if text:
            self._line.append(text)
            self._after_number = self._after_number and not text.strip()


def _text(element: Element, left_out: frozenset[str]) -> str:
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


def _child(element: Element, tag: str) -> str:
    child = element.find(tag)
    return "" if child is None else _text(child, frozenset({"NOTE", "authorialNote"}))


def _descendant(element: Element, tag: str) -> str:
    found = element.find(f".//{tag}")
    return "" if found is None else _text(found, frozenset({"authorialNote"}))


def _joined(number: str, heading: str) -> str:
    if not number or not heading:
        return number or heading
    return f"{number} {heading}" if number.endswith((".", ":", ")")) else f"{number}. {heading}"
