"""From sources to passages, and finding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from opengovai.protocols.models import Embedder, Reranker
from opengovai.types import (
    Changes,
    Document,
    Extent,
    Hit,
    IndexedDocument,
    Loaded,
    Match,
    Passage,
    RedactedText,
    Scope,
    Skipped,
    StoredVersion,
    TermQuery,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class DocumentLoader(Protocol):
    """Reads sources: files, folders, a site."""

    def load(
        self, paths: Sequence[Path], *, language: str | None = None
    ) -> Iterator[Loaded | Skipped]:
        """Documents in the order of their sources; `language` holds where a source states none.

        A bad source comes out as `Skipped`, with what to do about it, and never stops the run.
        Raises InputError where `paths` are not what it reads from.
        """
        ...


class Chunker(Protocol):
    """Cuts a document into passages."""

    def chunk(self, document: Document) -> Sequence[Passage]:
        """Passages in text order; `passage.text == document.text[start:end]`."""
        ...


class Retriever(Protocol):
    """Finds passages for a question."""

    def retrieve(
        self, query: RedactedText, *, k: int, language: str | None = None
    ) -> Sequence[Hit]:
        """At most `k` hits, best first. `language` is the query's: it analyses, never filters."""
        ...


class DocumentArchive(Protocol):
    """Keeps every version that was ever citable."""

    def document(self, document_id: str, version: str) -> Document | None:
        """That version of the document, or None if it was never stored."""
        ...


class KnowledgeStore(Retriever, DocumentArchive, Protocol):
    """A whole knowledge base: what `[store]` names. `opengovai.testing.stores` has its rules."""

    def add(self, documents: Iterable[Document]) -> Changes:
        """Store durably and make findable; a known id with a new text supersedes the old version.

        Raises InputError for a document that cannot be stored, StorageError.
        """
        ...

    def remove(self, document_id: str) -> bool:
        """Withdraw: no longer found, every version still readable. False if there was none."""
        ...

    def current(self) -> Mapping[str, str]:
        """The version of every document that is not withdrawn, by id."""
        ...

    def history(self) -> Iterator[Document]:
        """Every version ever stored, by id, oldest first; one in memory at a time."""
        ...

    def close(self) -> None:
        """Release what is open."""
        ...


@runtime_checkable
class PassageStore(Protocol):
    """Keeps documents, passages and their terms for many machines; the library does the rest:
    cutting, analysing, weighing. Every method raises StorageError."""

    def put(self, documents: Sequence[IndexedDocument]) -> Changes:
        """Make these the current versions in one transaction, visible all at once; a document
        whose fingerprint is stored already is left alone. Never removes or changes a text."""
        ...

    def remove(self, document_id: str) -> bool:
        """Remove the passages, keep the versions; False if there was no such document."""
        ...

    def fingerprints(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Those of the current documents among `ids`."""
        ...

    def document(self, document_id: str, version: str) -> Document | None:
        """That version of the document, or None if it was never stored."""
        ...

    def versions(self, document_id: str | None = None) -> Sequence[StoredVersion]:
        """All versions of one document, or of all by id; oldest first."""
        ...

    def passages(self, document_id: str) -> Sequence[Passage]:
        """The current passages of a document in text order."""
        ...

    def extents(self) -> Mapping[str, Extent]:
        """What can be found, by language; languages without passages are left out."""
        ...

    def frequencies(self, language: str, terms: Sequence[str]) -> Mapping[str, int]:
        """How many passages of the language hold each term; those that none holds may be absent."""
        ...

    def vocabulary(self, language: str, prefix: str, limit: int) -> Sequence[str]:
        """Terms that begin with `prefix`, those of the most passages first."""
        ...

    def best(self, query: TermQuery, limit: int) -> Sequence[Match]:
        """The passages in `query.scope` that score best, best first."""
        ...

    def passages_at(self, numbers: Sequence[int]) -> Mapping[int, Passage]:
        """The passages of matches by their rows' numbers; those that are gone are missing."""
        ...


@runtime_checkable
class VectorStore(Protocol):
    """What a `PassageStore` may do besides: keep a vector of each passage, by its row."""

    embedder: Embedder | None
    reranker: Reranker | None
    dense_floor: float | None

    def begin_vectors(self, probe: NDArray[np.float32]) -> None:
        """`probe` is what the embedder says of one fixed text: vectors of another model go."""
        ...

    def without_vector(self, limit: int) -> Sequence[tuple[int, Passage]]:
        """Rows and passages that have none yet."""
        ...

    def put_vectors(self, found: Mapping[int, NDArray[np.float32]]) -> None:
        """Store unit vectors by row, durably. A row that is gone is passed over."""
        ...

    def near(
        self,
        vector: NDArray[np.float32],
        limit: int,
        *,
        scope: Scope,
        counted: Mapping[str, frozenset[str]],
    ) -> Sequence[Match]:
        """The nearest passages in `scope`, nearest first; a match's score is its cosine, `held`
        counts those terms of its language that are `counted`."""
        ...

    def sample_vectors(self, limit: int) -> NDArray[np.float32]:
        """float32[n, d]: the vectors of some passages, the same ones as long as they are there."""
        ...
