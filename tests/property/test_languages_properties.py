from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opengovai.languages import SUPPORTED, analyze, identify, sentences
from opengovai.languages.normalization import normalize

LANGUAGE = st.sampled_from([*SUPPORTED, "es"])
PIECES = st.sampled_from(
    [
        *"aB1 .;!?\n'’\"()§№-ёҚі",
        "Art. ",
        "No. 5 ",
        "т.б. ",
        "z.B. ",
        "\n\n",
        " (a) ",
        "word ",
        "12-бап",
    ]
)
TEXT = st.lists(PIECES, max_size=80).map("".join) | st.text(max_size=200)


@given(TEXT, LANGUAGE)
def test_sentence_ranges_cover_everything_but_space_in_order(text: str, language: str) -> None:
    ranges = sentences(text, language)
    at = 0
    for start, end in ranges:
        assert at <= start < end <= len(text)
        assert text[at:start].strip() == ""
        assert text[start:end].strip() == text[start:end]
        at = end
    assert text[at:].strip() == ""


@given(TEXT)
def test_normalizing_keeps_to_one_form(text: str) -> None:
    once = normalize(text)
    assert normalize(text.upper().lower()).casefold() == normalize(text.upper().lower())
    assert "’" not in once
    assert "ё" not in once


@given(TEXT, LANGUAGE)
def test_terms_are_never_empty_and_have_no_space(text: str, language: str) -> None:
    for term in analyze(text, language):
        assert term
        assert not any(character.isspace() for character in term)


@given(TEXT, LANGUAGE)
def test_terms_of_a_text_do_not_depend_on_its_case(text: str, language: str) -> None:
    if text.upper().lower() == text.lower():
        assert analyze(text.lower(), language) == analyze(text, language)


@given(TEXT)
def test_identification_is_one_of_the_candidates_with_a_probability(text: str) -> None:
    found = identify(text)
    assert found.language in SUPPORTED
    assert 0 < found.score <= 1
