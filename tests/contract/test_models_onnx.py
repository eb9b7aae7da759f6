"""Local models: real graphs run by onnxruntime, from directories that must be what they say."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")

sys.path.insert(0, str(Path(__file__).parents[1] / "data" / "models"))
import make

from opengovai.errors import ConfigurationError, OpenGovAIError, StoreDamagedError
from opengovai.plugins import build
from opengovai.testing.models import embedder_rules, reranker_rules
from opengovai.types import RedactedText


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    make.make_embedder(folder / "embedder")
    make.make_reranker(folder / "reranker")
    return folder


@pytest.fixture
def embedder_folder(tmp_path: Path) -> Path:
    make.make_embedder(tmp_path / "m")
    return tmp_path / "m"


def _embedder(folder: Path, **keys: Any) -> Any:
    return build("embedders", "onnx", {"path": str(folder), "threads": 1, **keys})


@pytest.mark.parametrize("batch", [1, 2, 32])
@pytest.mark.parametrize("rule", embedder_rules, ids=lambda rule: rule.__name__)
def test_the_embedder_keeps_the_contract(
    models: Path, rule: Callable[[Any], None], batch: int
) -> None:
    rule(_embedder(models / "embedder", batch=batch))


@pytest.mark.parametrize("rule", reranker_rules, ids=lambda rule: rule.__name__)
def test_the_reranker_keeps_the_contract(models: Path, rule: Callable[[Any], None]) -> None:
    rule(build("rerankers", "onnx", {"path": str(models / "reranker"), "threads": 1}))


def test_texts_that_share_words_are_alike(models: Path) -> None:
    texts = [RedactedText(text) for text in ("renew a passport", "a passport", "tax return")]
    one, two, three = _embedder(models / "embedder").embed(texts)
    assert one @ two > 0.5 > one @ three


def test_a_long_text_is_cut_at_the_models_limit(models: Path) -> None:
    long, longer = (RedactedText("passport " * n) for n in (40, 4000))
    one, two = _embedder(models / "embedder").embed([long, longer])
    assert np.allclose(one, two)


def test_a_changed_file_is_refused(embedder_folder: Path) -> None:
    path = embedder_folder / "model.onnx"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(StoreDamagedError, match=r"model\.onnx is not the one"):
        _embedder(embedder_folder)


def test_a_file_that_the_manifest_does_not_list_is_not_used(embedder_folder: Path) -> None:
    manifest = json.loads((embedder_folder / "manifest.json").read_text())
    del manifest["files"]["tokenizer.json"]
    (embedder_folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ConfigurationError, match=r"no file tokenizer\.json"):
        _embedder(embedder_folder)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"format": 2}, "format"),
        ({"task": "ranking"}, "not for 'embedding'"),
        ({"licence": ""}, "no licence"),
        ({"revision": None}, "no revision"),
        ({"languages": "en"}, "no languages"),
        ({"files": {}}, "no files"),
        ({"files": {"../model.onnx": "00"}}, "outside"),
        ({"files": {"/etc/passwd": "00"}}, "outside"),
        ({"files": {"absent.bin": "00"}}, "lacks the file absent"),
    ],
)
def test_a_wrong_manifest_is_refused(
    embedder_folder: Path, change: dict[str, Any], complaint: str
) -> None:
    path = embedder_folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ConfigurationError, match=complaint) as caught:
        _embedder(embedder_folder)
    assert caught.value.remedy


def test_no_manifest_no_model(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"no readable manifest\.json"):
        _embedder(tmp_path)


def test_a_graph_that_is_none_is_refused(embedder_folder: Path) -> None:
    (embedder_folder / "model.onnx").write_bytes(b"\x08\x09 nonsense")
    declared = json.loads((embedder_folder / "manifest.json").read_text())
    declared.pop("format")
    make.write_manifest(embedder_folder, **{**declared, "files": list(declared["files"])})
    with pytest.raises(OpenGovAIError, match="cannot be loaded"):
        _embedder(embedder_folder)


def test_external_tensors_are_refused(embedder_folder: Path) -> None:
    """A graph may name files to read its weights from: those are not in the manifest."""
    import onnx

    model = onnx.load(str(embedder_folder / "model.onnx"))
    (embedder_folder / "weights.bin").write_bytes(bytes(64 * 4 * 64))
    tensor = model.graph.initializer[0]
    onnx.external_data_helper.set_external_data(tensor, "weights.bin")
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    (embedder_folder / "model.onnx").write_bytes(model.SerializeToString())
    declared = json.loads((embedder_folder / "manifest.json").read_text())
    declared.pop("format")
    make.write_manifest(embedder_folder, **{**declared, "files": list(declared["files"])})
    with pytest.raises(ConfigurationError, match="cannot be loaded"):
        _embedder(embedder_folder)
