"""Laws in XML: Akoma Ntoso (OASIS LegalDocML, LegalDocML.de) and Formex (EU Publications Office).

Divisions become headings that carry their number ("Article 5. Title"); a numbered unit starts
with its number; footnotes and metadata are left out, but for the period of validity.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from opengovai.knowledge.loading import law_validity
from opengovai.knowledge.loading.content import Content, unreadable
from opengovai.knowledge.loading.law_text import Dialect, blocks_of, text_of

_LANGUAGES = {
    "eng": "en", "swa": "sw", "swh": "sw", "kin": "rw", "kaz": "kk",
    "rus": "ru", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr",
}  # fmt: skip
_FORMEX_ROOTS = frozenset(
    {"ACT", "COMBINED.FMX", "CONS.ACT", "CONS.DOC", "ANNEX", "CONS.ANNEX", "GENERAL", "AGR"}
)


def read(root: Element) -> Content:
    """One act. Raises UnreadableSourceError for XML of another kind."""
    if root.tag == "akomaNtoso":
        return read_akoma_ntoso(root)
    if root.tag in _FORMEX_ROOTS:
        return read_formex(root)
    raise unreadable(
        f"it is XML of a kind that is not read (<{root.tag}>)",
        "Akoma Ntoso and Formex are read; save it as HTML or text.",
    )


def read_akoma_ntoso(root: Element) -> Content:
    """One act."""
    language = root.find(".//FRBRExpression/FRBRlanguage")
    date = root.find(".//FRBRExpression/FRBRdate")
    alias = root.find(".//FRBRWork/FRBRalias")
    code = "" if language is None else language.get("language", "").lower()
    stated = "" if alias is None else alias.get("value", "")
    valid_from, valid_until = law_validity.akoma_ntoso(root)
    return Content(
        blocks=blocks_of(root, _AKOMA_NTOSO),
        title=_descendant(root, "docTitle") or _descendant(root, "shortTitle") or stated,
        language=_LANGUAGES.get(code[:3], code[:2]),
        published="" if date is None else date.get("date", ""),
        valid_from=valid_from,
        valid_until=valid_until,
    )


def read_formex(root: Element) -> Content:
    """One act of the Official Journal, or one annex."""
    act = root.find("ACT") if root.tag == "COMBINED.FMX" else root
    head = root if act is None else act
    language = head.findtext(".//LG.DOC") or head.findtext(".//LG.OJ") or ""
    date = head.find("./BIB.INSTANCE/DATE")
    iso = "" if date is None else date.get("ISO", "")
    title = head.find("./TITLE/TI")
    valid_from, valid_until = law_validity.formex(root)
    return Content(
        blocks=blocks_of(root, _FORMEX),
        title="" if title is None else text_of(title, _FORMEX.left_out),
        language=language.strip().lower()[:2],
        published=f"{iso[:4]}-{iso[4:6]}-{iso[6:]}" if re.fullmatch(r"\d{8}", iso) else "",
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _akn_heading(division: Element) -> str:
    heading = [_child(division, tag) for tag in ("heading", "subheading")]
    return _joined(_child(division, "num"), " ".join(filter(None, heading)))


def _formex_heading(division: Element) -> str:
    if division.tag == "ARTICLE":
        return _joined(_child(division, "TI.ART"), _child(division, "STI.ART"))
    title = division.find("TITLE")
    return "" if title is None else _joined(_child(title, "TI"), _child(title, "STI"))


_AKOMA_NTOSO = Dialect(
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
_FORMEX = Dialect(
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
    left_out=frozenset({"BIB.INSTANCE", "PUBLICATION", "NOTE", "TOC", "TI.ART", "STI.ART"}),
)


def _child(element: Element, tag: str) -> str:
    child = element.find(tag)
    return "" if child is None else text_of(child, frozenset({"NOTE", "authorialNote"}))


def _descendant(element: Element, tag: str) -> str:
    found = element.find(f".//{tag}")
    return "" if found is None else text_of(found, frozenset({"authorialNote"}))


def _joined(number: str, heading: str) -> str:
    if not number or not heading:
        return number or heading
    return f"{number} {heading}" if number.endswith((".", ":", ")")) else f"{number}. {heading}"
