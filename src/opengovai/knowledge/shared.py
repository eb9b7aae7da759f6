"""A knowledge base for many machines: what the library knows of texts, over a `PassageStore`.

The store keeps documents, passages and opaque terms, and proposes the passages that hold terms of
the most weight. Cutting, analysing, weighing, spelling and ranking are the library's own, so a
question finds the same passages here and in the embedded store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Self

from opengovai.knowledge import terms
from opengovai.knowledge.asking import Asking
from opengovai.knowledge.chunking import SectionChunker
from opengovai.knowledge.copies import Said
from opengovai.knowledge.filters import Filter, check_k
from opengovai.knowledge.incoming import batches, total
from opengovai.knowledge.meaning import Meaning, fused, reranked
from opengovai.knowledge.records import fingerprint
from opengovai.knowledge.weighing import Asked
from opengovai.languages import SUPPORTED, identify
from opengovai.protocols import Chunker, PassageStore, VectorStore
from opengovai.types import (
    Changes,
    Document,
    Hit,
    IndexedDocument,
    IndexedPassage,
    Passage,
    RedactedText,
    Scope,
    StoredVersion,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FORMAT = "4"
_CANDIDATES = 100  # that a store proposes in each language, at least
_FUSED = 100  # candidates of each ranking, at least
_WIDER = 8  # times as many candidates are taken where too many say the same


class SharedKnowledgeBase:
    """`protocols.KnowledgeStore` over a `PassageStore`. Thread-safe where the store is; any number
    of machines may read and write at the same time."""

    def __init__(self, store: PassageStore, *, chunker: Chunker | None = None) -> None:
        self._store = store
        self._chunker = chunker or SectionChunker()
        vectors = store if isinstance(store, VectorStore) else None
        embedder = vectors.embedder if vectors else None
        self._meaning = Meaning(vectors, embedder) if vectors and embedder else None
        self._reranker = vectors.reranker if vectors else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release what the store holds open."""
        if hasattr(self._store, "close"):
            self._store.close()

    def add(self, documents: Iterable[Document]) -> Changes:
        """Store documents and make them findable, each batch in one transaction.

        A document that an older version of the library analysed counts as changed. Raises
        InputError as `KnowledgeBase.add` does, and StorageError.
        """
        done = total(map(self._add_batch, batches(documents)))
        if self._meaning is not None:
            self._meaning.follow()
        return done

    def remove(self, document_id: str) -> bool:
        """Withdraw a document; its versions stay readable. False if there was none."""
        return self._store.remove(document_id)

    def search(
        self,
        query: RedactedText,
        *,
        k: int = 10,
        language: str | None = None,
        on: date | None = None,
        among: Filter | None = None,
    ) -> list[Hit]:
        """At most `k` passages, best first, of what is in force on the day `on` (today, in UTC)
        and `among` the documents that a filter lets through.

        `language` is the query's, identified if not given: passages in it win over equally good
        ones in another. Raises InputError for k < 1 or over a million, StorageError.
        """
        check_k(k)
        spoken = language or identify(query, SUPPORTED).language
        scope = _scope(on or datetime.now(UTC).date(), among or Filter())
        asking = Asking(self._store, Asked.of(query, spoken), scope)
        vector = self._meaning.vector(query) if self._meaning else None
        limit = max(_CANDIDATES, 4 * k)
        while True:
            found, more = self._found(vector, asking, limit, k)
            if len(found) >= k or not more:
                return reranked(self._reranker, query, found)[:k]
            limit *= _WIDER

    def retrieve(self, query: RedactedText, *, k: int, language: str | None = None) -> list[Hit]:
        """`protocols.Retriever`: the same as `search`."""
        return self.search(query, k=k, language=language)

    def document(self, document_id: str, version: str) -> Document | None:
        """`protocols.DocumentArchive`: any version ever stored, current or superseded."""
        return self._store.document(document_id, version)

    def versions(self, document_id: str) -> list[StoredVersion]:
        """Every version of a document ever stored, oldest first."""
        return list(self._store.versions(document_id))

    def passages(self, document_id: str) -> list[Passage]:
        """The current passages of a document in text order."""
        return list(self._store.passages(document_id))

    def current(self) -> dict[str, str]:
        """The version of every document that is not withdrawn, by id."""
        return {v.document_id: v.version for v in self._store.versions() if v.current}

    def history(self) -> Iterator[Document]:
        """Every version ever stored, by id, oldest first; one in memory at a time."""
        for stored in self._store.versions():
            document = self._store.document(stored.document_id, stored.version)
            if document is not None:
                yield document

    # Inside

    def _add_batch(self, batch: Sequence[Document]) -> Changes:
        known = self._store.fingerprints([document.id for document in batch])
        changed = [d for d in batch if known.get(d.id) != _fingerprint(d)]
        done = self._store.put([self._indexed(document) for document in changed])
        return Changes(
            added=done.added,
            updated=done.updated,
            unchanged=done.unchanged + len(batch) - len(changed),
            passages=done.passages,
        )

    def _indexed(self, document: Document) -> IndexedDocument:
        passages = []
        for passage in self._chunker.chunk(document):
            held, lengths = terms.of_passage(passage)
            passages.append(IndexedPassage(passage=passage, terms=held, lengths=lengths))
        return IndexedDocument(
            document=document, fingerprint=_fingerprint(document), passages=tuple(passages)
        )

    def _found(
        self, vector: NDArray[np.float32] | None, asking: Asking, limit: int, k: int
    ) -> tuple[list[Hit], bool]:
        """Hits, best first, and whether asking for more candidates may find more."""
        ranked, more = asking.by_words(limit)
        if self._meaning is None or vector is None:
            return asking.hits(ranked, limit if self._reranker else k), more
        words = asking.hits(ranked, max(2 * k, _FUSED))
        counted = asking.counted
        matches = self._meaning.near(
            vector, max(2 * k, _FUSED), scope=asking.scope, counted=counted
        )
        meant = asking.hits([(match.score, match) for match in matches], limit)
        near = [replace(hit, dense=hit.score) for hit in meant]
        found = fused(words, near, self._meaning.floor(vector))
        said = Said()
        return [hit for hit in found if said.adds(hit.passage)], more


def _scope(on: date, among: Filter) -> Scope:
    return Scope(
        on=on.isoformat(),
        languages=tuple(sorted(among.languages)),
        publishers=tuple(sorted(among.publishers)),
        prefixes=tuple(sorted(among.prefixes)),
    )


def _fingerprint(document: Document) -> str:
    return f"{fingerprint(document).decode()}:{_analysis()}"


@cache
def _analysis() -> str:
    """Changes whenever terms do, ours or Snowball's."""
    import Stemmer

    return f"{_FORMAT}, snowball {Stemmer.version()}"
