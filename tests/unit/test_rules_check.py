"""Gaps and overlaps are found, and nothing that is none is reported."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.errors import InputError
from opengovai.rules.check import faults
from opengovai.rules.table import HitPolicy, Input, Kind, Output, Rule, Table
from opengovai.rules.unary import parse

CELLS = ["-", "< 3", ">= 3", "[1..5)", "3", "not(2, 4)", "(3..6]", "1, 2", "null"]
WORDS = ["-", '"a"', '"b", "c"', 'not("a")', '"d"']


def table(rows: list[tuple[str, str]], policy: HitPolicy = HitPolicy.UNIQUE) -> Table:
    return Table(
        hit_policy=policy,
        inputs=(
            Input(name="n", kind=Kind.INTEGER),
            Input(name="w", kind=Kind.STRING, required=True),
        ),
        outputs=(Output(name="o"),),
        rules=tuple(
            Rule(id=f"r{i}", tests=(parse(n), parse(w)), outputs={"o": str(i)})
            for i, (n, w) in enumerate(rows)
        ),
    )


@given(st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(WORDS)), max_size=6))
def test_faults_are_exactly_those_that_trying_every_fact_finds(rows: list[tuple[str, str]]) -> None:
    made = table(rows)
    facts = [
        {"n": n, "w": w}
        for n in [None, *map(Decimal, range(-1, 9))]
        for w in ["a", "b", "c", "d", "something else"]
    ]
    reasons = {made.decide(each).reason for each in facts}
    kinds = {fault.kind for fault in faults(made)}
    assert ("gap" in kinds) == ("no rule matches" in reasons)
    assert ("overlap" in kinds) == ("several rules match" in reasons)
    for fault in faults(made):
        decision = made.decide({"n": fault.example.get("n"), "w": fault.example.get("w", "a")})
        assert fault.kind != "overlap" or decision.matched == fault.rules
        assert fault.kind != "gap" or not decision.matched


def test_a_rule_that_never_comes_first_is_reported() -> None:
    made = table([("-", "-"), ("3", "-")], HitPolicy.FIRST)
    assert [str(fault) for fault in faults(made)] == [
        "the rule r1 never counts: earlier rules take all its cases"
    ]


@pytest.mark.parametrize(
    "cell", ["<", "[1..", "[5..1]", "1 2", "not(1", 'date("2026-02-30")', "x + 1", '"open']
)
def test_cells_that_cannot_be_read_say_so(cell: str) -> None:
    with pytest.raises(InputError):
        parse(cell)


def test_a_fact_of_the_wrong_type_is_an_error_not_a_miss() -> None:
    with pytest.raises(InputError, match="wants integer"):
        table([("-", "-")]).decide({"n": "3", "w": "a"})


def test_a_missing_fact_matches_null_and_any_alone() -> None:
    made = table([("null", "-"), ("not(1)", "-"), ("< 9", "-")], HitPolicy.COLLECT)
    assert made.decide({"n": None, "w": "a"}).matched == ("r0", "r1")
