"""The packaged tagger, as a citizen's letter meets it."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opengovai.errors import ConfigurationError, StoreDamagedError
from opengovai.protocols import Recognizer
from opengovai.redaction.names import model, open_names

_LETTERS = {
    "en": ("My name is Wanjiru Kamau and my husband Peter Otieno has no ID card.", 2),
    "sw": ("Jina langu ni Rehema Juma, mume wangu anaitwa Hamisi Bakari.", 2),
    "rw": ("Nitwa Mukamana Jeanne, umugabo wanjye yitwa Habimana Eric.", 2),
    "kk": ("Менің атым Айгүл, мен Нұрлан Серікұлымен бірге тұрамын.", 2),
    "ru": ("Меня зовут Анна Петрова, пишу от имени Сергея Иванова.", 2),
    "de": ("Mein Name ist Sabine Krüger, mein Mann heißt Mehmet Yılmaz.", 2),
    "fr": ("Je m'appelle Claire Dubois et mon mari s'appelle Mamadou Diallo.", 2),
}


@pytest.fixture(scope="module")
def tagger() -> Recognizer:
    return open_names()


def _found(tagger: Recognizer, text: str) -> list[str]:
    return [text[span.start : span.end] for span in tagger.recognize(text)]


@pytest.mark.parametrize("language", _LETTERS)
@pytest.mark.parametrize("change", [str, str.lower, str.upper])
def test_names_are_found_in_any_case(tagger: Recognizer, language: str, change: type[str]) -> None:
    text, names = _LETTERS[language]
    assert len(_found(tagger, change(text))) == names


@pytest.mark.parametrize(
    "text",
    [
        "Every person has the right to privacy under Article 31 of the Constitution of Kenya.",
        "Dear Sir or Madam, how do I renew my passport in Nairobi?",
        "Mheshimiwa Waziri, shule yetu haina maji.",
        "Nyakubahwa Muyobozi, ndasaba icyemezo cy'amavuko.",
        "Қазақстан Республикасының Конституциясы, 15-бап.",
        "Прошу выдать удостоверение личности в городе Алматы.",
        "Sehr geehrte Damen und Herren, der Antrag auf Wohngeld wurde abgelehnt.",
        "Madame, Monsieur, je demande une attestation de domicile à Lyon.",
        "I paid HELB, NSSF and KRA on Monday. Thanks for nothing.",
        "Die Goethestraße und die Richard-Wagner-Straße sind gesperrt.",
        "Umurenge wa Kigabiro, Akarere ka Rwamagana.",
        "",
        " \n\t ",
        "12 345 / 67-8",
    ],
)
def test_texts_without_persons_stay_whole(tagger: Recognizer, text: str) -> None:
    assert _found(tagger, text) == []


def test_titles_are_not_part_of_the_name(tagger: Recognizer) -> None:
    assert _found(tagger, "Sehr geehrte Frau Dr. Hoffmann,") == ["Hoffmann"]
    assert _found(tagger, "I spoke to Mrs. Achieng at the counter.") == ["Achieng"]


def test_a_name_that_hides_is_found(tagger: Recognizer) -> None:
    hidden = "My name is Wan\u200bjiru Ka\u00admau and I live in Thika."
    assert _found(tagger, hidden) == ["Wan\u200bjiru Ka\u00admau"]


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_spans_lie_inside_any_text(text: str) -> None:
    for span in open_names().recognize(text):
        assert 0 <= span.start < span.end <= len(text)
        assert 0.0 <= span.score <= 1.0
        assert span.entity == "PERSON"


def test_a_long_text_is_tagged_like_its_parts(tagger: Recognizer) -> None:
    letter = _LETTERS["en"][0] + " The office in Thika is closed on Monday. " * 4
    times = 80
    once = _found(tagger, letter)
    assert once
    assert len(_found(tagger, letter * times)) == times * len(once)


def test_threads_get_the_same_spans(tagger: Recognizer) -> None:
    texts = [text for text, _ in _LETTERS.values()] * 8
    alone = [_found(tagger, text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: _found(tagger, text), texts)) == alone


def test_more_words_than_are_remembered(tagger: Recognizer) -> None:
    noise = " ".join(
        f"w{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(17_000)
    )
    before = _found(tagger, _LETTERS["en"][0])
    list(tagger.recognize(noise))
    assert _found(tagger, _LETTERS["en"][0]) == before


def test_addresses_only_on_request() -> None:
    text = "I live at 14 Ngong Road, Nairobi. My name is Peter Otieno."
    both = {span.entity for span in open_names(entities=["PERSON", "ADDRESS"]).recognize(text)}
    assert both == {"PERSON", "ADDRESS"}


@pytest.mark.parametrize("entities", [[], ["ORGANISATION"], ["PERSON", "person"]])
def test_an_entity_it_does_not_know_is_an_error(entities: list[str]) -> None:
    with pytest.raises(ConfigurationError, match="cannot look for"):
        open_names(entities=entities)


def test_a_changed_model_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "MODEL_SHA256", "0" * 64)
    model.packaged_weights.cache_clear()
    try:
        with pytest.raises(StoreDamagedError, match="model file"):
            open_names()
    finally:
        model.packaged_weights.cache_clear()


def test_importing_costs_no_numpy() -> None:
    code = "import sys, opengovai.redaction.names; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_function_word_is_no_name_and_a_blob_neither() -> None:
    for text in ("Naweza kupata pasipoti?", "x" * 100_000, "Can I appeal?"):
        assert not list(open_names().recognize(text)), text[:20]
