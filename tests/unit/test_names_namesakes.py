"""What is named after a person is no person; the person beside it still is."""

from __future__ import annotations

import pytest

from opengovai.protocols import Recognizer
from opengovai.redaction import Redactor
from opengovai.redaction.names import open_names
from opengovai.redaction.names.namesakes import is_namesake
from opengovai.redaction.names.tokens import tokenize


@pytest.fixture(scope="module")
def tagger() -> Recognizer:
    return open_names()


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


@pytest.mark.parametrize(
    "text",
    [
        "What does the law of Uganda say about passports?",
        "Was sagt das Gesetz in Afghanistan über Pässe?",
        "Что говорит закон Андорры о паспортах?",
        "Поеду работать в Андорру.",
        "Sheria ya Aljeria inasema nini?",
        "Que dit la loi des Bahamas ?",
        "Itegeko rya Etiyopiya rivuga iki?",
    ],
)
def test_a_country_is_nobody(tagger: Recognizer, text: str) -> None:
    assert not list(tagger.recognize(text))


@pytest.mark.parametrize(
    "text",
    [
        "My name is Georgia.",
        "Mon fils Jordan est né en mai.",
        "Mr Kenya asked me to write.",
        "Chad Smith came with me.",
        "Israel Mugisha is my brother.",
        "Меня зовут Чад Смирнов.",
        "My teacher Dr. Ireland signed it.",
    ],
)
def test_a_person_named_like_a_country_is_hidden(text: str) -> None:
    name = text.rstrip(".").split()
    hidden = str(Redactor.default().redact(text)[0])
    for word in ("Georgia", "Jordan", "Kenya", "Chad", "Israel", "Чад", "Ireland"):
        assert word not in name or word not in hidden, hidden
