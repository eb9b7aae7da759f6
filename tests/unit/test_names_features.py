"""What the network sees of a word and of the words around it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opengovai.redaction.names.features import (
    BUCKETS,
    NEAR,
    gram_rows,
    shapes,
    surroundings,
    word_rows,
)

_WORDS = st.lists(
    st.sampled_from(["Anna", "anna", "ANNA", "A", ".", "7", "\n", "Ольга", "ольга"]), max_size=120
)


def _expected(words: list[str], place: int) -> list[float]:
    """The definition, word by word."""

    def capital(number: int) -> bool:
        return len(words[number]) > 1 and words[number][0].isupper()

    near = [n for n in range(max(0, place - NEAR), min(len(words), place + NEAR + 1)) if n != place]
    spoken = [n for n in near if words[n].isalpha()]
    shouted = [n for n in spoken if len(words[n]) > 1 and words[n].isupper()]
    return [
        float(any(capital(n) for n in near)),
        float(any(capital(n) and n > 0 and words[n - 1].isalpha() for n in near)),
        float(2 * len(shouted) > len(spoken)),
    ]


@given(_WORDS)
@settings(max_examples=100, deadline=None)
def test_surroundings_are_those_of_the_definition(words: list[str]) -> None:
    found = surroundings(shapes(words))
    assert found.tolist() == [_expected(words, place) for place in range(len(words))]


@pytest.mark.parametrize(("words", "seen"), [([], []), (["Anna"], [[0.0, 0.0, 0.0]])])
def test_a_word_is_not_its_own_surroundings(words: list[str], seen: list[list[float]]) -> None:
    assert surroundings(shapes(words)).tolist() == seen


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_the_rows_of_a_word_do_not_depend_on_its_neighbours(words: list[str]) -> None:
    rows, starts = gram_rows(words)
    ends = [*starts[1:], len(rows)]
    for word, start, end in zip(words, starts, ends, strict=True):
        alone, _ = gram_rows([word])
        assert sorted(rows[start:end]) == sorted(alone)
        assert len(alone) > 0
    assert np.all(rows < BUCKETS)
    assert np.all(word_rows(words) < BUCKETS)
