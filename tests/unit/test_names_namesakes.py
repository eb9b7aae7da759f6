"""What is named after a person is no person; the person beside it still is."""

from __future__ import annotations

import pytest

from opengovai.redaction.names.namesakes import is_namesake
from opengovai.redaction.names.tokens import tokenize


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("behind ", "Tom Mboya", " Street"),
        ("a teacher at ", "Grace Wangari", " Primary School"),
        ("the church of St. ", "Luke", " is closed"),
        ("Kata ya ", "Ilemi", ", Mbeya"),
        ("Umurenge wa ", "Kigabiro", ", Akarere"),
        ("", "Сәкен Сейфуллин", " көшесіндегі шам"),
        ("школа имени ", "Гагарина", " закрыта"),
        ("die ", "Richard-Wagner", "-Straße"),
        ("le lycée ", "Marie Curie", " est fermé"),
    ],
)
def test_a_thing_that_bears_a_name_is_no_person(before: str, name: str, after: str) -> None:
    assert _judged(before, name, after)


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("my son ", "Peter", " school fees are due"),
        ("", "Amina", ""),
        ("от имени ", "Иванова", " пишу"),
        ("mke wa ", "Juma", " alifika"),
        ("mit ", "Anna", ". Straße und Ort fehlen"),
        ("ya ", "Neema", ""),
        ("- ", "Otieno", " -"),
    ],
)
def test_a_person_stays_one(before: str, name: str, after: str) -> None:
    assert not _judged(before, name, after)


def _judged(before: str, name: str, after: str) -> bool:
    start = len(tokenize(before))
    return is_namesake(tokenize(before + name + after), start, start + len(tokenize(name)))
