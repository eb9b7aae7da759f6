"""A knowledge base with a local embedder and reranker, as a configuration names them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")

sys.path.insert(0, str(Path(__file__).parents[1] / "data" / "models"))
import make

from opengovai.config import load_settings, open_part
from opengovai.knowledge import KnowledgeBase
from opengovai.types import Document, Hit, RedactedText


def text(name: str, body: str) -> Document:
    version = Document.digest(body)
    return Document(id=name, title="", text=body, language="en", uri="", version=version)


def find(base: KnowledgeBase, query: str) -> list[Hit]:
    return base.search(RedactedText(query), language="en")


def test_a_configuration_names_embedder_and_reranker(tmp_path: Path) -> None:
    make.make_embedder(tmp_path / "e")
    make.make_reranker(tmp_path / "r")
    (tmp_path / "opengovai.toml").write_text(
        '[store]\nuse = "embedded"\npath = "kb"\ndense_floor = 0.2\n'
        '[store.embedder]\nuse = "onnx"\npath = "e"\n'
        'card = {licence = "MIT", weights = "open", residency = "local"}\n'
        '[store.reranker]\nuse = "onnx"\npath = "r"\n'
        'card = {licence = "MIT", weights = "open", residency = "local"}\n',
        encoding="utf-8",
    )
    with open_part(load_settings(tmp_path / "opengovai.toml"), "store") as base:
        base.add([text("pass", "how to renew a passport"), text("garden", "tomatoes in summer")])
        (hit, *_) = find(base, "a passport")
    assert hit.passage.document_id == "pass"
    assert hit.dense is not None
