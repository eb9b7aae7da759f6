"""Words of a text, whatever is hidden in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.redaction.names.tokens import locate, normalize, tokenize


@given(st.text())
def test_places_are_in_order_and_miss_nothing_but_white_space(text: str) -> None:
    words = tokenize(text)
    places = locate(text, words)
    assert [text[start:end] for start, end in places] == words
    outside, last = [], 0
    for start, end in places:
        assert last <= start < end
        outside.append(text[last:start])
        last = end
    outside.append(text[last:])
    left = "".join(outside)
    assert all(letter.isspace() or not letter.isprintable() for letter in left)


def test_hidden_characters_do_not_break_a_word() -> None:
    words = tokenize("Mu\u00adtua Wan\u200bjiku Зои\u0306")
    assert [normalize(word) for word in words] == ["mutua", "wanjiku", "зой"]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("MWANGI", "mwangi"),
        ("Айгерiм", "айгерім"),  # Latin i in a Cyrillic word
        ("CЕPИК", "серик"),  # Latin C and P
        ("Ｍｕｅｌｌｅｒ", "mueller"),
        ("12345", "00000"),
        ("٤٢", "00"),
        ("\n\n  \n", "\n"),
    ],
)
def test_one_form_for_the_ways_to_write_a_word(written: str, seen: str) -> None:
    assert normalize(written) == seen


def test_apostrophes_and_hyphens_part_words() -> None:
    assert tokenize("n'Uwimana, Jean-Pierre") == [
        "n",
        "'",
        "Uwimana",
        ",",
        "Jean",
        "-",
        "Pierre",
    ]


def test_a_word_of_a_million_letters_is_one_short_form() -> None:
    words = tokenize("ab" * 500_000)
    assert len(words) == 1
    assert len(normalize(words[0])) == 32
