"""A knowledge base for many machines: what the library knows of texts, over a `PassageStore`.

The store keeps documents, passages and opaque terms, and finds the passages that hold terms of the
most weight. Cutting, analysing, weighing and spelling are the embedded store's own, so a question
finds the same passages in both, up to how exactly each counts occurrences and lengths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from types import TracebackType
from typing import Self

from opengovai.errors import InputError
from opengovai.knowledge import terms
from opengovai.knowledge.chunking import SectionChunker
from opengovai.knowledge.incoming import batches, total
from opengovai.knowledge.meaning import Meaning, fused, reranked
from opengovai.knowledge.records import fingerprint
from opengovai.knowledge.translated import TranslatedWeights, is_translated
from opengovai.knowledge.weighing import FOREIGN, MOST_CANDIDATES, Asked, Weights
from opengovai.languages import SUPPORTED, identify
from opengovai.protocols import Chunker, PassageStore, VectorStore
from opengovai.types import (
    Changes,
    Document,
    Extent,
    Hit,
    IndexedDocument,
    IndexedPassage,
    Match,
    Passage,
    RedactedText,
    StoredVersion,
    TermQuery,
)

_FORMAT = "1"
_FUSED = 100  # candidates of each ranking, at least


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
    ) -> list[Hit]:
        """At most `k` passages, best first, of what is in force on the day `on` (today, in UTC).

        `language` is the query's, identified if not given: passages in it win over equally good
        ones in another. Raises InputError for k < 1, StorageError.
        """
        if k < 1:
            raise InputError("k must be at least 1", where=f"k={k}")
        spoken = language or identify(query, SUPPORTED).language
        asked = Asked.of(query, spoken)
        day = (on or datetime.now(UTC).date()).isoformat()
        extents = self._store.extents()
        weights = {other: self._weights(asked, other, extents[other]) for other in extents}
        limit = max(2 * k, _FUSED) if self._meaning or self._reranker else k
        found: list[Hit] = []
        for other, extent in extents.items():
            factor = 1.0 if other == spoken else FOREIGN
            wanted = self._query(asked, weights[other], other, extent, day=day)
            matches = self._store.best(wanted, limit) if wanted.weights else []
            found += [_hit(match, weights[other], factor) for match in matches]
        found.sort(key=lambda hit: (-hit.score, hit.passage.document_id, hit.passage.start))
        if self._meaning is not None:
            near = self._near(query, weights, limit, day)
            found = fused(found[:limit], near, self._meaning.floor)
        return reranked(self._reranker, query, found)[:k]

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
            held, length = terms.of_passage(passage)
            passages.append(IndexedPassage(passage=passage, terms=held, length=length))
        return IndexedDocument(
            document=document, fingerprint=_fingerprint(document), passages=tuple(passages)
        )

    def _near(
        self,
        query: RedactedText,
        weights: Mapping[str, Weights | TranslatedWeights],
        limit: int,
        day: str,
    ) -> list[Hit]:
        """The nearest passages by meaning, with what they hold of the query's words."""
        if self._meaning is None:
            return []
        marks = {language: sorted(terms.marks(of)) for language, of in weights.items()}
        matches = self._meaning.near(query, limit, on=day, marks=marks)
        return [
            replace(_hit(match, weights[match.passage.language], 1.0), dense=match.score)
            for match in matches
            if match.passage.language in weights
        ]

    def _query(
        self,
        asked: Asked,
        weights: Weights | TranslatedWeights,
        language: str,
        extent: Extent,
        *,
        day: str,
    ) -> TermQuery:
        wanted = terms.wanted(weights, asked.grammar)
        holding = self._store.frequencies(language, list(wanted))
        return TermQuery(
            language=language,
            weights=terms.weighed(wanted, extent.passages, holding, mass=weights.mass),
            marks=terms.marks(weights),
            mean_length=max(1.0, extent.words / extent.passages),
            on=day,
        )

    def _weights(self, asked: Asked, language: str, extent: Extent) -> Weights | TranslatedWeights:
        known = self._store.frequencies(language, terms.decisive(asked, language))
        weigh = TranslatedWeights if is_translated(asked, language) else Weights
        return weigh(
            asked,
            language,
            passages=extent.passages,
            holding=lambda term: known.get(term, 0),
            near=lambda prefix: self._store.vocabulary(language, prefix, MOST_CANDIDATES),
        )


def _hit(match: Match, weights: Weights | TranslatedWeights, factor: float) -> Hit:
    return Hit(
        passage=match.passage,
        score=factor * match.score,
        lexical=weights.share(match.held, terms.grams_in(match.held)),
        weights=weights.of,
        translated=weights.translated,
    )


def _fingerprint(document: Document) -> str:
    return f"{fingerprint(document).decode()}:{_analysis()}"


@cache
def _analysis() -> str:
    """Changes whenever terms do, ours or Snowball's."""
    import Stemmer

    return f"{_FORMAT}, snowball {Stemmer.version()}"
