"""PDF: text by page, headings by font size, weight and wording; garbage and scans are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opengovai.knowledge.loading import garbage, pdf_layout
from opengovai.knowledge.loading.content import Content, PicturesError
from opengovai.knowledge.loading.pdf_pages import Extract, extract

_FEWEST_CHARACTERS = 10


def read(data: bytes) -> Content:
    """One document. Raises UnreadableSourceError."""
    found = extract(data)
    pages = found.pages
    texts = ["\n".join(line.text for line in page) for page in pages]
    empty = [number for number, text in enumerate(texts, start=1) if not text.strip()]
    if sum(len(text.strip()) for text in texts) < _FEWEST_CHARACTERS * len(pages):
        raise PicturesError(
            "the PDF has no text: it is a scan or holds only pictures",
            remedy="Run OCR on it first (for example with ocrmypdf).",
            pages=len(pages),
        )
    garbled = _garbled(texts)
    readable = [page if n not in garbled else [] for n, page in enumerate(pages, start=1)]
    return Content(
        blocks=pdf_layout.blocks(readable),
        title=_title(found.title, texts) or pdf_layout.title(readable),
        warnings=tuple(_reports(found, empty, garbled)),
    )


def _garbled(texts: Sequence[str]) -> list[int]:
    """The pages, from 1, whose text is garbage. Raises when the whole document's is."""
    faults = {number: garbage.fault(text) for number, text in enumerate(texts, start=1)}
    garbled = [number for number, fault in faults.items() if fault]
    filled = sum(bool(text.strip()) for text in texts)
    fault = garbage.fault("\n".join(texts))
    if fault or len(garbled) * 2 > filled:
        raise PicturesError(
            f"the PDF's text layer is garbage: {fault or faults[garbled[0]]}",
            remedy="Export it again with embedded fonts, or run OCR on it (ocrmypdf --force-ocr).",
            pages=len(texts),
        )
    return garbled


def _title(stated: str, texts: Sequence[str]) -> str:
    """The title in the file's properties, if the first pages say most of it too."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]{4,}", stated)]
    start = " ".join(texts[:2]).lower()
    found = sum(word in start for word in words)
    return " ".join(stated.split()) if words and found * 2 > len(words) else ""


def _reports(found: Extract, empty: list[int], garbled: list[int]) -> Iterator[str]:
    if garbled:
        yield f"the text layer of page(s) {_listed(garbled)} is garbage and was left out"
    if empty:
        yield f"page(s) {_listed(empty)} have no text"
    if found.hidden:
        first = found.hidden[0].strip()[:60]
        yield f"{len(found.hidden)} piece(s) of hidden text kept out, the first: {first!r}"
    if found.broken:
        yield f"{found.broken} page(s) are broken and were left out"


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else f"{shown} and {len(numbers) - 10} more"
