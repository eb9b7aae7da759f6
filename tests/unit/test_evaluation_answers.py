"""Scores of answers: what counts as correct, what as false, and how sure the figures are."""

from __future__ import annotations

import json
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.errors import InputError
from opengovai.evaluation.answers import (
    Given,
    by,
    language_gap,
    overlap,
    score,
    summarize,
)
from opengovai.evaluation.intervals import mean, rate
from opengovai.evaluation.questions import Gold, GoldQuestion, read_questions
from opengovai.evaluation.risk import aurc, floor_for, risk_coverage

LAW = "A passport is valid for ten years. A child's passport is valid for five years. Fees apply."
GOLD = Gold(document_id="law.en", quotes=("A passport is valid for ten years.",))
ASKED = GoldQuestion(id="q1", text="How long?", language="en", gold=(GOLD,))
UNKNOWN = GoldQuestion(id="q2", text="What does it cost?", language="en")


def quoted(*quotes: str, document: str = "law.en", confidence: float = 0.9) -> Given:
    return Given(
        answered=True,
        confidence=confidence,
        citations=tuple((document, quote) for quote in quotes),
    )


def refused(confidence: float = 0.0) -> Given:
    return Given(answered=False, confidence=confidence)


@pytest.mark.parametrize(
    ("quote", "correct"),
    [
        ("A passport is valid for ten years.", True),
        ("A passport is valid for ten\n  years.", True),
        ("is valid for ten years", True),
        (LAW, True),
        ("is valid for ten years. A child's passport", True),
        ("years. A child's passport is valid for five years. Fees apply.", False),
        ("A child's passport is valid for five years.", False),
    ],
)
def test_a_quote_is_correct_where_it_covers_half_of_the_shorter(quote, correct):
    assert score(ASKED, quoted(quote)).correct is correct


def test_the_same_words_in_another_document_are_not_correct():
    result = score(ASKED, quoted(GOLD.quotes[0], document="other.en"))
    assert not result.correct
    assert not result.document


def test_an_alternative_document_counts_as_well():
    also = Gold(document_id="other.en", quotes=("Passports last a decade.",))
    asked = GoldQuestion(id="q", text="?", gold=(GOLD, also))
    assert score(asked, quoted("Passports last a decade.", document="other.en")).correct


def test_any_citation_may_be_correct_but_first_means_first():
    result = score(ASKED, quoted("Fees apply.", GOLD.quotes[0]))
    assert result.correct
    assert not result.first


def test_a_refusal_scores_nothing_even_where_it_carries_citations():
    result = score(ASKED, Given(answered=False, citations=(("law.en", GOLD.quotes[0]),)))
    assert (result.correct, result.document, result.f1, result.wrong) == (False, False, 0.0, False)


def test_f1_is_one_for_the_gold_quote_and_falls_with_every_word_too_many():
    exact = score(ASKED, quoted(GOLD.quotes[0])).f1
    longer = score(ASKED, quoted(LAW)).f1
    assert exact == 1.0
    assert 0 < longer < exact
    assert score(ASKED, quoted("Fees apply")).f1 == 0.0


def test_summary_counts_each_kind_of_mistake_over_its_own_questions():
    scores = [
        score(ASKED, quoted(GOLD.quotes[0])),
        score(ASKED, quoted("Fees apply.")),
        score(ASKED, refused()),
        score(ASKED, refused()),
        score(UNKNOWN, quoted("Fees apply.")),
        score(UNKNOWN, refused()),
    ]
    summary = summarize(scores)
    assert summary.questions == 6
    assert summary.false_answer.value == 0.5
    assert summary.false_answer.n == 2
    assert summary.over_abstention.value == 0.5
    assert summary.correct.value == 0.25
    assert summary.precise.value == 0.5
    assert summary.document.value == 0.5


def test_summary_says_nothing_of_what_was_not_asked():
    summary = summarize([score(UNKNOWN, refused())])
    assert summary.correct is None
    assert summary.false_answer.value == 0.0


def test_language_gap_is_worst_minus_best():
    german = GoldQuestion(id="q", text="?", language="de", gold=(GOLD,))
    right, wrong = quoted(GOLD.quotes[0]), quoted("Fees apply.")
    scores = [score(ASKED, right), score(ASKED, right), score(german, right), score(german, wrong)]
    gap = language_gap(scores)
    assert gap.value == -0.5
    assert gap.low <= gap.value <= gap.high
    assert language_gap(scores[:2]) is None
    assert set(by(scores, lambda question: question.language)) == {"en", "de"}


@given(st.text(alphabet="abc ", max_size=30), st.data())
def test_overlap_finds_what_two_ranges_of_a_text_share(text, data):
    ends = st.integers(0, len(text))
    (a, b), (c, d) = (sorted(data.draw(st.tuples(ends, ends))) for _ in range(2))
    shared = max(0, min(b, d) - max(a, c))
    assert overlap(text[a:b], text[c:d]) >= shared
    assert overlap(text[a:b], text[c:d]) == overlap(text[c:d], text[a:b])


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_an_interval_holds_its_rate_and_never_has_no_width(hits):
    estimate = rate(hits)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert estimate.high - estimate.low > 0


def test_wilson_interval_as_published():
    estimate = rate([True] * 8 + [False] * 2)
    assert (round(estimate.low, 3), round(estimate.high, 3)) == (0.490, 0.943)


def test_bootstrap_is_seeded_and_contains_the_mean():
    values = [0.0, 0.2, 0.9, 1.0, 0.4]
    assert mean(values, seed=7) == mean(values, seed=7)
    estimate = mean(values)
    assert estimate.low < estimate.value < estimate.high
    assert mean([]) is None


def test_risk_falls_where_confidence_knows_and_equal_confidences_are_one_point():
    points = risk_coverage([0.9, 0.5, 0.5, 0.1], [False, True, False, True])
    assert [(p.coverage, p.risk) for p in points] == [(0.25, 0), (0.75, 1 / 3), (1.0, 0.5)]
    assert aurc(points) == pytest.approx(0.5 * 1 / 3 + 0.25 * 0.5)
    assert aurc([]) == 0.0


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.4, 0.8]), st.booleans()), min_size=1))
def test_aurc_does_not_depend_on_the_order_of_questions(pairs):
    area = aurc(risk_coverage(*zip(*pairs, strict=True)))
    again = aurc(risk_coverage(*zip(*reversed(pairs), strict=True)))
    assert area == pytest.approx(again)
    assert 0 <= area <= 1


@given(
    st.lists(st.floats(0, 1), max_size=40),
    st.floats(0, 1),
)
def test_the_floor_is_the_least_that_keeps_the_rate(confidences, allowed):
    floor = floor_for(confidences, allowed)
    passing = sum(confidence >= floor for confidence in confidences)
    assert passing <= allowed * len(confidences) + 1e-6
    below = max((c for c in confidences if c < floor), default=None)
    if below is not None:
        assert sum(c >= below for c in confidences) > allowed * len(confidences)


def test_no_floor_is_asked_for_where_every_answer_may_be_false():
    assert floor_for([0.3, 0.9], 1.0) == 0.0
    assert floor_for([], 0.05) == 0.0
    assert floor_for([1.0], 0.0) < inf


def test_questions_are_read_with_their_alternatives():
    row = {
        "id": "q1",
        "text": "How long?",
        "language": "en",
        "answerable": True,
        "document_id": "law.en",
        "quotes": ["ten years"],
        "alternatives": [{"document_id": "other.en", "quotes": ["a decade"]}],
        "group": "dev",
    }
    (question,) = read_questions([json.dumps(row), ""])
    assert question.answerable
    assert [gold.document_id for gold in question.gold] == ["law.en", "other.en"]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        '{"text": "no id"}',
        '{"id": "q", "text": "t", "answerable": true}',
        '{"id": "q", "text": "t", "answerable": false, "document_id": "d", "quotes": ["x"]}',
        '{"id": "q", "text": "t", "document_id": "d", "quotes": "not a list"}',
        '{"id": "", "text": "t"}',
        '{"id": "q", "text": "  "}',
        '{"id": "q", "text": null}',
        '{"id": "q", "text": "\\ud800"}',
        '{"id": "q", "text": "t", "language": ""}',
        '{"id": "q", "text": "t", "language": "eng"}',
        '{"id": "q", "text": "t", "language": null}',
    ],
)
def test_a_bad_line_is_named(line):
    good = '{"id": "ok", "text": "t"}'
    with pytest.raises(InputError, match=r"set\.jsonl line 2"):
        list(read_questions([good, line], where="set.jsonl"))


def test_an_id_may_stand_only_once():
    line = '{"id": "q", "text": "t"}'
    with pytest.raises(InputError, match="twice"):
        list(read_questions([line, line]))
