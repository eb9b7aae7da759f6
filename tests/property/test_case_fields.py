"""What a letter says behind labels is read back, whatever marks, order and noise it has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from opengovai.cases import schema
from opengovai.cases.extraction import FieldExtractor
from opengovai.types import Case, Extraction, Part

SCHEMA = schema.load(
    Path(__file__).resolve().parents[2] / "examples" / "germany" / "address_change.toml"
)
EXTRACTOR = FieldExtractor(SCHEMA)

WORD = st.text(st.characters(categories=["Lu"]), min_size=1, max_size=1).flatmap(
    lambda first: st.text(st.sampled_from("aeioulnrst"), min_size=4, max_size=9).map(first.__add__)
)
NAME = st.lists(WORD, min_size=2, max_size=4).map(" ".join)
ADDRESS = st.builds(
    lambda street, number, code, town: f"{street}weg {number}, {code:05} {town}",
    WORD,
    st.integers(1, 300),
    st.integers(1000, 99999),
    WORD,
)
DAY = st.dates(min_value=date(1940, 1, 1), max_value=date(2026, 12, 31))
MARK = st.sampled_from([": ", " : ", ":\n", " - ", " .... ", " = ", ":\t", " | "])
LABELS = {
    "name": ["Name", "Vor- und Nachname", "Full name"],
    "birth_date": ["Geburtsdatum", "geb. am", "Date of birth"],
    "old_address": ["Bisherige Anschrift", "Alte Adresse", "Old address"],
    "new_address": ["Neue Anschrift", "New address"],
    "move_in": ["Einzugsdatum", "Einzug am", "Date of moving in"],
}


def found_in(text: str) -> list[Extraction]:
    part = Part(name="text", text=text)
    found = EXTRACTOR.extract(Case(id="x", service="s", language="de", parts=(part,)))
    for each in found:
        stands = text[each.start : each.end]
        assert stands.strip()
        assert stands == stands.strip()
        if SCHEMA.fields[each.field].type != "date":
            assert " ".join(stands.split()) == each.value
    return found


@given(
    name=NAME,
    born=DAY,
    old=ADDRESS,
    new=ADDRESS,
    moved=DAY,
    marks=st.lists(MARK, min_size=5, max_size=5),
    labels=st.lists(st.integers(0, 2), min_size=5, max_size=5),
    order=st.permutations(list(LABELS)),
    blank=st.booleans(),
)
def test_labelled_lines_are_read_back(
    name: str,
    born: date,
    old: str,
    new: str,
    moved: date,
    marks: list[str],
    labels: list[int],
    order: list[str],
    blank: bool,
) -> None:
    values = {
        "name": name,
        "birth_date": f"{born.day}.{born.month}.{born.year}",
        "old_address": old,
        "new_address": new,
        "move_in": f"{moved:%d.%m.%Y}",
    }
    lines = []
    for field, mark, which in zip(order, marks, labels, strict=True):
        label = LABELS[field][which % len(LABELS[field])]
        lines.append(f"{label}{mark}{values[field]}")
    text = "Guten Tag,\n\n" + ("\n\n" if blank else "\n").join(lines) + "\n\nMit Grüßen\n"
    wanted = {**values, "birth_date": born.isoformat(), "move_in": moved.isoformat()}
    assert {each.field: each.value for each in found_in(text)} == wanted


EVERY = [label for labels in LABELS.values() for label in labels]


@given(st.lists(st.sampled_from([*EVERY, ": ", "\n", "\t", "| ", "12.", "x "])))
def test_no_heap_of_labels_breaks_it(pieces: list[str]) -> None:
    found_in("".join(pieces))
