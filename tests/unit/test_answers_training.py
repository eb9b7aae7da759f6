"""What the drafter is fitted on: quotes stand in the texts, and no question is a public one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from opengovai.knowledge.loading import Loaded, load

ROOT = Path(__file__).parents[2]
PUBLIC = ROOT / "benchmarks" / "answers" / "questions"
OWN = ROOT / "training" / "answers" / "questions"
LANGUAGES = ("de", "en", "fr", "kk", "ru", "rw", "sw")
ALIKE = 0.6  # share of the words of both that make two questions the same one


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def everyday(language: str) -> Iterator[dict]:
    yield from (row for row in rows(OWN / f"{language}.jsonl") if row.get("group") == "everyday")


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    corpus = ROOT / "src" / "opengovai" / "demo" / "corpus"
    return {
        item.document.id: item.document.text for item in load([corpus]) if isinstance(item, Loaded)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_of_packaged_texts_stand_in_them(language: str, texts: dict[str, str]) -> None:
    for row in rows(OWN / f"{language}.jsonl"):
        for gold in [row, *row.get("alternatives", [])] if row["answerable"] else []:
            text = texts.get(gold["document_id"])
            for quote in gold["quotes"] if text is not None else []:
                assert quote in text, row["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyday_questions_are_no_public_ones(language: str) -> None:
    public = [words(row["text"]) for path in PUBLIC.glob("*.jsonl") for row in rows(path)]
    for row in everyday(language):
        own = words(row["text"])
        assert not any(len(own & other) >= ALIKE * len(own | other) for other in public), row["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyday_questions_can_and_cannot_be_answered(language: str) -> None:
    answerable = [row["answerable"] for row in everyday(language)]
    assert 0.5 < sum(answerable) / len(answerable) < 0.8


def test_no_id_and_no_everyday_question_twice() -> None:
    own = [row for language in LANGUAGES for row in rows(OWN / f"{language}.jsonl")]
    assert len({row["id"] for row in own}) == len(own)
    asked = [row["text"] for language in LANGUAGES for row in everyday(language)]
    assert len(set(asked)) == len(asked)
