"""The process that opens PDF files: pdfium is native code, so a crash or a hang must end here.

Reads one PDF after another from standard input (8 bytes of length, then the file), writes for
each a JSON object: `title`, `pages` of lines, `hidden` texts, or `error` with `remedy`.
A line is `[text, size, bold, left, top, right]`, in points; `top` grows upwards.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import struct
import sys
from collections.abc import Iterator
from typing import Any

PAGES_LIMIT = 5_000
MEMORY_LIMIT = 900 * 2**20
_HYPHEN, _NEWLINE = 2, 10

Line = tuple[str, float, bool, float, float, float]


def main() -> None:
    """Serve until standard input ends."""
    _limit_memory()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(8)) == 8:
        data = source.read(struct.unpack(">Q", head)[0])
        answer = json.dumps(_answer(data), ensure_ascii=True).encode()
        sink.write(struct.pack(">Q", len(answer)) + answer)
        sink.flush()


def _limit_memory() -> None:
    # Windows has no such limit: there the time limit alone ends a runaway file.
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def _answer(data: bytes) -> dict[str, Any]:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return _refusal(str(error))
    try:
        return _read(document)
    except pdfium.PdfiumError as error:
        return {"error": f"the PDF is broken: {error}", "remedy": "Export it again."}
    except MemoryError:
        return {"error": "the PDF needs too much memory", "remedy": "Split it into several files."}
    finally:
        document.close()


def _refusal(message: str) -> dict[str, Any]:
    if "assword" in message or "ecurity" in message:
        return {"error": "the PDF is encrypted", "remedy": "Save it without a password."}
    return {"error": "the PDF is broken and cannot be opened", "remedy": "Export it again."}


def _read(document: Any) -> dict[str, Any]:
    import pypdfium2 as pdfium

    if len(document) > PAGES_LIMIT:
        return {
            "error": f"the PDF has over {PAGES_LIMIT:,} pages",
            "remedy": "Split it into several files.",
        }
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
    title = document.get_metadata_value("Title")
    return {"title": title, "pages": pages, "hidden": hidden, "broken": broken}


def _page(page: Any, hidden: list[str]) -> list[Line]:
    from opengovai.knowledge.loading import pdf_hidden

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
            yield (_decoded(codes[start:end]), *_measured(textpage, visible))
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


if __name__ == "__main__":
    main()
