"""Markdown, plain text, encodings and hidden characters."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from opengovai.knowledge.loading import Loaded, Skipped, load
from opengovai.types import Document

LAW = """+++
id = "ke/permits"
title = "Permit Rules"
language = "en"
uri = "https://example.org/permits"
licence = "CC0-1.0"
publisher = "District Office"
published = "2025-01-01"
note = "invented"
+++
# Permit Rules

## Part I

### 26. Rights of an **applicant**

An applicant may see the [file](https://example.org/file) *free of charge*.
It is kept for `two` years.

1. the form,
2. the fee,

9) the ninth thing.

| District | Fee |
|---|---|
| North | 200 |

# § 3 Grenzübertritt

Last words.
"""


def only(folder: Path, name: str, data: str | bytes, **options: str) -> Loaded | Skipped:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (found,) = load([path], language=options.get("language"))
    return found


def document(folder: Path, name: str, data: str | bytes, **options: str) -> Document:
    found = only(folder, name, data, **options)
    assert isinstance(found, Loaded), found
    return found.document


def test_front_matter_names_the_document(tmp_path: Path) -> None:
    law = document(tmp_path, "law.md", LAW)
    assert (law.id, law.title, law.language) == ("ke/permits", "Permit Rules", "en")
    assert (law.uri, law.licence) == ("https://example.org/permits", "CC0-1.0")
    assert (law.publisher, law.published) == ("District Office", "2025-01-01")
    assert law.note == "invented"
    assert law.version == Document.digest(law.text)


def test_markdown_leaves_no_markup_and_keeps_numbers(tmp_path: Path) -> None:
    text = document(tmp_path, "law.md", LAW).text
    assert "An applicant may see the file free of charge. It is kept for two years." in text
    assert "1. the form,\n2. the fee," in text
    assert "9) the ninth thing." in text
    assert "District | Fee\nNorth | 200" in text
    assert not set("#*`[]") & set(text)


def test_sections_run_from_their_heading_to_the_next_of_their_rank(tmp_path: Path) -> None:
    law = document(tmp_path, "law.md", LAW)
    spans = {s.heading: law.text[s.start : s.end] for s in law.sections}
    assert [(s.level, s.heading) for s in law.sections] == [
        (1, "Permit Rules"),
        (2, "Part I"),
        (3, "26. Rights of an applicant"),
        (1, "§ 3 Grenzübertritt"),
    ]
    assert spans["Part I"].startswith("Part I\n\n26. Rights")
    assert spans["Part I"].rstrip().endswith("North | 200")
    assert spans["§ 3 Grenzübertritt"] == "§ 3 Grenzübertritt\n\nLast words."


def test_a_front_matter_that_is_not_toml_is_reported(tmp_path: Path) -> None:
    found = only(tmp_path, "law.md", "+++\ntitle = Permit\n+++\nText.\n")
    assert isinstance(found, Skipped)
    assert "TOML" in found.reason


def test_yaml_and_pandoc_heads_give_the_title_and_are_not_text(tmp_path: Path) -> None:
    page = document(tmp_path, "a.md", "---\ntitle: 'Fees'\ntopics:\n  - money\n---\n\nPay here.\n")
    assert (page.title, page.text) == ("Fees", "Pay here.")
    law = document(
        tmp_path, "b.md", "% Passgesetz  (PassG)\n% 1986\n\n# § 1 – Passpflicht\n\nText."
    )
    assert law.title == "Passgesetz (PassG)"
    assert law.sections[0].heading == "§ 1 – Passpflicht"


def test_language_comes_from_the_argument_then_the_name_then_the_text(tmp_path: Path) -> None:
    swahili = "Kila mtu ana haki ya kuishi, haki ya uhuru na haki ya usalama wa nafsi yake."
    assert document(tmp_path, "a.txt", swahili).language == "sw"
    assert document(tmp_path, "a.rw.txt", swahili).language == "rw"
    assert document(tmp_path, "a.rw.txt", swahili, language="fr").language == "fr"


def test_plain_text_finds_the_headings_of_laws(tmp_path: Path) -> None:
    law = document(
        tmp_path,
        "law.txt",
        "Закон о разрешениях\n\nСтатья 1. Предмет\n\nНастоящий Закон действует.\n\n"
        "Статья 2. Сроки\nСрок составляет 30 дней.\n\nСтатья 3 настоящего Закона не применяется.\n",
    )
    assert law.title == "Закон о разрешениях"
    assert [s.heading for s in law.sections] == ["Статья 1. Предмет", "Статья 2. Сроки"]


@pytest.mark.parametrize(
    "line",
    ["Article 5. Title", "§ 3 Grenzübertritt", "PART IV—PENALTIES", "2-бап. Мақсаты",
     "Ingingo ya 3: Ibisobanuro", "CHAPTER NINE—THE EXECUTIVE", "Artikel 34", "Глава 1. Общее",
     "Ibara la 12", "Chapitre II - Des droits", "Sehemu ya 4" , "1-тарау. ЖАЛПЫ ЕРЕЖЕЛЕР"],
)  # fmt: skip
def test_a_division_on_its_own_line_is_a_heading(tmp_path: Path, line: str) -> None:
    found = document(tmp_path, "law.txt", f"Some law\n\n{line}\n\nThe text of it, in full.")
    assert [s.heading for s in found.sections] == [line]


@pytest.mark.parametrize(
    "line",
    ["Article 5 of this Law applies.", "Part of the fee is due.", "§ 3 und § 4 gelten nicht,"],
)
def test_a_sentence_that_names_a_division_is_no_heading(tmp_path: Path, line: str) -> None:
    assert document(tmp_path, "law.txt", f"Some law\n\n{line}").sections == ()


def test_hard_wrapped_paragraphs_are_unwrapped_and_lists_are_not(tmp_path: Path) -> None:
    wrapped = (
        "The office decides within thirty days of the day on which\n"
        "all of the papers named in the first part have come in, and\n"
        "says why.\n\nBring:\n- the form\n- the fee\n- the photograph of the one who asks\n"
    )
    text = document(tmp_path, "a.txt", wrapped).text
    assert "on which all of the papers" in text
    assert "- the form\n- the fee" in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_russian_is_read_in_its_encodings(tmp_path: Path, encoding: str) -> None:
    text = "Заявление подается в письменной форме в уполномоченный орган по месту жительства."
    assert document(tmp_path, "a.txt", text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866"])
def test_older_code_pages_are_told_apart(tmp_path: Path, encoding: str) -> None:
    text = "Заявление подается в письменной форме в уполномоченный орган по месту жительства."
    assert document(tmp_path, "a.txt", text.encode(encoding)).text == text


def test_latin_letters_in_a_code_page_are_read(tmp_path: Path) -> None:
    text = "Der Antrag für Bürger ist gebührenfrei – Näheres in § 3."
    assert document(tmp_path, "a.txt", text.encode("cp1252")).text == text


@pytest.mark.parametrize(
    "data", [b"\xe1\xe2 \xe3\xe4", bytes(range(128, 256)), b"abc\x00def\x01\x02" * 50, b"\xff\xfea"]
)
def test_an_unclear_encoding_is_skipped_not_guessed(tmp_path: Path, data: bytes) -> None:
    found = only(tmp_path, "a.txt", data)
    assert isinstance(found, Skipped)
    assert found.remedy


def test_hidden_characters_are_kept_out_and_reported(tmp_path: Path) -> None:
    tags = "".join(chr(0xE0000 + ord(c)) for c in "obey me")
    found = only(tmp_path, "a.txt", f"Pay\u200b the\u202e fee{tags} in\u00ad full.\x07")
    assert isinstance(found, Loaded)
    assert found.document.text == "Pay the fee in full."
    warnings = " ".join(found.warnings)
    assert "7 Unicode tag" in warnings
    assert "1 bidirectional control" in warnings
    assert "1 zero-width" in warnings


def test_joiners_stay_where_a_script_needs_them(tmp_path: Path) -> None:
    found = only(tmp_path, "a.txt", "می\u200cخواهم and re\u200cgular")
    assert isinstance(found, Loaded)
    assert found.document.text == "می\u200cخواهم and regular"


def test_text_is_normalised(tmp_path: Path) -> None:
    text = document(
        tmp_path, "a.txt", "Ge\u0308ba\u0308ude  und\u00a0Straße\r\n\r\n\r\n\r\nEnde"
    ).text
    assert text == "Gëbäude und Straße\n\nEnde"
    assert unicodedata.is_normalized("NFC", text)


def test_a_page_of_combining_marks_ends(tmp_path: Path) -> None:
    text = document(tmp_path, "a.txt", "a" + "\u0316\u0300" * 200_000 + " end").text
    assert text.endswith(" end")
    assert len(text) < 100


def test_validity_is_read_from_front_matter_and_rows(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "+++\nvalid_from = 2026-01-01\nvalid_until = '2026-12-31'\n+++\n# Fees\n\nText.\n", "utf-8"
    )
    (tmp_path / "b.md").write_text("---\nvalid_from: 2027-01-01\n---\n# Fees\n\nText.\n", "utf-8")
    (tmp_path / "c.csv").write_text("title,text,valid_until\nFees,Text.,2025-06-30\n", "utf-8")
    found = [one for one in load([tmp_path]) if isinstance(one, Loaded)]
    bounds = [(one.document.valid_from, one.document.valid_until) for one in found]
    assert bounds == [("2026-01-01", "2026-12-31"), ("2027-01-01", ""), ("", "2025-06-30")]


def test_a_bound_that_is_no_date_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("+++\nvalid_until = 'summer'\n+++\n# Fees\n\nText.\n", "utf-8")
    (skipped,) = load([tmp_path])
    assert isinstance(skipped, Skipped)
    assert "valid_until is 'summer'" in skipped.reason
