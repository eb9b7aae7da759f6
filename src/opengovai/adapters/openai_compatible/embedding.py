"""Embeddings and reranking behind an OpenAI-compatible server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opengovai.adapters.openai_compatible.deadline import Deadline
from opengovai.adapters.openai_compatible.endpoint import Endpoint
from opengovai.adapters.openai_compatible.wire import complain
from opengovai.errors import ModelOutputError
from opengovai.types import RedactedText

_REMEDY = "Check base_url, the model's kind and the server's version."


class OpenAICompatibleEmbedder:
    """`Embedder` over POST /embeddings; thread safe.

    The prefixes go before each text, as models such as E5 want ("query: ", "passage: ").
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        model: str,
        query_prefix: str,
        passage_prefix: str,
        batch: int,
        deadline: float,
    ) -> None:
        self._endpoint, self._model = endpoint, model
        self._prefixes = {True: query_prefix, False: passage_prefix}
        self._batch, self._deadline = batch, deadline

    def embed(self, texts: Sequence[RedactedText], *, query: bool = False) -> NDArray[np.float32]:
        """float32[n, d] of unit length; `deadline` holds for each batch."""
        prefix = self._prefixes[query]
        parts = [
            self._some([prefix + text for text in texts[start : start + self._batch]])
            for start in range(0, len(texts), self._batch)
        ]
        if not parts:
            return np.zeros((0, 0), np.float32)
        if len({part.shape[1] for part in parts}) > 1:
            raise ModelOutputError("The vectors differ in length", remedy=_REMEDY)
        return np.concatenate(parts)

    def close(self) -> None:
        """Close the connections."""
        self._endpoint.close()

    def _some(self, texts: list[str]) -> NDArray[np.float32]:
        body = {"model": self._model, "input": texts, "encoding_format": "float"}
        value = self._endpoint.call("POST", "/embeddings", body, Deadline(self._deadline))
        rows = _ordered(value, "data", "embedding", len(texts))
        try:
            vectors = np.asarray(rows, np.float32)
        except (ValueError, TypeError) as error:
            raise ModelOutputError("The vectors are no numbers", remedy=_REMEDY) from error
        lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
        if vectors.ndim != 2 or not np.isfinite(lengths).all() or not lengths.all():
            raise ModelOutputError("The vectors are not finite and nonzero", remedy=_REMEDY)
        unit: NDArray[np.float32] = vectors / lengths
        return unit


class OpenAICompatibleReranker:
    """`Reranker` over POST /rerank, as vLLM, llama.cpp, SGLang, LiteLLM and Jina have it."""

    def __init__(self, endpoint: Endpoint, *, model: str, deadline: float) -> None:
        self._endpoint, self._model, self._deadline = endpoint, model, deadline

    def score(self, query: RedactedText, texts: Sequence[RedactedText]) -> NDArray[np.float32]:
        """float32[n] in the order of `texts`."""
        if not texts:
            return np.zeros(0, np.float32)
        body = {
            "model": self._model,
            "query": query,
            "documents": list(texts),
            "top_n": len(texts),
        }
        value = self._endpoint.call("POST", "/rerank", body, Deadline(self._deadline))
        rows = _ordered(value, "results", "relevance_score", len(texts))
        try:
            scores = np.asarray(rows, np.float32)
        except (ValueError, TypeError) as error:
            raise ModelOutputError("The scores are no numbers", remedy=_REMEDY) from error
        if scores.ndim != 1 or not np.isfinite(scores).all():
            raise ModelOutputError("The scores are not finite numbers", remedy=_REMEDY)
        return scores

    def close(self) -> None:
        """Close the connections."""
        self._endpoint.close()


def _ordered(value: Any, rows: str, member: str, count: int) -> list[Any]:
    """The member of each row, by the rows' index: servers answer in any order."""
    complain(value)
    listed = value.get(rows) if isinstance(value, dict) else None
    found = {
        row.get("index"): row.get(member)
        for row in (listed if isinstance(listed, list) else [])
        if isinstance(row, dict)
    }
    if set(found) != set(range(count)):
        raise ModelOutputError(
            f"The reply does not hold one {member} for each of {count} texts", remedy=_REMEDY
        )
    return [found[index] for index in range(count)]
