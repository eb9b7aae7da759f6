"""One function from bytes to content for each format that is parsed away from the caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from opengovai.knowledge.loading.content import Block, Content
from opengovai.knowledge.loading.decode import decode


def read(kind: str, data: bytes) -> Content:
    """The document in `data`, which `detect` found to be of `kind`.

    `ocr-page PAGE [LANGUAGE]` and `ocr-picture [LANGUAGE]` ask for OCR, `ocr-page-rows` and
    `ocr-picture-rows` for its rows. Raises UnreadableSourceError.
    """
    name, *rest = kind.split()
    if name.startswith("ocr-"):
        return _ocr(name, rest, data)
    return _READERS[name](data)


def _ocr(name: str, rest: list[str], data: bytes) -> Content:
    from opengovai.knowledge.loading import ocr

    rows = name.endswith("-rows")
    if name.startswith("ocr-picture"):
        return (ocr.rows_of_picture if rows else ocr.read_picture)(data, "".join(rest))
    page, language = int(rest[0]), "".join(rest[1:])
    return (ocr.rows_of_page if rows else ocr.read_page)(data, language, page)


def packed(content: Content) -> dict[str, Any]:
    """Content as JSON values."""
    fields = asdict(content)
    fields["blocks"] = [[block.text, block.level, block.page] for block in content.blocks]
    return fields


def unpacked(fields: dict[str, Any]) -> Content:
    """The inverse of `packed`."""
    blocks = tuple(Block(*block) for block in fields.pop("blocks"))
    return Content(blocks=blocks, warnings=tuple(fields.pop("warnings")), **fields)


def _pdf(data: bytes) -> Content:
    from opengovai.knowledge.loading import pdf

    return pdf.read(data)


def _docx(data: bytes) -> Content:
    from opengovai.knowledge.loading import docx
    from opengovai.knowledge.loading.packed import open_zip

    return docx.read(open_zip(data))


def _epub(data: bytes) -> Content:
    from opengovai.knowledge.loading import epub
    from opengovai.knowledge.loading.packed import open_zip

    return epub.read(open_zip(data))


def _html(data: bytes) -> Content:
    from opengovai.knowledge.loading import html

    return html.read(decode(data))


def _markdown(data: bytes) -> Content:
    from opengovai.knowledge.loading import markdown

    return markdown.read(decode(data))


def _law(data: bytes) -> Content:
    from opengovai.knowledge.loading import laws, xml

    return laws.read(xml.parse(data))


_READERS: dict[str, Callable[[bytes], Content]] = {
    "pdf": _pdf,
    "docx": _docx,
    "epub": _epub,
    "html": _html,
    "markdown": _markdown,
    "law": _law,
}
