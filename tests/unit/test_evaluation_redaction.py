from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.cli import main
from opengovai.errors import InputError, UnreadableSourceError
from opengovai.evaluation.redaction import Label, Labelled, Tally, compare, evaluate, read_labelled
from opengovai.types import EntitySpan

TEXT = "Ann Lee, 0712 345 678, Act 2019"


def _span(start: int, end: int, entity: str) -> EntitySpan:
    return EntitySpan(start=start, end=end, entity=entity, score=1.0, recognizer="test")


def _labelled(*labels: tuple[int, int, str]) -> Labelled:
    made = tuple(Label(start=a, end=b, entity=e) for a, b, e in labels)
    return Labelled(id="t", language="en", text=TEXT, labels=made)


def test_a_perfect_redactor_leaks_and_hides_nothing() -> None:
    text = _labelled((0, 7, "PERSON"), (9, 21, "PHONE"))
    tallies = compare(text, [_span(0, 7, "PERSON"), _span(9, 21, "PHONE")])
    assert all(t.recall == t.precision == t.f2 == 1.0 and t.leak == 0.0
               for entity, t in tallies.items() if entity)  # fmt: skip
    assert tallies[""].over_masking == 0.0


def test_another_type_hides_but_does_not_find() -> None:
    (tally, other) = (
        compare(_labelled((9, 21, "PHONE")), [_span(9, 21, "CARD")])[e] for e in ("PHONE", "CARD")
    )
    assert (tally.leak, tally.recall, tally.masked) == (0.0, 0.0, 1)
    assert other.precision == 0.0


def test_half_a_number_leaks_half() -> None:
    tally = compare(_labelled((9, 21, "PHONE")), [_span(9, 16, "PHONE")])["PHONE"]
    assert tally.found == 1
    assert tally.masked == 0
    assert tally.leak == pytest.approx(4 / 10)


def test_mistyped_numbers_are_counted_by_themselves() -> None:
    labels = (
        Label(start=0, end=7, entity="PHONE"),
        Label(start=9, end=21, entity="PHONE", typo=True),
    )
    text = Labelled(id="t", language="en", text=TEXT, labels=labels)
    missed = compare(text, [_span(0, 7, "PHONE")])["PHONE"]
    assert (missed.recall, missed.typo_recall) == (0.5, 0.0)
    found = compare(text, [_span(9, 21, "PHONE")])["PHONE"]
    assert (found.recall, found.typo_recall) == (0.5, 1.0)


def test_hiding_a_law_is_over_masking() -> None:
    tallies = compare(_labelled((9, 21, "PHONE")), [_span(27, 31, "CARD")])
    assert tallies[""].hidden == 4
    assert tallies["PHONE"].leak == 1.0


def test_f2_prefers_recall() -> None:
    blots = Tally(labels=10, found=10, detected=20, right=10)
    leaks = Tally(labels=10, found=5, detected=5, right=5)
    assert blots.f2 is not None
    assert leaks.f2 is not None
    assert blots.f2 > leaks.f2
    assert Tally().f2 is Tally().recall is None


_ranges = st.tuples(st.integers(0, 30), st.integers(1, 31), st.sampled_from(["A", "B"])).filter(
    lambda r: r[0] < r[1]
)


@given(labels=st.lists(_ranges, max_size=4), detected=st.lists(_ranges, max_size=4))
def test_shares_are_shares_and_more_masking_never_leaks_more(
    labels: list[tuple[int, int, str]], detected: list[tuple[int, int, str]]
) -> None:
    text = _labelled(*labels)
    spans = [_span(*one) for one in detected]
    for tally in compare(text, spans).values():
        for share in (tally.recall, tally.precision, tally.leak, tally.over_masking):
            assert share is None or 0 <= share <= 1
    some = sum(compare(text, spans[:1]).values(), Tally())
    more = sum(compare(text, spans).values(), Tally())
    assert more.leaked <= some.leaked
    assert more.personal == some.personal


def test_tallies_are_kept_by_language_and_entity(tmp_path: Path) -> None:
    rows = [
        {"id": i, "language": lang, "text": TEXT, "spans": [{"start": 9, "end": 21, "entity": "P"}]}
        for i, lang in enumerate(("en", "sw", "en"))
    ]
    file = tmp_path / "letters.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    tallies = evaluate(read_labelled(tmp_path), lambda text: [])
    assert tallies["en", "P"].labels == 2
    assert tallies["sw", "P"].leak == 1.0


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"text": 3}',
        '{"id":1,"text":"a","spans":[{"start":0,"end":2,"entity":"P"}]}',
        '{"id":1,"text":"ab","spans":[{"start":0,"end":1.0,"entity":"P"}]}',
        '{"id":1,"text":"ab","spans":[{"start":0,"end":1,"entity":7}]}',
        '{"id":1,"language":"","text":"a","spans":[]}',
        '{"id":1,"language":"Swahili!","text":"a","spans":[]}',
    ],
)
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(InputError, match="line 2"):
        list(read_labelled(file))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match=r"nothing\.jsonl"):
        list(read_labelled(tmp_path / "nothing.jsonl"))


def test_the_command_prints_a_row_per_entity_and_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"id": "1", "language": "en", "text": "mail a@example.org now",
           "spans": [{"start": 5, "end": 18, "entity": "EMAIL"}]}  # fmt: skip
    (tmp_path / "x.jsonl").write_text(json.dumps(row), "utf-8")
    assert main(["evaluate", "redaction", str(tmp_path), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {(r["group"], r["name"], r["recall"], r["leak"]) for r in rows} == {
        ("entity", "EMAIL", 1.0, 0.0),
        ("language", "en", 1.0, 0.0),
        ("all", "all", 1.0, 0.0),
    }
    assert main(["evaluate", "redaction", str(tmp_path)]) == 0
    assert "EMAIL" in capsys.readouterr().out
