"""Russian and Kazakh in Latin letters are read in their own script; nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.languages import SUPPORTED
from opengovai.languages.romanised import from_latin, romanised_as
from opengovai.types import PLACEHOLDER


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("ru", "kak poluchit pasport", "как получить паспорт"),
        ("ru", "Gde mozhno oformit udostoverenie?", "где можно оформить удостоверение?"),
        ("ru", "kakoj srok dejstviya", "какой срок действия"),
        ("kk", "qalai pasport alamyn", "қалай паспорт аламын"),
        ("kk", "kalay pasport alamin", "қалай паспорт аламын"),
        ("kk", "Tölqūjat alu üşin ne kerek?", "төлқұжат алу үшін не керек?"),
        ("kk", "otinish beru merzimi qansha", "өтініш беру мерзімі қанша"),
    ],
)
def test_what_people_type_is_spelled(language: str, text: str, written: str) -> None:
    assert romanised_as(text, SUPPORTED) == language
    assert from_latin(text, language) == written


@pytest.mark.parametrize(
    "text",
    [
        "How do I get a passport?",
        "Je, nahitaji nini kupata pasipoti?",
        "Nshobora kubona pasiporo nte?",
        "Comment obtenir un passeport ?",
        "Wie bekomme ich einen Pass?",
        "Как получить паспорт?",
        "",
        "123",
    ],
)
def test_other_languages_are_left_alone(text: str) -> None:
    assert romanised_as(text, SUPPORTED) == ""


def test_only_offered_languages_are_read() -> None:
    assert romanised_as("kak poluchit pasport", ("en", "kk")) == ""


@given(st.text(max_size=60))
def test_pseudonyms_and_cyrillic_stay_as_they_are(text: str) -> None:
    marked = f"{text} [PHONE-1-kqzvrt] паспорт"
    spelled = from_latin(marked, "ru")
    assert spelled.endswith("[PHONE-1-kqzvrt] паспорт")
    assert PLACEHOLDER.findall(spelled) == PLACEHOLDER.findall(marked)
