"""What models are asked."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from opengovai.types import Completion, Generation, Message, RedactedText

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@runtime_checkable
class ChatModel(Protocol):
    """Completes a chat."""

    def complete(self, messages: Sequence[Message], generation: Generation) -> Completion:
        """The whole reply; with a schema, `text` is JSON that satisfies it.

        Raises ModelError, within the deadline of `generation`.
        """
        ...

    def stream(
        self, messages: Sequence[Message], generation: Generation
    ) -> Generator[str, None, Completion]:
        """Pieces of the reply as they come; returns the whole. Closing it cancels the call.

        Takes no schema: unverified pieces are for progress, not for parsing. Raises ModelError.
        """
        ...


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors."""

    def embed(self, texts: Sequence[RedactedText], *, query: bool = False) -> NDArray[np.float32]:
        """float32[n, d] of unit length; `query` where the texts ask. Raises ModelError."""
        ...


@runtime_checkable
class Reranker(Protocol):
    """Scores how well texts answer a query."""

    def score(self, query: RedactedText, texts: Sequence[RedactedText]) -> NDArray[np.float32]:
        """float32[n], higher is better, comparable within one call. Raises ModelError."""
        ...


@runtime_checkable
class Classifier(Protocol):
    """Sorts texts into labels of its own."""

    def classify(self, texts: Sequence[RedactedText]) -> Sequence[Mapping[str, float]]:
        """The probability of each label for each text, in their order. Raises ModelError."""
        ...
