"""Filled form fields of a PDF (AcroForm, ISO 32000-2 chapter 12.7), each with the words beside it.

pdfium reads field names, values and places; the words come from the page's text around the box.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opengovai.cases.overprint import read_overprint
from opengovai.errors import UnreadableSourceError

ABOVE = 11.0
"""How far above its box a label may stand, in points."""

BESIDE = 110.0
"""How far left or right of its box a label may stand, in points."""

WIDE = 1.5
"""Heights of a line that are no blank between two words but a gap between two cells."""

_PAGES = 20
"""Pages that are looked at for a form without boxes."""

_CHECKBOX, _RADIO, _TEXT, _COMBO, _LIST = 2, 3, 6, 4, 5
_OFF = "Off"


@dataclass(frozen=True, kw_only=True, slots=True)
class FormField:
    """A box. `value` of a check box is its export value or "Off". `labels`: the field's own
    description, then the words above, right (left for text) of it."""

    name: str
    value: str
    checkbox: bool
    labels: tuple[str, ...]
    page: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """The fields of a file in reading order of the file, and the text of the pages."""

    fields: tuple[FormField, ...]
    text: str


def read_form(data: bytes) -> Form | None:
    """None where the file has no form fields. Raises UnreadableSourceError."""
    with _opened(data) as document:
        if document.get_formtype() == 0:
            return None
        with _quiet():
            document.init_forms()
        fields, texts = [], []
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            found = list(_fields(document, page, words, number + 1))
            fields += found
            texts.append(words.get_text_range())
            words.close()
            page.close()
    text = "\n".join(texts).replace("\r\n", "\n")
    return Form(fields=tuple(fields), text=text) if fields else None


def read_overprinted(data: bytes) -> tuple[FormField, ...]:
    """What was written on the first pages of a form that was filled in and then printed to a file,
    named by page and number; nothing of any other file. Raises UnreadableSourceError."""
    with _opened(data) as document:
        return tuple(
            FormField(
                name=f"{page}.{number}",
                value=each.text,
                checkbox=each.mark,
                labels=each.labels,
                page=page,
            )
            for page in range(1, min(len(document), _PAGES) + 1)
            for number, each in enumerate(read_overprint(document[page - 1].get_textpage()), 1)
        )


def printed(data: bytes) -> str:
    """The text of a PDF's pages, line by line as it is printed, with a tab for a wide gap.

    Raises UnreadableSourceError.
    """
    with _opened(data) as document:
        pages = [_gapped(page.get_textpage()) for page in document]
    # A hyphen that pdfium takes for a line's end is marked U+FFFE.
    return "\n".join(pages).replace("\r\n", "\n").replace("\ufffe", "-")


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(data) as document:
            yield document
    except pdfium.PdfiumError as error:
        raise UnreadableSourceError(
            f"The PDF cannot be opened: {error}", remedy="Save it again without a password."
        ) from None


def _gapped(words: Any) -> str:
    """pdfium writes one blank between two cells, however far they are from each other."""
    text: str = words.get_text_range()
    if len(text) != words.count_chars():
        return text
    wide = [
        at
        for at in range(1, len(text) - 1)
        if text[at] == " " and text[at - 1 : at + 2].split() and _is_wide(words, at)
    ]
    pieces, begin = [], 0
    for at in wide:
        pieces.append(text[begin:at])
        begin = at + 1
    return "\t".join([*pieces, text[begin:]])


def _is_wide(words: Any, at: int) -> bool:
    _, low, right, high = words.get_charbox(at - 1, loose=True)
    left, *_ = words.get_charbox(at + 1, loose=True)
    return bool(left - right > WIDE * (high - low))


def _fields(document: Any, page: Any, words: Any, number: int) -> Iterator[FormField]:
    import pypdfium2.raw as raw

    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
                yield from _field(document.formenv, annotation, words, number)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _field(env: Any, annotation: Any, words: Any, page: int) -> Iterator[FormField]:
    import pypdfium2.raw as raw

    kind = raw.FPDFAnnot_GetFormFieldType(env, annotation)
    if kind not in {_CHECKBOX, _RADIO, _TEXT, _COMBO, _LIST}:
        return
    value = _string(raw.FPDFAnnot_GetFormFieldValue, env, annotation).replace("\r\n", "\n")
    box = kind in {_CHECKBOX, _RADIO}
    if box:
        checked = raw.FPDFAnnot_IsChecked(env, annotation)
        value = (value if value not in {"", _OFF} else "On") if checked else _OFF
    stated = _string(raw.FPDFAnnot_GetFormFieldAlternateName, env, annotation)
    yield FormField(
        name=_string(raw.FPDFAnnot_GetFormFieldName, env, annotation),
        value=value.replace("\r", "\n"),
        checkbox=box,
        labels=tuple(filter(None, (stated, *_beside(annotation, words, checkbox=box)))),
        page=page,
    )


def _beside(annotation: Any, words: Any, *, checkbox: bool) -> Iterator[str]:
    import pypdfium2.raw as raw

    rect = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(annotation, rect):
        return
    left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
    above = words.get_text_bounded(left - 2, top - 1, max(right, left + 30), top + ABOVE)
    yield " ".join(above.split())
    side = (right, right + BESIDE) if checkbox else (left - BESIDE, left)
    middle = (bottom + top) / 2
    near = words.get_text_bounded(side[0], middle - 3, side[1], middle + 3)
    yield " ".join(near.split())


def _string(read: Any, env: Any, annotation: Any) -> str:
    """pdfium's way: ask for the length in bytes, then for UTF-16 ended by two zero bytes."""
    import pypdfium2.raw as raw

    size = read(env, annotation, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    read(env, annotation, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


class _quiet:  # noqa: N801 a context manager
    """pypdfium2 warns that XFA is not read; the AcroForm beside it is, which is what counts."""

    def __enter__(self) -> None:
        logging.getLogger("pypdfium2._helpers.document").disabled = True

    def __exit__(self, *_: object) -> None:
        logging.getLogger("pypdfium2._helpers.document").disabled = False
