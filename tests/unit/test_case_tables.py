"""Values that stand below their labels: tables of any kind, forms, a page with columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from opengovai import services
from opengovai.cases.extraction import FieldExtractor
from opengovai.cases.forms import printed
from opengovai.types import Case, Extraction, Part

SERVICE = services.load(
    Path(__file__).resolve().parents[2] / "examples" / "rwanda" / "birth_correction.toml"
)
EXTRACTOR = FieldExtractor(SERVICE)
ROWS = [
    ["Name of the applicant", "National ID number", "Certificate number"],
    ["Uwase Pacifique", "1 1994 7 0083315 0 46", "MHG/2019/00618"],
    ["Child", "Date of birth"],
    ["Ishimwe Bella", "27 February 2019"],
    ["Wrong entry", "Correct entry"],
    ["Ishimwe Bela", "Ishimwe Bella"],
]
VALUES = {
    "applicant": "Uwase Pacifique",
    "national_id": "1 1994 7 0083315 0 46",
    "certificate": "MHG/2019/00618",
    "child": "Ishimwe Bella",
    "birth_date": "2019-02-27",
    "wrong_entry": "Ishimwe Bela",
    "correct_entry": "Ishimwe Bella",
}


def extracted(text: str) -> dict[str, Extraction]:
    case = Case(id="x", service="s", language="en", parts=(Part(name="text", text=text),))
    return {each.field: each for each in EXTRACTOR.extract(case)}


def page(rows: list[list[str]]) -> bytes:
    """A PDF page with these cells, a row below the other."""
    drawn = " ".join(
        f"BT /F1 10 Tf {60 + 180 * column} {780 - 16 * row} Td ({cell}) Tj ET"
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % each for each in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


def columns(rows: list[list[str]]) -> str:
    return "\n".join("".join(cell.ljust(28) for cell in row).rstrip() for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        columns(ROWS),
        "\n\n".join(columns(ROWS[at : at + 2]) for at in (0, 2, 4)),
        "\n".join("\t".join(row) for row in ROWS),
        "\n".join("| " + " | ".join(row) + " |" for row in ROWS),
        printed(page(ROWS)),
    ],
    ids=["blanks", "blocks", "tabs", "bars", "pdf"],
)
def test_rows_of_labels_above_rows_of_values(text: str) -> None:
    found = extracted(text)
    assert {name: each.value for name, each in found.items()} == VALUES
    for name in ("applicant", "certificate", "wrong_entry"):
        assert text[found[name].start : found[name].end] == VALUES[name]


def test_an_empty_cell_takes_no_value_from_beside() -> None:
    rows = [["Full name", "Child", "Certificate no."], ["Uwase Pacifique", "", "MHG/2019/00618"]]
    found = extracted(columns(rows))
    assert "child" not in found
    assert found["applicant"].value == "Uwase Pacifique"
    assert found["certificate"].value == "MHG/2019/00618"


def test_of_several_rows_the_first_is_uncertain() -> None:
    found = extracted("Full name\tChild\nUwase Ann\tIshimwe Bella\nMugisha Bob\tKeza Ange\n")
    assert {each.confidence for each in found.values()} == {0.5}


def test_a_table_with_a_label_a_row_is_read_across() -> None:
    found = extracted("| Full name | Uwase Ann |\n| Child | Keza Ange |\n")
    assert {name: each.value for name, each in found.items()} == {
        "applicant": "Uwase Ann",
        "child": "Keza Ange",
    }


def test_the_number_of_the_next_box_is_no_value() -> None:
    rows = [
        ["6 Full name", "7 Certificate number"],
        ["Uwase Pacifique", "8", "9 Date of birth"],
        ["Certificate number", "8", "9 Date of birth"],
    ]
    found = extracted("\n".join("\t".join(row) for row in rows))
    assert {name: each.value for name, each in found.items()} == {"applicant": "Uwase Pacifique"}
