"""Tables of contents and blanks to fill in cannot be quoted; schedules of fees can."""

from __future__ import annotations

from pathlib import Path

import pytest

from opengovai.cli.case.reading import FileReader
from opengovai.knowledge.loading import Loaded, load
from opengovai.knowledge.loading.content import Block
from opengovai.knowledge.loading.furniture import quotable

FILES = Path(__file__).parent.parent / "data" / "loading"

# Heading of the contents, three headings of the text, a label with a blank, a line of fees.
WORDS = {
    "en": ("ARRANGEMENT OF SECTIONS", ("Short title", "Fees", "Offences"), "Full name", "Copy"),
    "de": ("Inhaltsübersicht", ("Geltungsbereich", "Gebühren", "Bußgeld"), "Vorname", "Abschrift"),
    "fr": ("Table des matières", ("Champ", "Redevances", "Sanctions"), "Nom et prénom", "Copie"),
    "sw": ("YALIYOMO", ("Jina fupi", "Ada za leseni", "Makosa"), "Jina kamili", "Nakala"),
    "rw": ("ISHAKIRO", ("Icyo itegeko rigamije", "Amafaranga", "Ibihano"), "Amazina", "Kopi"),
    "kk": ("Мазмұны", ("Қолданылу аясы", "Мемлекеттік баж", "Жаза"), "Аты-жөні", "Көшірме"),
    "ru": ("Содержание", ("Общие положения", "Пошлина", "Ответственность"), "ФИО", "Копия"),
}


def _texts(*texts: str) -> list[str]:
    blocks, _ = quotable([Block(text) for text in texts])
    return [block.text for block in blocks]


def _body(titles: tuple[str, ...]) -> list[str]:
    return [text for n, title in enumerate(titles, 1) for text in (f"{n}. {title}", f"Text {n}.")]


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(
    "entry", ["{n}. {t} ........ {p}", "{n}. {t} . . . . . . {p}", "{n}. {t} | {p}", "{n}. {t} {p}",
              "{t} …………… {p}", "{n} {t}"]
)  # fmt: skip
def test_a_table_of_contents_is_left_out(language: str, entry: str) -> None:
    heading, titles, _, _ = WORDS[language]
    listed = [entry.format(n=n, t=title, p=3 * n) for n, title in enumerate(titles, 1)]
    body = _body(titles)
    assert _texts("Act", heading, *listed, *body) == ["Act", *body]
    assert _texts("Act", heading, "\n".join(listed), *body) == ["Act", *body]


@pytest.mark.parametrize("language", WORDS)
def test_without_a_heading_its_leaders_tell(language: str) -> None:
    _, titles, _, _ = WORDS[language]
    listed = [f"{n}. {title} ............ {n}" for n, title in enumerate(titles, 1)]
    assert _texts("Act", *listed, *_body(titles)) == ["Act", *_body(titles)]


@pytest.mark.parametrize("language", WORDS)
def test_a_schedule_of_fees_stays_and_its_leaders_do_not(language: str) -> None:
    *_, item = WORDS[language]
    lines = [f"{item} A{n} ............... {100 * n}" for n in range(1, 6)]
    assert _texts("Fees", "\n".join(lines)) == [
        "Fees",
        "\n".join(f"{item} A{n} | {100 * n}" for n in range(1, 6)),
    ]
    assert _texts("Passport ........ KSh 4,550", "Visa ...... € 50") == [
        "Passport | KSh 4,550",
        "Visa | € 50",
    ]


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(
    "blank", ["{x}: ________", "{x} ....................", "{x} ………………", "1) ______",
              "____________",
              "{x} ______ {x} ______", "{x}: ___ / ___ / 20__", "☐ {x}  ☐ {x}", "[ ] {x}"]
)  # fmt: skip
def test_blanks_to_fill_in_are_left_out(language: str, blank: str) -> None:
    *_, label, _ = WORDS[language]
    assert _texts("Text.", blank.format(x=label), "More.") == ["Text.", "More."]


def test_the_caption_below_a_blank_goes_with_it() -> None:
    assert _texts("A.", "____________", "(signature of the applicant)", "(b) B.") == [
        "A.",
        "(b) B.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "I, ……………………, in full realisation of the high calling I assume, do swear to be faithful.",
        "I, ______, of ______, do solemnly and sincerely declare that the facts are true.",
        "The list is not closed ...",
        "Contents: the application states the name, the address and the reason.",
        "The register is kept in 1 | 2 | 3 parts.",
        "See [1] and the list (a), (b).",
        "![](picture.jpg)",
    ],
)
def test_sentences_stay(text: str) -> None:
    assert _texts(text) == [text]


def test_a_list_that_only_looks_like_contents_stays() -> None:
    lines = ["Contents", "Sugar 10", "Salt 20", "Flour is added at the end, and never before 30."]
    assert _texts(*lines) == lines


def test_titles_that_wrap_go_with_their_entry() -> None:
    titles = ("Title", "Rights of a person whose data are processed", "Offences")
    listed = ["1. Title .... 1", "2. Rights of a person whose", "data are processed .... 4",
              "3. Offences ........ 9"]  # fmt: skip
    assert _texts("Contents", *listed, *_body(titles)) == _body(titles)


def test_what_was_left_out_is_reported(tmp_path: Path) -> None:
    (tmp_path / "form.txt").write_text("The fee is fifty.\n\nName: ________\n\nDate: ________\n")
    (found,) = load([tmp_path])
    assert isinstance(found, Loaded)
    assert found.document.text == "The fee is fifty."
    assert found.warnings == ("2 line(s) with blanks to fill in left out",)


def test_a_pdf_keeps_its_text_and_loses_its_furniture() -> None:
    (found,) = load([FILES / "furniture.pdf"])
    assert isinstance(found, Loaded)
    text = found.document.text
    for title in ("Application", "Fees", "Appeals"):
        assert text.count(title) == 1, "once, as a heading"
    assert "....." not in text
    assert "____" not in text
    assert "First copy | 200\nSecond copy | 300" in text
    assert "Gazette of Permits" not in text
    assert "decides within thirty days and gives its reasons" in text, "over the footnote"
    assert "1 Counted from the day of receipt." in text
    assert "Form 12–34" in text
    assert "form can be had at https://permits.example/forms" in text


def test_the_forms_of_a_case_are_read_whole() -> None:
    form = "<html><body><p>Name: ____Amina Otieno____</p><p>☒ Female ☐ Male</p></body></html>"
    with FileReader() as reader:
        text = reader.read(form.encode(), "form.html")
    assert "Amina Otieno" in text
    assert "☒ Female ☐ Male" in text
