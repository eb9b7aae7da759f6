"""Reciprocal rank fusion: what a ranking says, no other can turn round alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opengovai.knowledge.fusion import fuse

RANKING = st.lists(st.integers(0, 30), unique=True, max_size=20)


@given(RANKING)
def test_one_ranking_stays_as_it_is(ranking: list[int]) -> None:
    assert list(fuse([ranking])) == ranking


@given(RANKING, RANKING)
def test_everything_is_kept_once_best_first(one: list[int], other: list[int]) -> None:
    fused = fuse([one, other])
    assert fused.keys() == {*one, *other}
    assert list(fused.values()) == sorted(fused.values(), reverse=True)
    assert all(0 < score <= 1 for score in fused.values())


@given(RANKING.filter(bool), RANKING)
def test_first_in_both_is_first(one: list[int], other: list[int]) -> None:
    both = [one[0], *(item for item in other if item != one[0])]
    assert next(iter(fuse([one, both]).items())) == (one[0], 1.0)


@given(RANKING, RANKING)
def test_who_is_before_in_both_is_before(one: list[int], other: list[int]) -> None:
    fused = list(fuse([one, other]))
    common = [item for item in one if item in other]
    for first in common:
        for second in common:
            if one.index(first) < one.index(second) and other.index(first) < other.index(second):
                assert fused.index(first) < fused.index(second)
