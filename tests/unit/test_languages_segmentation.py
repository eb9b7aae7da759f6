from __future__ import annotations

import pytest

from opengovai.languages import sentences


def split(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["See Art. 5 and Sec. 3 of Cap. 130.", "Dr. A. Smith agrees, e.g. here.", "Go!"]),
        ("en", ["Pay the fee at No. 5 Moi Avenue etc.", "Then wait.", "(2) It ends."]),
        ("en", ['He said "stop." ', "They left."]),
        ("en", ["The fee is 1.5 percent.", "It was raised in 2019.", "Why?", "Nobody knows."]),
        ("de", ["Nach Abs. 1 bzw. Nr. 3 gilt § 3.", "Der Antrag ist am 3. Mai 2020 zu stellen."]),
        ("de", ["§ 3. Der Pass ist gültig.", "Er gilt z.B. zehn Jahre."]),
        ("de", ["Das gilt seit 2019.", "Die Frist läuft."]),
        ("ru", ["Согласно ст. 5 и п. 2 закона № 88-V от 15 апреля 2013 г. он вправе.", "Да."]),
        ("ru", ["Паспорт, справка и т.д.", "Он может прийти."]),
        ("kk", ["Құжаттар, т.б. қағаздар 2013 ж. қабылданған.", "Екінші сөйлем."]),
        ("kk", ["Заңның 4-бабы 1. тармағы ст. 5 бойынша.", "Мемлекет солай дейді."]),
        ("fr", ["La loi N° 68/2018, art. 5 al. 2, le dit.", "M. Dupont est d'accord."]),
        ("fr", ["Article 5. Toute personne a ce droit.", "C’est tout."]),
        ("sw", ["Kifungu cha 26. Kila mtu ana haki.", "Anaweza n.k.", "Halafu aende."]),
        ("rw", ["Ingingo ya 7. Nta muntu uhanwa kabiri.", "Ni ko bimeze."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(language: str, expected: list[str]) -> None:
    assert split(" ".join(expected), language) == [sentence.strip() for sentence in expected]


def test_paragraphs_and_list_items_end_sentences() -> None:
    text = "Documents needed:\n- a form\n- a photo\n\nWithout them\nnothing happens"
    assert split(text, "en") == [
        "Documents needed:",
        "- a form",
        "- a photo",
        "Without them\nnothing happens",
    ]


def test_only_a_long_enumeration_is_cut_at_its_semicolons() -> None:
    short = "It means (a) the form; (b) the photo; and (c) the fee."
    assert split(short, "en") == [short]
    item = "the processing of the personal data of a data subject in the public interest; "
    long = "This Act applies to " + "".join(f"({c}) {item}" for c in "abcdef") + "and so on."
    parts = split(long, "en")
    assert parts[0].startswith("This Act applies to (a)")
    assert [part[:3] for part in parts[1:6]] == ["(b)", "(c)", "(d)", "(e)", "(f)"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Anspruch besteht bis zum vollendeten 24. Lebensjahr der Kinder. Danach nicht.", 2),
        ("Ab dem 18. Geburtstag gilt das. Der 1. Senat entscheidet.", 2),
        ("Vor Ablauf der 12. Schwangerschaftswoche ist Beratung nötig.", 1),
        ("Es waren 24. Der Antrag wurde gestellt.", 2),
    ],
)
def test_german_ordinals_before_a_noun_end_no_sentence(text: str, count: int) -> None:
    assert len(sentences(text, "de")) == count
