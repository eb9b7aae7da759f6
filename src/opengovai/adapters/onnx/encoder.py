"""Encoders on this machine: an embedder and a cross-encoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from opengovai.adapters.onnx.directory import ModelDirectory
from opengovai.errors import ConfigurationError, ModelError
from opengovai.types import RedactedText

Floats = NDArray[np.float32]


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
            self._tokenizer: Tokenizer = Tokenizer.from_buffer(model.file("tokenizer.json"))
        except ConfigurationError:
            raise
        except Exception as error:
            raise ConfigurationError(
                f"The model {model.name!r} cannot be loaded: {str(error)[:300]}",
                remedy="Export it again, for an operator set that this onnxruntime knows.",
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(model.max_tokens)
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._batch, self._name = batch, model.name

    def run(self, texts: Sequence[Any]) -> list[tuple[Floats, NDArray[np.int64]]]:
        """The first output and the attention mask for each text or pair, in their order."""
        encodings = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(encodings)), key=lambda i: len(encodings[i].ids))
        results: list[Any] = [None] * len(encodings)
        for start in range(0, len(order), self._batch):
            chosen = order[start : start + self._batch]
            output, mask = self._forward([encodings[i] for i in chosen])
            for place, i in enumerate(chosen):
                results[i] = (output[place], mask[place])
        return results

    def _forward(self, encodings: Sequence[Encoding]) -> tuple[Floats, NDArray[np.int64]]:
        shape = (len(encodings), max(1, *(len(one.ids) for one in encodings)))
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
        pooled = [self._pool(*result) for result in self._encoder.run([prefix + t for t in texts])]
        vectors = np.stack(pooled)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(lengths).all():
            raise ModelError("The model's vectors are not finite", remedy="Export it again.")
        # A text without tokens has no direction: it gets one that is like no other text's.
        vectors[lengths[:, 0] == 0] = 1.0
        unit: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def _pool(self, states: Floats, mask: NDArray[np.int64]) -> Floats:
        if self._pooling == "cls":
            first: Floats = states[0]
            return first
        weights = mask.astype(np.float32)[:, None]
        mean: Floats = (states * weights).sum(axis=0) / max(float(weights.sum()), 1.0)
        return mean


class OnnxReranker:
    """`Reranker`: a cross-encoder's logit for each pair of query and text."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def score(self, query: RedactedText, texts: Sequence[RedactedText]) -> Floats:
        """float32[n]; with two logits, that of the second over the first."""
        if not texts:
            return np.zeros(0, np.float32)
        logits = np.stack([output for output, _ in self._encoder.run([(query, t) for t in texts])])
        scores: Floats = logits.reshape(len(texts), -1)
        if scores.shape[1] == 2:
            scores = scores[:, 1:] - scores[:, :1]
        if scores.shape[1] != 1 or not np.isfinite(scores).all():
            raise ModelError("The model gives no single finite score", remedy="Export it again.")
        return scores[:, 0]
