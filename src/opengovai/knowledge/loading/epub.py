"""EPUB (W3C EPUB 3): the chapters of the spine, in reading order, read as HTML."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from opengovai.knowledge.loading import html, xml
from opengovai.knowledge.loading.content import Block, Content, unreadable
from opengovai.knowledge.loading.decode import decode
from opengovai.knowledge.loading.packed import member

CONTAINER = "META-INF/container.xml"


def read(archive: ZipFile) -> Content:
    """One book. Raises UnreadableSourceError."""
    rootfile = xml.parse(member(archive, CONTAINER)).find(".//rootfile")
    path = "" if rootfile is None else rootfile.get("full-path", "")
    package = xml.parse(member(archive, path))
    blocks: list[Block] = []
    warnings: list[str] = []
    for chapter in _chapters(package, path):
        content = html.read(decode(member(archive, chapter)), whole=True)
        blocks.extend(content.blocks)
        warnings.extend(content.warnings)
    return Content(
        blocks=tuple(blocks),
        title=_stated(package, "title"),
        language=_stated(package, "language").lower().partition("-")[0],
        publisher=_stated(package, "publisher"),
        published=_stated(package, "date"),
        licence=_stated(package, "rights"),
        warnings=tuple(warnings),
    )


def _chapters(package: Element, path: str) -> Iterator[str]:
    """Members of the archive, in the order of the spine."""
    items = {item.get("id"): item.get("href", "") for item in package.iterfind("./manifest/item")}
    references = [item.get("idref") for item in package.iterfind("./spine/itemref")]
    if not references:
        raise unreadable("the book names no chapters", "Export it again.")
    for reference in references:
        if href := items.get(reference):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(href)))


def _stated(package: Element, name: str) -> str:
    return (package.findtext(f"./metadata/{name}") or "").strip()
