"""PDF: pages, headings, tables, hidden text, and what is refused."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from opengovai.errors import UnreadableSourceError
from opengovai.knowledge.loading import Loaded, Skipped, load
from opengovai.knowledge.loading.isolation import Worker

FILES = Path(__file__).parent.parent / "data" / "loading"


def only(name: str) -> Loaded | Skipped:
    (found,) = load([FILES / name])
    return found


def loaded(name: str) -> Loaded:
    found = only(name)
    assert isinstance(found, Loaded), found
    return found


def test_headings_carry_their_page_and_running_heads_are_gone() -> None:
    law = loaded("law.pdf").document
    assert law.title == "Permit Rules 2025"
    assert law.uri == "loading/law.pdf"
    assert law.text.count("Permit Rules 2025") == 1
    found = [(s.heading, s.page) for s in law.sections]
    assert ("PART 2", 2) in found
    assert ("4. Permit of kind 4", 4) in found
    ranks = {s.heading: s.level for s in law.sections}
    assert ranks["PART 2"] < ranks["2. Permit of kind 2"]


def test_lines_become_paragraphs_and_rows_stay_rows() -> None:
    text = loaded("law.pdf").document.text
    assert "The office decides within thirty days and gives its reasons in writing." in text
    assert "writing.\n\nA fee of two hundred" in text
    assert "District 1 100 150 1000\nDistrict 2 100 250 2000" in text


@pytest.mark.parametrize("name", ["columns.pdf", "interleaved.pdf"])
def test_columns_are_read_one_after_the_other(name: str) -> None:
    text = loaded(name).document.text
    assert text.index("left line 8") < text.index("right line 1")
    assert "|" not in text


def test_cells_of_a_table_stay_apart_and_its_rows_lines() -> None:
    text = loaded("table.pdf").document.text
    assert "District | Fee | Office\nNorth | 100 | Room 1\nSouth | 200 | Room 2" in text


def test_hidden_text_is_kept_out_and_reported() -> None:
    found = loaded("hidden.pdf")
    text = found.document.text
    assert "ignore" not in text
    assert "Office hours are nine to four" in text
    assert any("4 piece(s) of hidden text" in w and "WHITEONWHITE" in w for w in found.warnings)


def test_hidden_text_inside_a_form_is_kept_out() -> None:
    found = loaded("hidden-in-form.pdf")
    assert "Seen in the form." in found.document.text
    assert "WHITEINFORM" not in found.document.text
    assert any("WHITEINFORM" in warning for warning in found.warnings)


def test_the_text_of_an_ocr_program_over_a_scan_is_read() -> None:
    found = loaded("scan-with-ocr.pdf")
    assert "A fee of two hundred shillings" in found.document.text
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("scan.pdf", "scan"),
        ("encrypted.pdf", "encrypted"),
        ("private-use.pdf", "private-use"),
        ("shifted.pdf", "vowel"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(name: str, word: str) -> None:
    found = only(name)
    assert isinstance(found, Skipped)
    assert word in found.reason
    assert found.remedy


def test_a_cut_file_is_skipped_or_read_and_the_next_one_is_read(tmp_path: Path) -> None:
    whole = (FILES / "law.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(whole[:300])
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 nothing else")
    (tmp_path / "c.pdf").write_bytes(whole)
    found = list(load([tmp_path]))
    assert isinstance(found[1], Skipped)
    assert "broken" in found[1].reason
    assert isinstance(found[2], Loaded)


def test_a_worker_that_hangs_or_dies_is_replaced() -> None:
    data = (FILES / "law.pdf").read_bytes()
    with closing(Worker(seconds=0.0)) as hurried, pytest.raises(UnreadableSourceError, match="0 s"):
        hurried.read("pdf", data)
    with closing(Worker()) as worker:
        with pytest.raises(UnreadableSourceError, match="its reader stopped"):
            worker.read("no such kind\nnor a length", data)
        assert worker.read("pdf", data).blocks
