"""Pictures of pages to text: RapidOCR for Latin script, the system's Tesseract for Cyrillic.

Runs in a worker of its own. RapidOCR's package brings its models; Tesseract is a program that the
system installs (Debian: tesseract-ocr with tesseract-ocr-kaz and tesseract-ocr-rus).
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from statistics import median
from typing import Any

from opengovai.errors import MissingExtraError
from opengovai.knowledge.loading import garbage, ocr_rows, pdf_layout
from opengovai.knowledge.loading.content import Content, unreadable
from opengovai.knowledge.loading.pdf_line import Line

DOTS_PER_INCH = 200
SECONDS_LIMIT = 120.0
_CYRILLIC = {"kk": "kaz+rus", "ru": "rus"}
_LEAST_CONFIDENCE = 0.5
_LONGEST_SIDE = 5_000
_LARGER = 1.6

Found = tuple[Line, float]


def require(language: str) -> None:
    """Raises MissingExtraError when what reads `language` is not installed."""
    if language in _CYRILLIC:
        if shutil.which("tesseract") is None:
            raise MissingExtraError(
                f"OCR for {language!r} needs the program tesseract",
                remedy="Install it (Debian: apt install tesseract-ocr-kaz tesseract-ocr-rus).",
            )
    elif find_spec("rapidocr") is None:
        raise MissingExtraError("OCR needs RapidOCR", remedy="Run: pip install 'opengovai[ocr]'")


def read_page(data: bytes, language: str, page: int) -> Content:
    """One page of a PDF, counted from 1. Raises UnreadableSourceError."""
    lines = _sure(_drawn(data, page), language)
    return Content(blocks=pdf_layout.blocks([ocr_rows.across(_levelled(lines))]))


def read_picture(data: bytes, language: str) -> Content:
    """A picture of one page. Raises UnreadableSourceError."""
    lines = _sure(_opened(data), language)
    return Content(blocks=pdf_layout.blocks([ocr_rows.across(_levelled(lines))]))


def rows_of_page(data: bytes, language: str, page: int) -> Content:
    """The same as a letter or a form has it: a block a row, its cells with tabs between them."""
    return Content(blocks=tuple(ocr_rows.cells(_sure(_drawn(data, page), language))))


def rows_of_picture(data: bytes, language: str) -> Content:
    """The rows of a picture of one page. Raises UnreadableSourceError."""
    return Content(blocks=tuple(ocr_rows.cells(_sure(_opened(data), language))))


def _drawn(data: bytes, page: int) -> Any:
    """uint8[height, width, 3], blue first."""
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(data) as document:
            sheet = document[page - 1]
            scale = min(DOTS_PER_INCH / 72, _LONGEST_SIDE / max(*sheet.get_size(), 1))
            return sheet.render(scale=scale).to_numpy()
    except pdfium.PdfiumError as error:
        raise unreadable(f"page {page} cannot be drawn: {error}", "Export it again.") from None


def _opened(data: bytes) -> Any:
    """uint8[height, width, 3], blue first."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            colours = picture.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise unreadable(f"the picture is broken: {error}", "Scan it again.") from None
    import numpy as np

    return np.asarray(colours)[:, :, ::-1]


def _sure(pixels: Any, language: str) -> list[Line]:
    """What the engine is sure of, from top to bottom."""
    engine = _tesseract if language in _CYRILLIC else _rapidocr
    found = sorted(engine(pixels, language), key=lambda pair: (-pair[0].top, pair[0].left))
    sure = [line for line, confidence in found if confidence >= _LEAST_CONFIDENCE]
    if fault := garbage.fault("\n".join(line.text for line in sure)):
        raise unreadable(f"OCR gives garbage: {fault}", "Scan it again, larger and straighter.")
    return sure


def _levelled(lines: Sequence[Line]) -> list[Line]:
    """Heights differ with the letters of a line: only what is far larger is larger type."""
    body = median(line.size for line in lines) if lines else 0.0
    return [line if line.size > _LARGER * body else replace(line, size=body) for line in lines]


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def _rapidocr(pixels: Any, _language: str) -> Iterator[Found]:
    result = _engine()(pixels)
    for box, text, score in zip(
        result.boxes if result.boxes is not None else (),
        result.txts or (),
        result.scores or (),
        strict=True,
    ):
        left, top = (float(value) for value in box.min(axis=0))
        right, bottom = (float(value) for value in box.max(axis=0))
        yield Line(text, bottom - top, bold=False, left=left, top=-top, right=right), score


def _tesseract(pixels: Any, language: str) -> Iterator[Found]:
    height, width, _ = pixels.shape
    picture = b"P6 %d %d 255\n" % (width, height) + pixels[:, :, ::-1].tobytes()
    done = subprocess.run(
        [
            "tesseract",
            "stdin",
            "stdout",
            "-l",
            _CYRILLIC[language],
            "--dpi",
            str(DOTS_PER_INCH),
            "tsv",
        ],
        input=picture,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise unreadable(
            f"tesseract fails: {done.stderr.decode(errors='replace').strip()[:200]}",
            "Check that its languages kaz and rus are installed.",
        )
    rows = csv.DictReader(io.StringIO(done.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    lines: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        if row["level"] == "5" and row["text"].strip():
            key = (row["block_num"], row["par_num"], row["line_num"])
            lines.setdefault(key, []).append(row)
    for words in lines.values():
        yield _line(words)


def _line(words: Sequence[dict[str, str]]) -> Found:
    left = min(int(word["left"]) for word in words)
    right = max(int(word["left"]) + int(word["width"]) for word in words)
    top = min(int(word["top"]) for word in words)
    size = float(max(int(word["height"]) for word in words))
    text = " ".join(word["text"] for word in words)
    confidence = sum(float(word["conf"]) for word in words) / len(words) / 100
    return Line(text, size, bold=False, left=left, top=-top, right=right), confidence
