"""Field F1 and range accuracy on filled forms, on prints and on scans of them, without a model."""

from __future__ import annotations

import argparse
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from opengovai.cases import schema
from opengovai.cases.extraction import FieldExtractor, source_text
from opengovai.cases.parts import Read, read_parts
from opengovai.cli.case.reading import FileReader
from opengovai.types import Case, Part

SCHEMAS = Path(__file__).resolve().parents[2] / "examples" / "schemas"
_NOT_TICKED = (False, "unselected")
SETS = {"irs_w2_filled": "irs_w2", "irs_w9_filled": "irs_w9"}


def run(arguments: argparse.Namespace) -> None:
    """Print three rows a set, and every value that differs from the truth. Prints and scans say
    nothing of boxes that are not ticked: these are left out."""
    with FileReader(["en"]) as reader:
        for folder, name in SETS.items():
            for way, drawn in {"": bytes, ", printed": _flattened, ", scanned": _scanned}.items():
                _judge(name, arguments.folder / folder, way, drawn, reader.read)


def _judge(name: str, folder: Path, way: str, drawn: Callable[[bytes], bytes], read: Read) -> None:
    service = schema.load(SCHEMAS / f"{name}.toml")
    counts: Counter[str] = Counter()
    for line in (folder / "ground_truth.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["file"].endswith(".pdf"):
            true = {k: v for k, v in row["fields"].items() if not way or v not in _NOT_TICKED}
            parts = read_parts(drawn((folder / row["file"]).read_bytes()), row["file"], read)
            counts += _form(service, parts, row["file"] + way, true)
    right, extra, missed = counts["right"], counts["extra"], counts["missed"]
    f1 = 2 * right / (2 * right + extra + missed)
    ranges = counts["range"] / max(1, counts["values"])
    print(f"{name}{way}: {counts['forms']} forms, {right} fields right, F1 {f1:.4f}, ", end="")
    print(f"ranges that hold the value {ranges:.4f} of {counts['values']}", flush=True)


def _flattened(data: bytes) -> bytes:
    """What is in the boxes, drawn onto the page; the boxes are gone."""
    with pdfium.PdfDocument(data) as document:
        document.init_forms()
        for page in document:
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        file = io.BytesIO()
        document.save(file)
    return file.getvalue()


def _scanned(data: bytes) -> bytes:
    """Its first page as a grey picture of 150 dots per inch."""
    with pdfium.PdfDocument(_flattened(data)) as document:
        picture = document[0].render(scale=150 / 72).to_pil().convert("L")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()


def _form(
    service: schema.Service, parts: tuple[Part, ...], file: str, fields: dict[str, object]
) -> Counter[str]:
    case = Case(id=file, service=service.id, language="en", parts=parts)
    found = FieldExtractor(service).extract(case)
    got = {each.field: _plain(each.value) for each in found}
    true = {name: _plain(value) for name, value in fields.items() if value != ""}
    counts = Counter(forms=1, values=len(found))
    for each in found:
        text = source_text(parts, each.source) or ""
        stands = text[each.start : each.end]
        box = service.fields[each.field].type == "boolean"
        counts["range"] += bool(stands) and (box or _plain(stands) == _plain(each.value))
    for name in got.keys() | true.keys():
        if got.get(name) == true.get(name):
            counts["right"] += 1
            continue
        counts["extra"] += name in got
        counts["missed"] += name in true
        print(f"  {file} {name}: {got.get(name)!r}, truth {true.get(name)!r}")
    return counts


def _plain(value: object) -> str:
    return re.sub(r"\s", "", str(value)).lower()
