"""OCR of scans, pictures and broken text layers, where its engines are installed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from opengovai.errors import MissingExtraError
from opengovai.knowledge.loading import Loaded, load, ocr

FILES = Path(__file__).parent.parent / "data" / "loading"
FONTS = ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "DejaVuSans.ttf", "arial.ttf")


def font() -> Any:
    fonts = pytest.importorskip("PIL.ImageFont", reason="needs the extra 'ocr'")
    for name in FONTS:
        try:
            return fonts.truetype(name, 30)
        except OSError:
            continue
    pytest.skip("needs a font with Cyrillic letters")


def picture(path: Path, *lines: str) -> None:
    from PIL import Image, ImageDraw

    page = Image.new("RGB", (1100, 140 + 60 * len(lines)), "white")
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((60, 60 + 60 * number), line, fill="black", font=font())
    page.save(path)


def test_a_missing_engine_is_named_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _name: None)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(MissingExtraError, match="pip install"):
        list(load([FILES / "scan.pdf"], ocr=True))
    with pytest.raises(MissingExtraError, match="tesseract"):
        list(load([FILES / "scan.pdf"], ocr=True, language="kk"))


@pytest.mark.slow
def test_a_broken_text_layer_and_a_picture_are_read(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr", reason="needs the extra 'ocr'")
    picture(tmp_path / "a.png", "The fee is two hundred shillings.")
    broken, scan = load([FILES / "private-use.pdf", tmp_path / "a.png"], ocr=True, language="en")
    assert isinstance(broken, Loaded)
    assert "made in writing to the district office" in broken.document.text
    assert broken.document.note == "Text read by OCR"
    assert any("check it" in warning for warning in broken.warnings)
    assert isinstance(scan, Loaded)
    assert "two hundred shillings" in scan.document.text


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")
def test_cyrillic_is_read_by_tesseract(tmp_path: Path) -> None:
    picture(tmp_path / "a.png", "Өтініш жазбаша түрде беріледі.", "Шешім отыз күнде қабылданады.")
    (found,) = load([tmp_path / "a.png"], ocr=True, language="kk")
    assert isinstance(found, Loaded), found
    assert "жазбаша түрде беріледі" in found.document.text
    assert "қабылданады" in found.document.text
