"""Lines of text from PDF pages, through pdfium. Runs in the worker."""

from __future__ import annotations

import ctypes
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from opengovai.knowledge.loading import pdf_hidden
from opengovai.knowledge.loading.content import unreadable
from opengovai.knowledge.loading.pdf_columns import ordered
from opengovai.knowledge.loading.pdf_line import Line

PAGES_LIMIT = 5_000
_HYPHEN, _NEWLINE = 2, 10
_WIDE = 1.8


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
        return ordered(list(_lines(textpage)))
    finally:
        textpage.close()


def _lines(textpage: Any) -> Iterator[Line]:
    characters = _Characters(textpage)
    codes = characters.codes
    start = 0
    for index in range(len(codes) + 1):
        if index < len(codes) and codes[index] not in (_NEWLINE, _HYPHEN):
            continue
        end = index + 1 if index < len(codes) and codes[index] == _HYPHEN else index
        yield from _pieces(characters, start, end)
        start = index + 1


def _pieces(characters: _Characters, start: int, end: int) -> Iterator[Line]:
    """The line, cut at its wide gaps."""
    visible = [k for k in range(start, end) if characters.codes[k] > 32]
    if not visible:
        return
    wide = _WIDE * max(characters.size(visible[len(visible) // 2]), 4.0)
    first = 0
    for place, (before, after) in enumerate(pairwise(visible), start=1):
        if after > before + 1 and characters.left(after) - characters.right(before) > wide:
            yield characters.line(visible[first:place], visible[place - 1] + 1, continues=first > 0)
            first = place
    yield characters.line(visible[first:], end, continues=first > 0)


class _Characters:
    """The characters of a page, measured on demand."""

    def __init__(self, textpage: Any) -> None:
        import pypdfium2.raw as raw

        self._raw, self._textpage = raw, textpage
        count = raw.FPDFText_CountChars(textpage)
        self.codes = [raw.FPDFText_GetUnicode(textpage, index) for index in range(count)]
        # left, right, bottom, top: filled anew by every call, allocated once.
        self._sides = tuple(ctypes.c_double() for _ in range(4))

    def left(self, index: int) -> float:
        return self._box(index)[0].value

    def right(self, index: int) -> float:
        return self._box(index)[1].value

    def size(self, index: int) -> float:
        """In points, with the text matrix worked in."""
        matrix = self._raw.FS_MATRIX()
        scale = 1.0
        if self._raw.FPDFText_GetMatrix(self._textpage, index, matrix):
            scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        return _finite(self._raw.FPDFText_GetFontSize(self._textpage, index) * scale)

    def line(self, visible: list[int], end: int, *, continues: bool) -> Line:
        """The line of these characters; its size is that of the middle one."""
        first, middle, last = visible[0], visible[len(visible) // 2], visible[-1]
        return Line(
            text=_decoded(self.codes[first:end]),
            size=self.size(middle),
            bold=all(self._is_bold(index) for index in {first, middle, last}),
            left=_finite(self.left(first)),
            top=_finite(self._box(first)[2].value),
            right=_finite(self.right(last)),
            continues=continues,
        )

    def _box(self, index: int) -> tuple[ctypes.c_double, ...]:
        self._raw.FPDFText_GetCharBox(self._textpage, index, *self._sides)
        return self._sides

    def _is_bold(self, index: int) -> bool:
        if self._raw.FPDFText_GetFontWeight(self._textpage, index) >= 600:
            return True
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        self._raw.FPDFText_GetFontInfo(self._textpage, index, name, 128, flags)
        return any(word in name.value for word in (b"Bold", b"Black", b"Heavy", b"bold"))


def _decoded(codes: list[int]) -> str:
    text = "".join(chr(code) for code in codes if code <= sys.maxunicode)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _finite(value: float) -> float:
    return round(value, 1) if math.isfinite(value) else 0.0
