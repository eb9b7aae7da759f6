"""Reads a whole knowledge base and names everything that is not as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengovai.errors import StorageError
from opengovai.knowledge.archive import Archive
from opengovai.knowledge.lexical import LexicalIndex
from opengovai.knowledge.results import Integrity
from opengovai.types import Document

if TYPE_CHECKING:
    from opengovai.knowledge.dense import DenseIndex


def check(archive: Archive, index: LexicalIndex, dense: DenseIndex | None = None) -> Integrity:
    """All faults of the archive, of its passages, of index and vectors, in that order."""
    faults = archive.faults()
    faults += _documents(archive)
    listings = archive.listings()
    for listing in listings:
        faults += _passages(archive, listing.id, listing.version)
    faults += _index(archive, index)
    faults += dense.verify() if dense else []
    return Integrity(
        documents=len(listings),
        passages=sum(archive.passage_counts().values()),
        faults=tuple(faults),
    )


def _documents(archive: Archive) -> list[str]:
    return [
        f"document {document.id}, version {document.version}: the text has another digest"
        for document in archive.every_version()
        if Document.digest(document.text) != document.version
    ]


def _passages(archive: Archive, document_id: str, version: str) -> list[str]:
    document = archive.document(document_id, version)
    if document is None:
        return [f"document {document_id}: the current version {version} is missing"]
    return [
        f"passage {passage.id} of {document_id}: it is not what stands at its place"
        for passage in archive.passages_of(document_id)
        if passage.text != document.text[passage.start : passage.end] or passage.version != version
    ]


def _index(archive: Archive, index: LexicalIndex) -> list[str]:
    faults = []
    if archive.pending(1):
        faults.append(
            "the lexical index is behind; `opengovai ingest` of any of its files mends it"
        )
    for language in sorted({*archive.passage_counts(), *index.languages()}):
        try:
            faults += index.faults(language)
            if index.rows(language) != archive.rows_of(language):
                faults.append(f"lexical index {language}: it holds other passages than the archive")
        except StorageError as error:
            faults.append(f"lexical index {language}: {error.what}")
    return faults
