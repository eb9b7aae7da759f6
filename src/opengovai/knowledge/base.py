"""A knowledge base in one directory: put documents in, find passages, read any version again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from opengovai.errors import InputError, ModelError, StorageError, StoreDamagedError
from opengovai.knowledge.archive import Archive
from opengovai.knowledge.chunking import SectionChunker
from opengovai.knowledge.differences import difference
from opengovai.knowledge.filters import Filter, check_k
from opengovai.knowledge.incoming import batches, total
from opengovai.knowledge.lexical import LexicalIndex, index_format
from opengovai.knowledge.records import fingerprint
from opengovai.knowledge.results import Changes, Difference, Integrity, Listing, VersionListing
from opengovai.knowledge.search import Search
from opengovai.protocols import Chunker, Embedder, Reranker
from opengovai.types import Document, Hit, Passage, RedactedText

if TYPE_CHECKING:
    from opengovai.knowledge.dense import DenseIndex

_BLOCK = 10_000  # outbox entries that one commit of the index takes up


class KnowledgeBase:
    """The embedded store: `Retriever` and `DocumentArchive` in one. Thread-safe; other processes
    may read and write the same directory at the same time."""

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool,
        chunker: Chunker,
        embedder: Embedder | None = None,
        reranker: Reranker | None = None,
        floor: float | None = None,
    ) -> None:
        self._read_only = read_only
        self._chunker = chunker
        self._archive = Archive(path, read_only=read_only)
        self._index = LexicalIndex(path / "lexical")
        self._dense = _dense(path, self._archive, embedder)
        self._search = Search(
            archive=self._archive,
            index=self._index,
            dense=self._dense,
            floor=floor,
            reranker=reranker,
        )
        self._seen = -1
        if not read_only:
            self._recover()

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        read_only: bool = False,
        embedder: Embedder | None = None,
        reranker: Reranker | None = None,
        floor: float | None = None,
    ) -> KnowledgeBase:
        """Open the base in this directory; unless `read_only`, make it if there is none and
        finish what an interrupted process left. Raises StorageError.

        With an `embedder`, passages are found by meaning as well; one that is found by that alone
        needs a cosine of `floor` (by default, more than this base's passages mostly have). A
        `reranker` has the last word on the order.
        """
        return cls(
            Path(path),
            read_only=read_only,
            chunker=SectionChunker(),
            embedder=embedder,
            reranker=reranker,
            floor=floor,
        )

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
        """Release the files."""
        self._index.close()
        self._archive.close()

    # Writing

    def add(self, documents: Iterable[Document]) -> Changes:
        """Store documents and make them findable, durably, batch by batch.

        A document with a known id and a new text supersedes the old version, which stays readable
        through `document`. Raises InputError for a document whose version is not its text's digest
        or whose text is not valid Unicode (what came before it in other batches stays stored), and
        StorageError if the directory cannot be written.
        """
        return total(self._add_batch(batch) for batch in batches(documents))

    def remove(self, document_id: str) -> bool:
        """Withdraw a document: it is no longer found; its versions stay readable. False if there
        was none."""
        self._must_write()
        with self._archive.transaction():
            known = self._archive.delete(document_id)
        self._deliver()
        return known

    # Reading

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
        ones in another. Raises InputError for k < 1 or over a million.
        """
        check_k(k)
        self._refresh()
        try:
            return self._search.find(query, k=k, language=language, on=on, among=among)
        except StoreDamagedError:
            if self._read_only:
                raise
        self._rebuild(self._index.languages())
        return self._search.find(query, k=k, language=language, on=on, among=among)

    def retrieve(self, query: RedactedText, *, k: int, language: str | None = None) -> list[Hit]:
        """`protocols.Retriever`: the same as `search`."""
        return self.search(query, k=k, language=language)

    def document(self, document_id: str, version: str) -> Document | None:
        """`protocols.DocumentArchive`: any version ever stored, current or superseded."""
        return self._archive.document(document_id, version)

    def current(self) -> dict[str, str]:
        """The version of every document that is not withdrawn, by id."""
        return {listing.id: listing.version for listing in self._archive.listings()}

    def history(self) -> Iterator[Document]:
        """Every version ever stored, by id, oldest first; one in memory at a time."""
        return self._archive.every_version()

    def documents(self) -> list[Listing]:
        """An overview of the current documents, by id."""
        return self._archive.listings()

    def versions(self, document_id: str) -> list[VersionListing]:
        """Every version of a document ever stored, oldest first."""
        return self._archive.versions(document_id)

    def difference(self, document_id: str, old: str, new: str) -> Difference:
        """What version `new` of a document says that `old` did not, and the reverse. Raises
        InputError for a version that was never stored."""
        before, after = (self._stored(document_id, version) for version in (old, new))
        return difference(before, after, self._chunker)

    def passages(self, document_id: str) -> list[Passage]:
        """The current passages of a document in text order."""
        return self._archive.passages_of(document_id)

    def verify(self) -> Integrity:
        """Read everything and compare: file checksums, text digests, passage ranges, index."""
        from opengovai.knowledge.integrity import check

        return check(self._archive, self._index, self._dense)

    # Inside

    def _stored(self, document_id: str, version: str) -> Document:
        document = self.document(document_id, version)
        if document is None:
            raise InputError(
                "This version of the document was never stored",
                where=f"{document_id}, version {version}",
                remedy="See the stored ones with `KnowledgeBase.versions`.",
            )
        return document

    def _add_batch(self, batch: list[Document]) -> Changes:
        self._must_write()
        cut = [(document, self._chunker.chunk(document)) for document in self._changed(batch)]
        added = updated = passages = 0
        if cut:
            with self._archive.transaction():
                known = self._archive.fingerprints([document.id for document, _ in cut])
                for document, parts in cut:
                    if known.get(document.id) == fingerprint(document):
                        continue  # another process just stored it
                    passages += self._archive.put(document, parts)
                    added += document.id not in known
                    updated += document.id in known
        self._deliver()
        return Changes(
            added=added,
            updated=updated,
            unchanged=len(batch) - added - updated,
            passages=passages,
        )

    def _changed(self, batch: list[Document]) -> list[Document]:
        known = self._archive.fingerprints([document.id for document in batch])
        return [d for d in batch if known.get(d.id) != fingerprint(d)]

    def _deliver(self) -> None:
        """Bring the index up to the archive, block by block, and forget each block's entries.

        A crash between applying and forgetting applies a block again, which changes nothing.
        """
        while self._archive.pending(1):
            with self._archive.transaction():
                self._deliver_block()
        if self._dense is not None:
            self._dense.follow()

    def _deliver_block(self) -> None:
        pending = self._archive.pending(_BLOCK)
        for language in sorted({entry[2] for entry in pending}):
            rows = {row for _, row, at in pending if at == language}
            passages = self._archive.passages(sorted(rows))
            self._index.apply(language, passages, rows - set(passages))
        if pending:
            self._archive.settle(pending[-1][0])

    def _recover(self) -> None:
        """Finish an interrupted delivery; rebuild indexes that are missing, old or damaged."""
        if self._archive.meta("lexical") != index_format():
            self._rebuild({*self._archive.passage_counts(), *self._index.languages()})
        # An embedder that is out of order must not keep anybody from reading: `add` tries again.
        with suppress(ModelError):
            self._deliver()
        if self._wrong():
            # Another process may just have been between archive and index: look again in turn.
            with self._archive.transaction():
                while self._archive.pending(1):
                    self._deliver_block()
                wrong = self._wrong()
            if wrong:
                self._rebuild(wrong)

    def _wrong(self) -> list[str]:
        """Languages whose index does not hold as many passages as the archive."""
        self._index.close()
        counts = self._archive.passage_counts()
        languages = {*counts, *self._index.languages()}
        return [c for c in sorted(languages) if not self._complete(c, counts.get(c, 0))]

    def _complete(self, language: str, passages: int) -> bool:
        try:
            return self._index.count(language) == passages
        except StorageError:
            return False

    def _rebuild(self, languages: Iterable[str]) -> None:
        with self._archive.transaction():
            for language in sorted(languages):
                self._index.drop(language)
                self._archive.requeue([language])
            self._archive.set_meta("lexical", index_format())
        self._deliver()

    def _refresh(self) -> None:
        """Let other processes' commits be seen."""
        version = self._archive.data_version()
        if version != self._seen:
            self._index.reload()
            self._seen = version

    def _must_write(self) -> None:
        if self._read_only:
            raise StorageError(
                "The knowledge base is open for reading only",
                remedy="Open it without read_only to change it.",
            )


def _dense(path: Path, archive: Archive, embedder: Embedder | None) -> DenseIndex | None:
    if embedder is None:
        return None
    from opengovai.knowledge.dense import DenseIndex

    return DenseIndex(path / "dense", archive, embedder)
