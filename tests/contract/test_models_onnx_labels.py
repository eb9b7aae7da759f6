"""Sequence and token classifiers run by onnxruntime, and the parts that use them."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")

sys.path.insert(0, str(Path(__file__).parents[1] / "data" / "models"))
import make

from opengovai.adapters.onnx import plugin
from opengovai.errors import ConfigurationError, ModelError
from opengovai.guards import plugin as guards
from opengovai.redaction import Redactor
from opengovai.testing.models import classifier_rules
from opengovai.types import Action, EntitySpan, RedactedText

NAMES = {"entities": {"PER": "PERSON"}}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    make.make_classifier(folder / "classifier")
    make.make_tagger(folder / "tagger")
    return folder


@pytest.fixture(scope="module")
def classifier(models: Path) -> Any:
    return plugin.classifier.open(path=str(models / "classifier"), threads=1)


@pytest.fixture(scope="module")
def tagger(models: Path) -> Any:
    return plugin.tagger.open(path=str(models / "tagger"), threads=1, **NAMES)


@pytest.mark.parametrize("rule", classifier_rules, ids=lambda rule: rule.__name__)
def test_the_classifier_keeps_the_contract(classifier: Any, rule: Callable[[Any], None]) -> None:
    rule(classifier)


def test_labels_are_the_manifests(classifier: Any) -> None:
    taxes, other = classifier.classify([RedactedText("a tax return"), RedactedText("passport")])
    assert taxes["taxes"] > 0.99 > 0.5 > other["taxes"]
    assert set(taxes) == {"taxes", "other"}


def _found(tagger: Any, text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.entity) for span in tagger.recognize(text)]


def test_spans_are_whole_words_of_the_text(tagger: Any, models: Path) -> None:
    text = "tomatoes ripen in summer summer, in return"
    assert _found(tagger, text) == [("in summer summer", "PERSON"), ("in", "PERSON")]
    unmapped: Any = plugin.tagger.open(path=str(models / "tagger"))
    assert ("tomatoes", "MISC") in _found(unmapped, text)


def test_an_entity_that_begins_ends_the_one_before(tagger: Any) -> None:
    assert _found(tagger, "in in summer") == [("in", "PERSON"), ("in summer", "PERSON")]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["passport", "in", "summer", "ж", "🇰🇿", "  "]), max_size=120))
def test_no_window_hides_a_name_and_ranges_are_code_points(words: list[str]) -> None:
    text = " ".join(words)
    tagged: set[int] = set()
    for span in _shared_tagger().recognize(text):
        assert 0 <= span.start < span.end <= len(text)
        assert 0 < span.score <= 1
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        tagged |= set(range(span.start, span.end))
    at = 0
    for word in words:
        if word in {"in", "summer"}:
            assert set(range(at, at + len(word))) <= tagged
        at += len(word) + 1


@cache
def _shared_tagger() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        make.make_tagger(Path(folder))
        return plugin.tagger.open(path=folder, threads=1, **NAMES)


@pytest.mark.parametrize("entities", [{"LOC": "PLACE"}, {"PER": "Person name"}])
def test_entities_that_cannot_be_are_refused(models: Path, entities: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="entit"):
        plugin.tagger.open(path=str(models / "tagger"), entities=entities)


def test_labels_and_logits_that_do_not_fit_are_an_error(models: Path, tmp_path: Path) -> None:
    declared = json.loads((models / "classifier" / "manifest.json").read_text())
    for name in declared["files"]:
        (tmp_path / name).write_bytes((models / "classifier" / name).read_bytes())
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(declared | {"labels": ["a", "b", "c"]}))
    wrong: Any = plugin.classifier.open(path=str(tmp_path))
    with pytest.raises(ModelError, match="2 logits for 3 labels"):
        wrong.classify([RedactedText("x")])
    for labels, complaint in [(["a"], "fewer than two"), (["a", "a"], "twice")]:
        manifest.write_text(json.dumps(declared | {"labels": labels}))
        with pytest.raises(ConfigurationError, match=complaint):
            plugin.classifier.open(path=str(tmp_path))


def test_redaction_masks_what_the_tagger_finds_besides(tagger: Any) -> None:
    redacted, vault = Redactor.default(["KE"], [tagger], names=False).redact("Ask in summer soon.")
    assert "summer" not in redacted
    assert vault.restore(redacted) == "Ask in summer soon."
    spans: list[EntitySpan] = Redactor.default(["KE"], [tagger], names=False).detect("in summer")
    assert [(span.start, span.end, span.entity) for span in spans] == [(0, 9, "PERSON")]


@pytest.mark.parametrize("action", ["block", "escalate"])
def test_the_guard_acts_on_its_label(classifier: Any, action: str) -> None:
    guard: Any = guards.classifier.open(classifier=classifier, label="taxes", action=action)
    verdict = guard.check(RedactedText("my tax return"), language="en")
    assert (verdict.action, verdict.guard) == (Action(action), "classifier")
    assert guard.check(RedactedText("a passport"), language="en").action is Action.ALLOW


def test_a_guard_with_a_label_that_the_model_lacks_does_not_open(classifier: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"no label 'injection'.*other, taxes"):
        guards.classifier.open(classifier=classifier, label="injection")
    with pytest.raises(ConfigurationError, match="action"):
        guards.classifier.open(classifier=classifier, label="taxes", action="allow")
