"""Field F1 and range accuracy on filled forms, without a model."""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from opengovai.cases import schema
from opengovai.cases.extraction import FieldExtractor, source_text
from opengovai.cases.parts import read_parts
from opengovai.types import Case

SCHEMAS = Path(__file__).resolve().parents[2] / "examples" / "schemas"
SETS = {"irs_w2_filled": "irs_w2", "irs_w9_filled": "irs_w9"}


def run(arguments: argparse.Namespace) -> None:
    """Print a row a set, and every value that differs from the truth."""
    for folder, name in SETS.items():
        service = schema.load(SCHEMAS / f"{name}.toml")
        counts: Counter[str] = Counter()
        for line in (arguments.folder / folder / "ground_truth.jsonl").read_text().splitlines():
            row = json.loads(line)
            if row["file"].endswith(".pdf"):
                counts += _form(service, arguments.folder / folder / row["file"], row["fields"])
        right, extra, missed = counts["right"], counts["extra"], counts["missed"]
        f1 = 2 * right / (2 * right + extra + missed)
        ranges = counts["range"] / max(1, counts["values"])
        print(f"{name}: {counts['forms']} forms, {right} fields right, F1 {f1:.4f}, ", end="")
        print(f"ranges that hold the value {ranges:.4f} of {counts['values']}")


def _form(service: schema.Service, path: Path, fields: dict[str, object]) -> Counter[str]:
    parts = read_parts(path.read_bytes(), path.name, lambda data, _: data.decode())
    case = Case(id=path.name, service=service.id, language="en", parts=parts)
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
        print(f"  {path.name} {name}: {got.get(name)!r}, truth {true.get(name)!r}")
    return counts


def _plain(value: object) -> str:
    return re.sub(r"\s", "", str(value)).lower()
