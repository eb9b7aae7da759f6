"""Letters on paper: printed PDF files and scans, from the file to fields with their ranges."""

from __future__ import annotations

import io
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from opengovai.cli import main
from opengovai.cli.case.reading import FileReader

SCHEMA = Path(__file__).resolve().parents[2] / "examples" / "germany" / "address_change.toml"
LETTER = (SCHEMA.parent / "inbox" / "umzug.txt").read_text("utf-8")
FIELDS = {
    "name": "Henrike Obermoser",
    "birth_date": "1986-03-04",
    "old_address": "Lindenweg 7, 14467 Potsdam",
    "new_address": "Fasanenstraße 112 10623 Berlin",
    "move_in": "2026-11-02",
    "tax_id": "86 095 742 719",
}


def printed(text: str) -> bytes:
    """A PDF of one page with this text, a line a line."""
    shown = [
        line.translate(str.maketrans({c: f"\\{c}" for c in "\\()"})) for line in text.split("\n")
    ]
    drawn = " ".join(f"({line}) Tj T*" for line in shown)
    stream = f"BT /F1 11 Tf 60 780 Td 15 TL {drawn} ET".encode("cp1252")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n" % (len(objects) + 1, len(out))
    return out + head + table + tail + b"%%EOF"


def scanned(text: str) -> bytes:
    """The same as a grey picture of 150 dots per inch."""
    import pypdfium2

    with pypdfium2.PdfDocument(printed(text)) as document:
        page = document[0].render(scale=150 / 72).to_pil().convert("L")
    picture = io.BytesIO()
    page.save(picture, "JPEG", quality=80)
    return picture.getvalue()


def prepared(path: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    words = ["case", "prepare", str(path), "--schema", str(SCHEMA), "--desk", str(desk), "--json"]
    assert main(words) == 0
    task: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return task


def check(task: dict[str, Any], text: str) -> None:
    found = {each["field"]: each for each in task["extractions"]}
    assert {name: each["value"] for name, each in found.items()} == FIELDS
    for name in ("name", "old_address", "tax_id"):
        each = found[name]
        assert (each["source"], text[each["start"] : each["end"]]) == ("text", each["value"])


def test_a_letter_in_a_pdf_keeps_its_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(printed(LETTER))
    with FileReader() as reader:
        text = reader.read(path.read_bytes(), path.name)
    check(prepared(path, tmp_path / "desk", capsys), text)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra `ocr` is not installed")
def test_a_scan_is_read_and_its_ranges_lie_in_what_was_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scan.jpg"
    path.write_bytes(scanned(LETTER))
    with FileReader(["de"]) as reader:
        text = reader.read(path.read_bytes(), path.name)
    check(prepared(path, tmp_path / "desk", capsys), text)
