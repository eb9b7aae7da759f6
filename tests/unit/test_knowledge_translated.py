"""A question in one language finds the passage in another, and says that it did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from opengovai.knowledge import KnowledgeBase
from opengovai.knowledge.dictionary import senses, translatable
from opengovai.languages import SUPPORTED
from opengovai.languages.analysis import stem
from opengovai.languages.transliteration import transliterate
from opengovai.types import Document, Hit, RedactedText

TEXTS = {
    "hospital": "Every hospital treats a child with fever without charge.",
    "land": "Land is registered in the district where it lies.",
    "school": "Each school teaches children to read and to write.",
    "passport": "A passport is valid for ten years.",
    "nairobi": "The office in Nairobi opens on Monday.",
}


def text(name: str, body: str, language: str = "en") -> Document:
    return Document(
        id=name,
        title="",
        text=body,
        language=language,
        uri=f"test:{name}",
        version=Document.digest(body),
    )


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("kb")) as opened:
        opened.add(text(name, body) for name, body in TEXTS.items())
        yield opened


def ask(base: KnowledgeBase, question: str, language: str) -> list[Hit]:
    return base.search(RedactedText(question), k=3, language=language)


@pytest.mark.parametrize(
    ("question", "language", "found"),
    [
        ("Je, mtoto mwenye homa anatibiwa hospitalini?", "sw", "hospital"),
        ("Ese umwana ufite umuriro avurirwa mu bitaro?", "rw", "hospital"),
        ("Балалар мектепте не үйренеді?", "kk", "school"),
        ("Чему учат детей в школе?", "ru", "school"),
        ("Was lernen Kinder in der Schule?", "de", "school"),
        ("Qu'apprennent les enfants à l'école ?", "fr", "school"),
    ],
)
def test_a_question_in_each_language_finds_the_english_text(
    base: KnowledgeBase, question: str, language: str, found: str
) -> None:
    hits = ask(base, question, language)
    assert hits[0].passage.document_id == found
    assert hits[0].translated
    assert hits[0].passage.language == "en"


def test_a_translated_hit_never_counts_as_much_as_the_same_words(base: KnowledgeBase) -> None:
    same = ask(base, "children school read write", "en")[0]
    translated = ask(base, "watoto shule kusoma kuandika", "sw")[0]
    assert (same.passage.document_id, translated.passage.document_id) == ("school", "school")
    assert not same.translated
    assert 0 < translated.lexical < same.lexical
    assert translated.score < same.score


def test_names_need_no_translation(base: KnowledgeBase) -> None:
    for question, language in (("Ofisi ya Nairobi", "sw"), ("Найроби қаласындағы кеңсе", "kk")):
        assert ask(base, question, language)[0].passage.document_id == "nairobi"


def test_words_without_any_translation_find_nothing(base: KnowledgeBase) -> None:
    assert not ask(base, "zzqx wwvk", "sw")


def test_a_language_without_tables_is_searched_word_by_word(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path) as base:
        base.add([text("es", "El pasaporte vale diez años.", "es")])
        hit = ask(base, "pasaporte", "sw")[0]
    assert not hit.translated


def test_every_served_language_reaches_every_other() -> None:
    for one in SUPPORTED:
        for other in SUPPORTED:
            assert translatable(one, other) == (one != other)


@pytest.mark.parametrize(
    ("word", "source", "meaning", "target"),
    [
        ("watoto", "sw", "children", "en"),
        ("abana", "rw", "children", "en"),
        ("қазақстан", "kk", "казахстан", "ru"),
        ("abana", "rw", "enfants", "fr"),
        ("watoto", "sw", "kinder", "de"),
        ("school", "en", "shule", "sw"),
    ],
)
def test_the_likeliest_sense_is_the_right_one(
    word: str, source: str, meaning: str, target: str
) -> None:
    found = senses(stem([word], source)[0], source, target)
    assert max(found, key=lambda term: found[term]) == stem([meaning], target)[0]
    assert 0 < sum(found.values()) < 1


def test_letters_of_the_other_script() -> None:
    assert transliterate("найроби", "ru", "en") == "nairobi"
    assert transliterate("kigali", "rw", "kk") == "кигали"
    assert transliterate("kigali", "rw", "sw") == "kigali"
