"""The official DMN TCK cases for single decision tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element, parse

import pytest

from opengovai.rules import dmn

FOLDER = Path(__file__).resolve().parents[1] / "vectors" / "dmn-tck"
NS = "{http://www.omg.org/spec/DMN/20160719/testcase}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def cases() -> Iterator[tuple[str, Element]]:
    for path in sorted(FOLDER.glob("*-test-*.xml")):
        root = parse(path).getroot()  # noqa: S314 our own files
        model = root.findtext(f"{NS}modelName") or ""
        for case in root.iter(f"{NS}testCase"):
            yield model, case


def value(element: Element) -> object:
    """An expected or given value: a list, a structure or a scalar."""
    items = element.find(f"{NS}list")
    if items is not None:
        return [value(item) for item in items]
    components = element.findall(f"{NS}component")
    if components:
        return {c.get("name"): value(c) for c in components}
    scalar = element.find(f"{NS}value")
    if scalar is None or scalar.get(f"{XSI}nil") == "true":
        return None
    kind = (scalar.get(f"{XSI}type") or "").rpartition(":")[2]
    text = scalar.text or ""
    if kind == "boolean":
        return text == "true"
    return Decimal(text) if kind in {"decimal", "double", "integer"} else text


CASES = [pytest.param(m, c, id=f"{m}-{c.get('id')}") for m, c in cases()]


@pytest.mark.parametrize(("model", "case"), CASES)
def test_tck(model: str, case: Element) -> None:
    tables = dmn.read((FOLDER / model).read_bytes())
    facts = {node.get("name") or "": value(node) for node in case.iter(f"{NS}inputNode")}
    for node in case.iter(f"{NS}resultNode"):
        expected = node.find(f"{NS}expected")
        assert expected is not None
        table = tables[node.get("name") or ""]
        assert table.value(facts) == value(expected)  # type: ignore[arg-type]


@pytest.mark.parametrize("model", sorted(path.name for path in FOLDER.glob("*.dmn")))
def test_what_is_exported_is_imported_the_same(model: str) -> None:
    tables = dmn.read((FOLDER / model).read_bytes())
    assert dmn.read(dmn.write(tables)) == tables


def test_all_cases_are_there() -> None:
    assert len(CASES) >= 40
