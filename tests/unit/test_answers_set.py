"""The public evaluation set: every gold quote stands verbatim in the packaged texts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from opengovai.knowledge.loading import Loaded, load

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "benchmarks" / "answers" / "questions"
LANGUAGES = ("de", "en", "fr", "kk", "ru", "rw", "sw")
REASONS = {"near miss", "out of scope", "small talk"}


def rows(language: str) -> list[dict]:
    lines = (QUESTIONS / f"{language}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    corpus = ROOT / "src" / "opengovai" / "demo" / "corpus"
    return {
        item.document.id: item.document.text for item in load([corpus]) if isinstance(item, Loaded)
    }


def test_one_file_per_language():
    assert {path.stem for path in QUESTIONS.glob("*.jsonl")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_gold_quotes_stand_in_the_packaged_text(language, texts):
    for row in rows(language):
        for gold in [row, *row.get("alternatives", [])]:
            for quote in gold["quotes"]:
                assert quote in texts[gold["document_id"]], row["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_answerable_means_gold_in_the_own_language(language):
    for row in rows(language):
        assert row["language"] == language
        assert row["answerable"] == bool(row["quotes"]), row["id"]
        assert row["answerable"] == (row["document_id"] is not None), row["id"]
        if row["answerable"]:
            own = row["document_id"].endswith(f".{language}")
            assert own != row.get("cross_lingual", False), row["id"]
        else:
            assert row["reason"] in REASONS, row["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_least_fifty_a_third_of_them_not_answerable(language):
    own = [row for row in rows(language) if not row.get("cross_lingual")]
    refused = sum(not row["answerable"] for row in own)
    assert len(own) >= 50
    assert 0.32 <= refused / len(own) <= 0.38


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answerable", [True, False])
def test_the_two_groups_are_about_equal(language, answerable):
    groups = Counter(row["group"] for row in rows(language) if row["answerable"] is answerable)
    assert set(groups) == {"dev", "test"}
    assert abs(groups["dev"] - groups["test"]) <= 2


def test_no_question_twice():
    everything = [row for language in LANGUAGES for row in rows(language)]
    assert len({row["id"] for row in everything}) == len(everything)
    assert len({row["text"] for row in everything}) == len(everything)
