"""Forms that were filled in and then printed: no boxes, but what was written is drawn last."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from opengovai import services
from opengovai.cases.extraction import FieldExtractor
from opengovai.cases.forms import printed, read_overprinted
from opengovai.cases.parts import read_parts
from opengovai.types import Case

SERVICE = services.load(
    Path(__file__).resolve().parents[2] / "examples" / "rwanda" / "birth_correction.toml"
)
Drawn = tuple[float, float, str]
"""Where words begin, in points, and the words."""

FOOT: Drawn = (60, 40, "Keep a copy of this form")
FORM: list[Drawn] = [
    (60, 800, "REPUBLIC OF RWANDA"),
    (60, 760, "1 Name of the applicant"),
    (320, 760, "2 National ID number"),
    (60, 730, "3 Certificate number"),
    (320, 730, "4 Date of birth"),
    (60, 700, "Fill in capital letters. Do not write below this line."),
]


def pdf(drawn: list[Drawn]) -> bytes:
    """A page on which these words are drawn, in this order."""
    content = " ".join(f"BT /F1 8 Tf {x} {y} Td ({words}) Tj ET" for x, y, words in drawn).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % each for each in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


def extracted(data: bytes) -> dict[str, tuple[str, str]]:
    """Each field's value and what stands at its range."""
    parts = read_parts(data, "form.pdf", lambda data, _: printed(data))
    texts = {part.name: part.text for part in parts}
    found = FieldExtractor(SERVICE).extract(
        Case(id="x", service=SERVICE.id, language="en", parts=parts)
    )
    return {each.field: (each.value, texts[each.source][each.start : each.end]) for each in found}


def test_what_was_written_is_read_with_the_labels_that_were_printed() -> None:
    written = [
        (62.0, 749.0, "Uwase Pacifique"),
        (420.0, 749.0, "1 1994 7 0083315 0 46"),
        (62.0, 719.0, "MHG/2019/00618"),
        (330.0, 719.0, "27 February 2019"),
    ]
    assert extracted(pdf(FORM + written)) == {
        "applicant": ("Uwase Pacifique",) * 2,
        "national_id": ("1 1994 7 0083315 0 46",) * 2,
        "certificate": ("MHG/2019/00618",) * 2,
        "birth_date": ("2019-02-27", "27 February 2019"),
    }


def test_an_empty_box_takes_nothing_from_the_next_one() -> None:
    written = [(62.0, 749.0, "Uwase Pacifique"), (330.0, 719.0, "27 February 2019")]
    assert set(extracted(pdf(FORM + written))) == {"applicant", "birth_date"}


def test_a_label_at_the_foot_of_a_box_counts_where_there_is_no_other() -> None:
    form = [(60.0, 800.0, "Full name"), (60.0, 700.0, "National ID number")]
    written = [(62.0, 789.0, "Uwase Pacifique"), (62.0, 720.0, "1 1994 7 0083315 0 46")]
    values = {name: value for name, (value, _) in extracted(pdf(form + written)).items()}
    assert values["national_id"] == "1 1994 7 0083315 0 46"


def test_digits_in_a_row_of_boxes_and_lines_of_an_address_are_one() -> None:
    form = [(60.0, 800.0, "Number of the certificate"), (300.0, 800.0, "Address")]
    digits = [(62.0 + 14 * place, 788.0, digit) for place, digit in enumerate("00618")]
    lines = [(300.0, 789.0, "KG 7 Ave 12"), (300.0, 780.0, "Kigali")]
    found = [
        (each.value, each.labels) for each in read_overprinted(pdf([*form, FOOT, *digits, *lines]))
    ]
    assert found == [
        ("0 0 6 1 8", ("Number of the certificate",)),
        ("KG 7 Ave 12\nKigali", ("Address",)),
    ]


def test_a_tick_goes_with_the_words_behind_it() -> None:
    form = [(60.0, 800.0, "Sex"), (80.0, 780.0, "Female"), (140.0, 780.0, "Male")]
    marks = [(62.0, 789.0, "given"), (130.0, 780.0, "X")]
    fields = read_overprinted(pdf([*form, FOOT, *marks]))
    assert [(each.value, each.checkbox, each.labels[-1]) for each in fields] == [
        ("given", False, "Sex"),
        ("X", True, "Male"),
    ]


def test_letters_are_no_forms() -> None:
    """A letterhead drawn last, two columns, and a table drawn column by column."""
    body = [(60.0, 700.0 - 12 * line, f"Line {line} of what I write to you") for line in range(9)]
    head = [(380.0, 800.0, "Uwase Pacifique"), (380.0, 788.0, "KG 7 Ave 12"), (380.0, 776.0, "x")]
    column = [(330.0, 700.0 - 12 * line, f"Row {line} beside it") for line in range(9)]
    for drawn in (body + head, body + column, body):
        assert read_overprinted(pdf(drawn)) == ()


WORDS = st.text("abcdefghiklmnopqrstuvwxyzABCDEFG", min_size=2, max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(WORDS, WORDS, st.booleans()), min_size=4, max_size=24),
    st.integers(1, 3),
)
def test_each_written_word_has_the_label_of_its_box(
    boxes: list[tuple[str, str, bool]], columns: int
) -> None:
    """Boxes in a grid, some of them filled in."""
    places = [(60.0 + 180 * (n % columns), 800.0 - 24 * (n // columns)) for n in range(len(boxes))]
    drawn = [(x, y, f"{n} {label}") for n, ((x, y), (label, _, _)) in _numbered(places, boxes)]
    filled = [
        (n, f"{n} {label}", f"{value}{n}")
        for n, (_, (label, value, full)) in _numbered(places, boxes)
        if full
    ]
    drawn.append(FOOT)
    drawn += [(places[n][0], places[n][1] - 11, value) for n, _, value in filled]
    found = [(each.value, each.labels[:1]) for each in read_overprinted(pdf(drawn))]
    assert found == ([(value, (label,)) for _, label, value in filled] if len(filled) > 1 else [])


def _numbered(
    places: list[tuple[float, float]], boxes: list[tuple[str, str, bool]]
) -> list[tuple[int, tuple[tuple[float, float], tuple[str, str, bool]]]]:
    return list(enumerate(zip(places, boxes, strict=True)))
