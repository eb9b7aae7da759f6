"""Text of a PDF page that no reader sees: white on white, tiny, transparent or off the page.

Invisible text over a picture of the page is what an OCR program adds to a scan: it stays.
Runs in the PDF worker.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_WHITE = 245
_FAINT = 13
_TINY = 1.0
_INVISIBLE = 3
_DEPTH_LIMIT = 5
_OBJECTS_LIMIT = 200_000

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Painted:
    """A text object, with whether it lies on something dark or on a picture of the page."""

    handle: Any
    on_ink: bool
    on_scan: bool


def remove(page: Any) -> list[str]:
    """Take hidden text objects off `page`; returns their texts."""
    import pypdfium2.raw as raw

    crop = page.get_bbox()
    hidden = [text.handle for text in _texts(page, crop) if _is_hidden(text, crop)]
    if not hidden:
        return []
    textpage = page.get_textpage()
    texts = [_text(textpage, handle) for handle in hidden]
    textpage.close()
    for handle in hidden:
        # False for an object inside a form: what stays in the page is still reported.
        if raw.FPDFPage_RemoveObject(page, handle):
            raw.FPDFPageObj_Destroy(handle)
    return [text for text in texts if text.strip()]


def _texts(page: Any, crop: Box) -> Iterator[_Painted]:
    """Text objects in the order of painting, with what was painted under each before."""
    import pypdfium2.raw as raw

    grounds: list[Box] = []
    scan = False
    for index in range(min(raw.FPDFPage_CountObjects(page), _OBJECTS_LIMIT)):
        handle = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            yield _Painted(handle, _covered(_bounds(handle), grounds), scan)
        elif kind != raw.FPDF_PAGEOBJ_PATH or _is_inked(handle):
            box = _bounds(handle)
            grounds = [*grounds[-200:], box]
            if kind != raw.FPDF_PAGEOBJ_PATH:
                scan = scan or _area(box) > 0.5 * _area(crop)


def _is_hidden(text: _Painted, crop: Box) -> bool:
    import pypdfium2.raw as raw

    mode = raw.FPDFTextObj_GetTextRenderMode(text.handle)
    if mode == _INVISIBLE:
        return not text.on_scan
    if _is_tiny(text.handle) or _is_outside(_bounds(text.handle), crop):
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(text.handle, red, green, blue, alpha):
        return False
    if alpha.value < _FAINT:
        return True
    return min(red.value, green.value, blue.value) >= _WHITE and not text.on_ink


def _is_tiny(handle: Any) -> bool:
    import pypdfium2.raw as raw

    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(handle, size)
    if not raw.FPDFPageObj_GetMatrix(handle, matrix):
        return False
    scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    return abs(size.value) * scale < _TINY


def _is_inked(handle: Any) -> bool:
    """A path that is filled with anything but white."""
    import pypdfium2.raw as raw

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, mode, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not mode.value or not raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
        return False
    return alpha.value >= _FAINT and min(red.value, green.value, blue.value) < _WHITE


def _bounds(handle: Any) -> Box:
    import pypdfium2.raw as raw

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _covered(box: Box, grounds: list[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(g[0] <= x <= g[2] and g[1] <= y <= g[3] for g in grounds)


def _is_outside(box: Box, crop: Box) -> bool:
    return box[2] < crop[0] or box[0] > crop[2] or box[3] < crop[1] or box[1] > crop[3]


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _text(textpage: Any, handle: Any) -> str:
    import pypdfium2.raw as raw

    size = raw.FPDFTextObj_GetText(handle, textpage, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(handle, textpage, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00")
