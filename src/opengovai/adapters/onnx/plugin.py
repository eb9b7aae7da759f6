"""Local ONNX models, as plugins."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from opengovai import __version__
from opengovai.errors import MissingExtraError
from opengovai.protocols import ChatModel, Classifier, Embedder, Recognizer, Reranker
from opengovai.types import Plugin, PluginInfo

if TYPE_CHECKING:
    from opengovai.adapters.onnx.directory import ModelDirectory
    from opengovai.adapters.onnx.encoder import Encoder


def _chat(*, path: str, threads: int = 0) -> ChatModel:
    _require("onnxruntime", "tokenizers", "llguidance")
    from opengovai.adapters.onnx.decoder import OnnxChatModel
    from opengovai.adapters.onnx.directory import open_directory

    return OnnxChatModel(open_directory(path, task="generation"), threads=threads)


def _embedder(
    *,
    path: str,
    query_prefix: str = "",
    passage_prefix: str = "",
    threads: int = 0,
    batch: int = 32,
) -> Embedder:
    model, encoder = _open(path, "embedding", threads, batch)
    from opengovai.adapters.onnx.encoder import OnnxEmbedder

    return OnnxEmbedder(
        encoder,
        pooling=model.pooling,
        query_prefix=query_prefix,
        passage_prefix=passage_prefix,
    )


def _reranker(*, path: str, threads: int = 0, batch: int = 32) -> Reranker:
    _, encoder = _open(path, "ranking", threads, batch)
    from opengovai.adapters.onnx.encoder import OnnxReranker

    return OnnxReranker(encoder)


def _classifier(*, path: str, threads: int = 0, batch: int = 32) -> Classifier:
    model, encoder = _open(path, "classification", threads, batch)
    from opengovai.adapters.onnx.labelling import OnnxClassifier

    return OnnxClassifier(encoder, labels=model.labels)


def _tagger(
    *,
    path: str,
    entities: dict[str, str] | None = None,
    threshold: float = 0.5,
    threads: int = 0,
    batch: int = 32,
) -> Recognizer:
    model, encoder = _open(path, "tagging", threads, batch)
    from opengovai.adapters.onnx.labelling import OnnxTagger

    return OnnxTagger(
        encoder,
        labels=model.labels,
        entities=entities or {},
        threshold=threshold,
        name=model.name,
    )


def _open(path: str, task: str, threads: int, batch: int) -> tuple[ModelDirectory, Encoder]:
    """`threads` 0 means one for each core."""
    _require("onnxruntime", "tokenizers")
    from opengovai.adapters.onnx.directory import open_directory
    from opengovai.adapters.onnx.encoder import Encoder

    model = open_directory(path, task=task)
    return model, Encoder(model, threads=threads, batch=batch)


def _require(*modules: str) -> None:
    for module in modules:
        if find_spec(module) is None:
            raise MissingExtraError(
                f"The plugin 'onnx' needs the module {module!r}",
                remedy='Run: pip install "opengovai[onnx]".',
            )


_INFO = PluginInfo(name="onnx", version=__version__, api_version=1, licence="Apache-2.0")

chat = Plugin(info=_INFO, open=_chat)
embedder = Plugin(info=_INFO, open=_embedder)
reranker = Plugin(info=_INFO, open=_reranker)
classifier = Plugin(info=_INFO, open=_classifier)
tagger = Plugin(info=_INFO, open=_tagger)
