"""Misread characters, Kazakh in Latin letters, papers by their labels, nicknames, homes."""

from __future__ import annotations

import pytest

from opengovai.redaction import Redactor
from opengovai.redaction.latin_kazakh import in_cyrillic
from opengovai.redaction.misread import put_right
from opengovai.redaction.patterns import Subject

REDACTOR = Redactor.default()


def hidden(text: str) -> list[str]:
    return [text[span.start : span.end] for span in REDACTOR.detect(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Born: l2.O5.1984 in town", "l2.O5.1984"),
        ("call me on O733 4l9 O2O please", "O733 4l9 O2O"),
        ("туған күні: О2.ll.1988", "О2.ll.1988"),
        ("Name: Beatr1ce Nj0ki", "Beatr1ce Nj0ki"),
        ("Student ID ED/0412/2019", "ED/0412/2019"),
        ("namba ya faili LND/44/2071", "LND/44/2071"),
        ("рұқсат № РҚ-2024-118", "РҚ-2024-118"),
        ("Matrikelnummer 4471092", "4471092"),
        ("people call me shiro but", "shiro"),
        ("man nennt mich lotti, im Ausweis", "lotti"),
        ("мені бәрі мақа дейді", "мақа"),
        ("Naishi Mtaa wa Kaloleni, Voi", "Mtaa wa Kaloleni, Voi"),
        ("living at Moi Avenue 12, Kitale. In May", "Moi Avenue 12, Kitale"),
    ],
)
def test_it_is_hidden_whole(text: str, value: str) -> None:
    assert any(value in piece for piece in hidden(text)), hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "they call me back every day",
        "receipt number R-5530981",
        "permit no. 2024",
        "I paid it on 12.05.2024. I waited 20 days.",
        "Form no. 1234 and section 45/2",
    ],
)
def test_it_stays(text: str) -> None:
    assert hidden(text) == []


def test_what_is_put_right_keeps_its_place() -> None:
    text = "К0валева 0льга, tel O7l2 OO4 556"
    right = put_right(Subject(text))
    assert right is not None
    assert right[0] == "Ковалева Ольга, tel 0712 004 556"
    assert put_right(Subject("Level 4 of 12 and A002993415T")) is None


def test_labels_in_latin_kazakh_are_understood() -> None:
    text = "Meniń atym Aigerim Saparova, jeke sáıkestendirý nómirim 920314450128"
    view = in_cyrillic(Subject(text))
    assert view is not None
    assert "жеке сәйкестендіру нөмірім" in view.text
    assert len(view.starts) == len(view.ends) == len(view.text)
    assert any("920314450128" in piece for piece in hidden(text))
    assert in_cyrillic(Subject("My name is Jane and I live in Nakuru.")) is None
