"""Decoding: always a valid sequence, always the best one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opengovai.redaction.names.decoding import best_tags, runs
from opengovai.redaction.names.network import TAGS

_SEQUENCES = st.lists(
    st.lists(st.floats(-9, 0, width=32), min_size=len(TAGS), max_size=len(TAGS)),
    min_size=1,
    max_size=5,
)


def _valid(tags: tuple[int, ...]) -> bool:
    names = [TAGS[tag] for tag in tags]
    return all(
        name[0] != "I" or before[2:] == name[2:]
        for before, name in zip(["O", *names], names, strict=False)
    )


@given(_SEQUENCES)
@settings(max_examples=150, deadline=None)
def test_no_valid_sequence_scores_higher(scores: list[list[float]]) -> None:
    best = best_tags(scores)
    assert _valid(tuple(best))

    def total(tags: tuple[int, ...]) -> float:
        return sum(row[tag] for row, tag in zip(scores, tags, strict=True))

    highest = max(
        total(tags) for tags in product(range(len(TAGS)), repeat=len(scores)) if _valid(tags)
    )
    assert total(tuple(best)) == pytest.approx(highest)


def _scores(tags: str) -> np.ndarray:
    """Certain scores from a string such as "OBIO" (PERSON)."""
    table = np.full((len(tags), len(TAGS)), -9.0, dtype=np.float32)
    for row, tag in enumerate(tags):
        table[row, "OBI".index(tag)] = -0.1
        if tag == "I":
            table[row, TAGS.index("B-PERSON")] = -2.0
    return table


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("OOO", []),
        ("OBIO", [(1, 3)]),
        ("BB", [(0, 1), (1, 2)]),
        ("OBOOOOOOBI", [(1, 2), (8, 10)]),
        ("I", [(0, 1)]),
        ("OOII", [(2, 4)]),
    ],
)
def test_runs_are_the_names(tags: str, found: list[tuple[int, int]]) -> None:
    assert [(start, end) for _, start, end in runs(_scores(tags))] == found
