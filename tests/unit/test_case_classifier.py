"""Kinds told by a trained classifier: calibrated, saved without code, silent where unsure."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from opengovai.errors import InputError, StorageError
from opengovai.types import RedactedText

pytest.importorskip("sklearn")

from opengovai.cases.classifier import load, train

WORDS = {
    "move": ["ninahama", "nyumba", "anwani", "mpya", "wohnung", "umzug"],
    "name": ["jina", "biashara", "kampuni", "register", "firma"],
    "birth": ["cheti", "kuzaliwa", "mtoto", "geburt", "amavuko"],
}


def examples(count: int, seed: int) -> tuple[list[RedactedText], list[str]]:
    chance = random.Random(seed)  # noqa: S311 not for secrets
    kinds = [chance.choice(sorted(WORDS)) for _ in range(count)]
    noise = ["tafadhali", "naomba", "bitte", "please", "asante"]
    texts = [" ".join(chance.sample(WORDS[k], 2) + chance.sample(noise, 3)) for k in kinds]
    return [RedactedText(text) for text in texts], kinds


def test_what_it_says_is_right_and_what_is_new_goes_to_a_person(tmp_path: Path) -> None:
    model = train(*examples(300, 1), risk=0.05)
    model.save(tmp_path / "kinds.npz")
    again = load(tmp_path / "kinds.npz")
    texts, kinds = examples(100, 2)
    said = again.classify(texts)
    assert said == model.classify(texts)
    wrong = [s for s, true in zip(said, kinds, strict=True) if s[0] not in {"", true}]
    assert len(wrong) <= 5
    assert sum(bool(kind) for kind, _ in said) >= 80
    assert all(0 <= sure <= 1 for _, sure in said)
    assert again.card["coverage"] >= 0.8


def test_where_no_risk_can_be_met_nothing_is_said() -> None:
    texts, kinds = examples(100, 3)
    random.Random(4).shuffle(kinds)  # noqa: S311 not for secrets
    said = train(texts, kinds, risk=0.01).classify(texts)
    assert {kind for kind, _ in said} == {""}


def test_too_few_examples_and_files_that_are_none_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="5 examples"):
        train(*examples(5, 1), risk=0.05)
    (tmp_path / "x.npz").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(StorageError, match="cannot be read"):
        load(tmp_path / "x.npz")
