"""Lines of text from PDF pages, through pdfium. Runs in the worker."""

from __future__ import annotations

import ctypes
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from opengovai.knowledge.loading import pdf_hidden
from opengovai.knowledge.loading.content import unreadable
from opengovai.knowledge.loading.pdf_layout import Line

PAGES_LIMIT = 5_000
_HYPHEN, _NEWLINE = 2, 10


@dataclass(frozen=True, slots=True)
class Extract:
    """What a file holds: its stated title, lines by page, hidden texts, number of broken pages."""

    title: str
    pages: list[list[Line]]
    hidden: list[str]
    broken: int


def extract(data: bytes) -> Extract:
    """Raises UnreadableSourceError for a broken, encrypted or endless file."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise unreadable("the PDF is encrypted", "Save it without a password.") from None
        raise unreadable("the PDF is broken and cannot be opened", "Export it again.") from None
    try:
        return _read(document)
    except pdfium.PdfiumError as error:
        raise unreadable(f"the PDF is broken: {error}", "Export it again.") from None
    finally:
        document.close()


def _read(document: Any) -> Extract:
    import pypdfium2 as pdfium

    if len(document) > PAGES_LIMIT:
        raise unreadable(f"the PDF has over {PAGES_LIMIT:,} pages", "Split it into several files.")
    pages: list[list[Line]] = []
    hidden: list[str] = []
    broken = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            pages.append([])
            broken += 1
            continue
        pages.append(_page(page, hidden))
        page.close()
    return Extract(document.get_metadata_value("Title"), pages, hidden, broken)


def _page(page: Any, hidden: list[str]) -> list[Line]:
    hidden.extend(pdf_hidden.remove(page))
    textpage = page.get_textpage()
    try:
        return list(_lines(textpage))
    finally:
        textpage.close()


def _lines(textpage: Any) -> Iterator[Line]:
    import pypdfium2.raw as raw

    count = raw.FPDFText_CountChars(textpage)
    unicode = raw.FPDFText_GetUnicode
    codes = [unicode(textpage, index) for index in range(count)]
    start = 0
    for index in range(count + 1):
        if index < count and codes[index] not in (_NEWLINE, _HYPHEN):
            continue
        end = index + 1 if index < count and codes[index] == _HYPHEN else index
        visible = [k for k in range(start, index) if codes[k] > 32]
        if visible:
            yield Line(_decoded(codes[start:end]), *_measured(textpage, visible))
        start = index + 1


def _decoded(codes: list[int]) -> str:
    text = "".join(chr(code) for code in codes if code <= sys.maxunicode)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _measured(textpage: Any, visible: list[int]) -> tuple[float, bool, float, float, float]:
    """Size and weight of the line's middle character; left, top and right of its ends."""
    import pypdfium2.raw as raw

    middle = visible[len(visible) // 2]
    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFText_GetMatrix(textpage, middle, matrix):
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    size = raw.FPDFText_GetFontSize(textpage, middle) * scale
    bold = all(_is_bold(textpage, index) for index in {visible[0], middle, visible[-1]})
    left, _, top = _box(textpage, visible[0])
    right = _box(textpage, visible[-1])[1]
    return _finite(size), bold, _finite(left), _finite(top), _finite(right)


def _finite(value: float) -> float:
    return round(value, 1) if math.isfinite(value) else 0.0


def _is_bold(textpage: Any, index: int) -> bool:
    import pypdfium2.raw as raw

    if raw.FPDFText_GetFontWeight(textpage, index) >= 600:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage, index, name, 128, flags)
    return any(word in name.value for word in (b"Bold", b"Black", b"Heavy", b"bold"))


def _box(textpage: Any, index: int) -> tuple[float, float, float]:
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return left.value, right.value, bottom.value
