"""Boxes of a form that are only to be seen: a scan, whose cells stand in their columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from opengovai import services
from opengovai.cases.boxes import SEEN
from opengovai.cases.extraction import FieldExtractor
from opengovai.knowledge.loading.ocr_rows import cells
from opengovai.knowledge.loading.pdf_line import Line
from opengovai.types import Case, Extraction, Part

SERVICE = services.load(
    Path(__file__).resolve().parents[2] / "examples" / "rwanda" / "birth_correction.toml"
)
FORM = [
    (60, 800, "1 Name of the applicant, as in the register"),
    (320, 800, "2 National ID number (16 digits)"),
    (450, 789, "1 1994 7 0083315 0 46"),
    (60, 788, "Uwase Pacifique"),
    (60, 770, "3 Certificate number"),
    (320, 770, "4 Date of birth 5 Wrong entry in the certificate"),
    (320, 759, "27 February 2019"),
    (60, 740, "6 Correct entry"),
    (320, 740, "7 Child"),
    (60, 729, "Ishimwe Bella"),
    (60, 690, "Sign here:"),
    (320, 690, "Stamp"),
    (60, 678, "The office fills in what is below"),
]


def line(left: float, top: float, text: str) -> Line:
    return Line(text, 8.0, bold=False, left=left, top=top, right=left + 4 * len(text))


def scanned(form: list[tuple[int, int, str]]) -> str:
    """As OCR gives the form: its lines from top to bottom, whole rows at a time."""
    return "\n".join(block.text for block in cells([line(*each) for each in form]))


def extracted(text: str) -> dict[str, Extraction]:
    case = Case(id="x", service="s", language="en", parts=(Part(name="text", text=text),))
    return {each.field: each for each in FieldExtractor(SERVICE).extract(case)}


def test_the_value_of_a_box_stands_below_its_label() -> None:
    text = scanned(FORM)
    found = extracted(text)
    assert {name: each.value for name, each in found.items()} == {
        "applicant": "Uwase Pacifique",
        "national_id": "1 1994 7 0083315 0 46",
        "birth_date": "2019-02-27",
        "correct_entry": "Ishimwe Bella",
    }
    assert text[found["birth_date"].start : found["birth_date"].end] == "27 February 2019"
    assert found["applicant"].confidence == SEEN


@pytest.mark.parametrize("shift", [0, 7, 40])
def test_a_form_that_is_scanned_further_right_gives_the_same(shift: int) -> None:
    moved = [(left + shift, top, text) for left, top, text in FORM]
    assert {n: e.value for n, e in extracted(scanned(moved)).items()} == {
        n: e.value for n, e in extracted(scanned(FORM)).items()
    }


def test_a_letter_keeps_its_lines_and_is_not_laid_out() -> None:
    letter = [(60, 800 - 12 * at, f"Line {at} of what I write") for at in range(9)]
    assert scanned(letter).split("\n") == [text for _, _, text in letter]


def test_a_table_with_a_label_a_row_is_read_across() -> None:
    table = [
        (60, 800, "Full name"),
        (220, 800, "Uwase Ann"),
        (60, 788, "Child"),
        (220, 788, "Keza Ange"),
        (60, 776, "Certificate number"),
        (220, 776, "MHG/2019/00618"),
        (60, 764, "Phone"),
        (220, 764, "0788 123 456"),
        (60, 752, "I swear that this is true"),
    ]
    values = {name: each.value for name, each in extracted(scanned(table)).items()}
    assert values["applicant"] == "Uwase Ann"
    assert values["child"] == "Keza Ange"
    assert values["certificate"] == "MHG/2019/00618"
