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
    """A text object, the form it is part of (None: the page), and what it was painted over:
    something dark, a picture of the page."""

    handle: Any
    form: Any
    on_ink: bool
    on_scan: bool


def remove(page: Any) -> list[str]:
    """Take hidden text objects off `page`; returns their texts."""
    crop = page.get_bbox()
    hidden = [text for text in _texts(_Layer(page), crop) if _is_hidden(text, crop)]
    if not hidden:
        return []
    textpage = page.get_textpage()
    texts = [_text(textpage, text.handle) for text in hidden]
    textpage.close()
    for text in hidden:
        _take_off(page, text)
    return [text for text in texts if text.strip()]


def _take_off(page: Any, text: _Painted) -> None:
    import pypdfium2.raw as raw

    if text.form is None:
        taken = raw.FPDFPage_RemoveObject(page, text.handle)
    else:
        taken = raw.FPDFFormObj_RemoveObject(text.form, text.handle)
    if taken:
        raw.FPDFPageObj_Destroy(text.handle)


@dataclass(frozen=True, slots=True)
class _Layer:
    """The objects of the page, or of a form drawn on it."""

    page: Any
    form: Any = None
    depth: int = 0

    def objects(self) -> Iterator[Any]:
        import pypdfium2.raw as raw

        count, get = raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject
        if self.form is not None:
            count, get = raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject
        source = self.page if self.form is None else self.form
        for index in range(min(count(source), _OBJECTS_LIMIT)):
            if handle := get(source, index):
                yield handle


def _texts(layer: _Layer, crop: Box) -> Iterator[_Painted]:
    """Text objects in the order of painting, with what was painted under each before."""
    import pypdfium2.raw as raw

    grounds: list[Box] = []
    scan = False
    for handle in layer.objects():
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            yield _Painted(handle, layer.form, _covered(_bounds(handle), grounds), scan)
        elif kind == raw.FPDF_PAGEOBJ_FORM and layer.depth < _DEPTH_LIMIT:
            yield from _texts(_Layer(layer.page, handle, layer.depth + 1), crop)
        if kind != raw.FPDF_PAGEOBJ_TEXT and (kind != raw.FPDF_PAGEOBJ_PATH or _is_inked(handle)):
            box = _bounds(handle)
            grounds = [*grounds[-200:], box]
            if kind != raw.FPDF_PAGEOBJ_PATH:
                scan = scan or _area(box) > 0.5 * _area(crop)


def _is_hidden(text: _Painted, crop: Box) -> bool:
    import pypdfium2.raw as raw

    mode = raw.FPDFTextObj_GetTextRenderMode(text.handle)
    if mode == _INVISIBLE:
        return not text.on_scan
    # Inside a form, sizes and places are the form's own.
    if text.form is None and (_is_tiny(text.handle) or _is_outside(_bounds(text.handle), crop)):
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
