"""A tagger and a classifier named in the configuration: in front of the model, under the policy."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")

sys.path.insert(0, str(Path(__file__).parents[1] / "data" / "models"))
import make

from opengovai.config import configured_models, load_settings, open_assistant
from opengovai.errors import PluginError
from opengovai.types import Status

CARD = 'licence = "MIT"\nweights = "open"\nresidency = "local"\n'
CONFIG = f"""
[redactor.tagger]
use = "onnx"
path = "tagger"
entities = {{ PER = "PERSON" }}
[redactor.tagger.card]
{CARD}
[[question_guards]]
use = "classifier"
label = "taxes"
action = "block"
[question_guards.classifier]
use = "onnx"
path = "classifier"
[question_guards.classifier.card]
{CARD}
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    make.make_classifier(tmp_path / "classifier")
    make.make_tagger(tmp_path / "tagger")
    path = tmp_path / "opengovai.toml"
    path.write_text(CONFIG, "utf-8")
    return path


def test_a_classifier_guards_questions(config: Path, kb: Path, log: Path) -> None:
    with open_assistant(config, kb=kb, audit=log) as assistant:
        blocked = assistant.ask("When is my tax return due?", language="en")
        passed = assistant.ask("What is the fee for an ordinary passport?", language="en")
    assert blocked.status is Status.BLOCKED_QUESTION
    assert passed.status is Status.ANSWERED


def test_what_the_tagger_finds_is_masked(config: Path, kb: Path, log: Path) -> None:
    asked = "What is the fee for an ordinary passport in summer?"
    with open_assistant(config, kb=kb, audit=log) as assistant:
        redacted, vault = assistant.redactor.redact(asked)
    assert "summer" not in redacted
    assert vault.restore(redacted) == asked


def test_a_tagger_without_a_card_is_refused(config: Path, tmp_path: Path) -> None:
    config.write_text(CONFIG.replace(f"[redactor.tagger.card]\n{CARD}", ""), "utf-8")
    with pytest.raises(PluginError, match="declares nothing about itself"):
        open_assistant(config, kb=tmp_path / "kb", audit=tmp_path / "audit").__enter__()
    found = {model.table: model.error for model in configured_models(load_settings(config))}
    assert "declares nothing" in str(found["redactor.tagger"])
    assert found["question_guards.classifier"] is None
