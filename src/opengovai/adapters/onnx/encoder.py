"""Encoders on this machine: an embedder and a cross-encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from opengovai.adapters.onnx.directory import ModelDirectory
from opengovai.errors import ConfigurationError, ModelError
from opengovai.types import RedactedText

Floats = NDArray[np.float32]
Batch = tuple[list[int], Floats, NDArray[np.int64]]


class Encoder:
    """A graph with its tokenizer; thread safe. Runs texts sorted by length, so that a batch holds
    little padding."""

    def __init__(self, model: ModelDirectory, *, threads: int, batch: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                model.file("model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            described = model.file("tokenizer.json")
            self._tokenizer: Tokenizer = Tokenizer.from_buffer(described)
            self._overlapping: Tokenizer = Tokenizer.from_buffer(described)
        except ConfigurationError:
            raise
        except Exception as error:
            raise ConfigurationError(
                f"The model {model.name!r} cannot be loaded: {str(error)[:300]}",
                remedy="Export it again, for an operator set that this onnxruntime knows.",
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(model.max_tokens)
        self._overlapping.no_padding()
        self._overlapping.enable_truncation(model.max_tokens, stride=model.max_tokens // 4)
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._batch, self._name = batch, model.name

    def encode(self, texts: Sequence[Any]) -> list[Encoding]:
        """The tokens of each text or pair; what is over the model's limit is cut off."""
        return self._tokenizer.encode_batch(list(texts))

    def windows(self, texts: Sequence[str]) -> list[list[Encoding]]:
        """The tokens of each text, whole: cut into pieces that the model can take, each of which
        overlaps the one before by a quarter."""
        found = self._overlapping.encode_batch(list(texts))
        return [[one, *one.overflowing] for one in found]

    def run(self, encodings: Sequence[Encoding]) -> Iterator[Batch]:
        """Batches of texts of like length, so that they hold little padding: which encodings they
        are, the first output, and the attention mask."""
        order = sorted(range(len(encodings)), key=lambda i: len(encodings[i]))
        for start in range(0, len(order), self._batch):
            chosen = order[start : start + self._batch]
            yield chosen, *self._forward([encodings[i] for i in chosen])

    def _forward(self, encodings: Sequence[Encoding]) -> tuple[Floats, NDArray[np.int64]]:
        shape = (len(encodings), max(1, *map(len, encodings)))
        ids, mask, kinds = (np.zeros(shape, np.int64) for _ in range(3))
        for row, one in enumerate(encodings):
            length = len(one.ids)
            ids[row, :length] = one.ids
            mask[row, :length] = one.attention_mask
            kinds[row, :length] = one.type_ids
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": kinds}
        try:
            output = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        except Exception as error:
            raise ModelError(
                f"The model {self._name!r} failed: {str(error)[:300]}",
                remedy="Check that it is an encoder exported as docs/how-to/local-models.md says.",
            ) from error
        return np.asarray(output, np.float32), mask


class OnnxEmbedder:
    """`Embedder`: mean or first-token pooling, unit length."""

    def __init__(
        self, encoder: Encoder, *, pooling: str, query_prefix: str, passage_prefix: str
    ) -> None:
        self._encoder, self._pooling = encoder, pooling
        self._prefixes = {True: query_prefix, False: passage_prefix}

    def embed(self, texts: Sequence[RedactedText], *, query: bool = False) -> Floats:
        """float32[n, d] of unit length."""
        if not texts:
            return np.zeros((0, 0), np.float32)
        prefix = self._prefixes[query]
        encodings = self._encoder.encode([prefix + text for text in texts])
        vectors = np.empty((len(texts), 0), np.float32)
        for chosen, states, mask in self._encoder.run(encodings):
            if not vectors.size:
                vectors = np.empty((len(texts), states.shape[-1]), np.float32)
            vectors[chosen] = self._pool(states, mask)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(lengths).all():
            raise ModelError("The model's vectors are not finite", remedy="Export it again.")
        # A text without tokens has no direction: it gets one that is like no other text's.
        vectors[lengths[:, 0] == 0] = 1.0
        unit: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def _pool(self, states: Floats, mask: NDArray[np.int64]) -> Floats:
        """float32[b, s, d] and int64[b, s] to float32[b, d]."""
        if self._pooling == "cls":
            first: Floats = states[:, 0]
            return first
        weights = mask.astype(np.float32)
        weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1.0)
        mean: Floats = np.matmul(weights[:, None, :], states)[:, 0]
        return mean


class OnnxReranker:
    """`Reranker`: a cross-encoder's logit for each pair of query and text."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def score(self, query: RedactedText, texts: Sequence[RedactedText]) -> Floats:
        """float32[n]; with two logits, that of the second over the first."""
        if not texts:
            return np.zeros(0, np.float32)
        scores: Floats = first_outputs(self._encoder, [(query, text) for text in texts])
        if scores.shape[1] == 2:
            scores = scores[:, 1:] - scores[:, :1]
        if scores.shape[1] != 1 or not np.isfinite(scores).all():
            raise ModelError("The model gives no single finite score", remedy="Export it again.")
        return scores[:, 0]


def first_outputs(encoder: Encoder, texts: Sequence[Any]) -> Floats:
    """float32[n, k]: one row of the first output for each text or pair."""
    rows: list[Any] = [None] * len(texts)
    for chosen, output, _ in encoder.run(encoder.encode(texts)):
        for i, row in zip(chosen, output, strict=True):
            rows[i] = row.reshape(-1)
    return np.stack(rows)
