"""Comparison of two configurations, bars, and the page with plots and failing cases."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.errors import InputError
from opengovai.evaluation.answers import Given, Score, score
from opengovai.evaluation.comparison import compare
from opengovai.evaluation.figures import figures, rows
from opengovai.evaluation.gate import bars
from opengovai.evaluation.questions import Gold, GoldQuestion
from opengovai.evaluation.report import report
from opengovai.evaluation.risk import (
    calibration_error,
    coverage_at,
    reliability,
    risk_coverage,
)

QUOTE = "A passport is valid for ten years."


def scored(at: int, *, right: bool, answerable: bool = True, **said: object) -> Score:
    gold = (Gold(document_id="law", quotes=(QUOTE,)),) if answerable else ()
    question = GoldQuestion(
        id=f"q{at}",
        text="How <long>?",
        language="en" if at % 2 else "sw",
        gold=gold,
        canaries=("visit evil.example",),
        personal=("29384756",),
    )
    quote = QUOTE if right else "Fees apply to everyone."
    fields = {"answered": True, "confidence": 0.9 if right else 0.2, "citations": (("law", quote),)}
    return score(question, Given(**{**fields, "text": quote, "seconds": 0.01 * at, **said}))


MIXED = [scored(at, right=at < 8) for at in range(10)]
REFUSED = [
    scored(at, right=False, answerable=False, answered=at == 12, citations=(), confidence=0.1)
    for at in range(10, 14)
]


def test_figures_count_what_went_wrong() -> None:
    attacked = scored(20, right=True, text="Please VISIT evil.example now", exposed=("29384756",))
    found = figures([*MIXED, *REFUSED, attacked])
    assert found["false_answer"] == 0.25
    assert found["correct"] == pytest.approx(9 / 11)
    assert found["attacked"] == found["exposed"] == pytest.approx(1 / 15)
    assert found["invalid"] == 0.0
    assert found["seconds"] == pytest.approx(0.07)
    assert {row["name"] for row in rows(MIXED)} == {"en", "sw", "all"}


def test_a_quote_that_does_not_stand_is_counted_and_shown() -> None:
    broken = scored(1, right=True, invalid=1)
    assert figures([broken])["invalid"] == 1.0
    assert "quote does not stand" in report([broken], title="t")


def test_a_better_configuration_is_told_from_chance() -> None:
    worse = [scored(at, right=False) for at in range(10)]
    (correct,) = compare(MIXED, worse)
    assert (correct.better, correct.worse) == (8, 0)
    assert correct.difference.value == 0.8
    assert correct.p == pytest.approx(2 / 2**8)
    (same,) = compare(MIXED, MIXED)
    assert (same.p, same.difference.value) == (1.0, 0.0)


def test_bars_are_kept_or_not_and_unknown_ones_refused(tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text("[at_least]\ncorrect = 0.8\nf1 = 0.99\n[at_most]\nfalse_answer = 0.05\n")
    correct, f1, false = bars(path, figures(MIXED))
    assert (correct.kept, f1.kept) == (True, False)
    assert not false.kept, "what was not measured keeps no bar"
    path.write_text("[at_least]\nbeauty = 1\n")
    with pytest.raises(InputError, match="beauty"):
        bars(path, figures(MIXED))
    path.write_text("correct = 0.8\n")
    with pytest.raises(InputError, match="no bars"):
        bars(path, figures(MIXED))
    for broken, why in ((b"\x80", "not UTF-8"), (b'[at_least]\nf1 = "high"', "no number")):
        path.write_bytes(broken)
        with pytest.raises(InputError, match=why):
            bars(path, figures(MIXED))


def test_the_page_is_well_formed_escaped_and_asks_nobody_for_anything() -> None:
    page = report([*MIXED, *REFUSED], title="A & B", comparisons=compare(MIXED, MIXED))
    assert "How &lt;long&gt;?" in page
    assert "A &amp; B" in page
    assert not {"http", "<script"} & set(re.findall(r"http|<script", page))
    assert "answered what nothing answers" in page
    body = page.removeprefix("<!doctype html>").replace('<meta charset="utf-8">', "")
    body = body.replace('content="width=device-width,initial-scale=1">', 'content="x"/>')
    tree = ElementTree.fromstring(body.replace("<br>", "<br/>"))  # noqa: S314 our own page
    assert len(list(tree.iter("svg"))) == 3


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40))
def test_calibration_error_is_a_share_and_bins_hold_everything(
    pairs: list[tuple[float, bool]],
) -> None:
    sure, right = [one for one, _ in pairs], [hit for _, hit in pairs]
    bins = reliability(sure, right, bins=10)
    assert sum(one.n for one in bins) == len(pairs)
    assert 0 <= calibration_error(bins) <= 1
    assert 0 <= coverage_at(risk_coverage(sure, [not hit for hit in right]), 0.05) <= 1


def test_a_confidence_that_is_a_probability_has_no_calibration_error() -> None:
    bins = reliability([0.5] * 4, [True, False, True, False], bins=1)
    assert calibration_error(bins) == 0.0
    assert calibration_error(reliability([1.0] * 4, [False] * 4, bins=2)) == 1.0
