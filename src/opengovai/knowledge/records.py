"""How documents and passages are written into rows, and read again."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import msgspec

from opengovai.knowledge.filters import Filter
from opengovai.knowledge.results import Listing, VersionListing
from opengovai.types import Document, Passage, Section

PASSAGE = "row, id, document_id, version, text, start, end, headings, language, uri, title"
"""Columns in the order that `passage` reads."""


def fingerprint(document: Document) -> bytes:
    """Equal for documents that are stored alike: the version and a checksum of the metadata."""
    return b"%s:%08x" % (document.version.encode(), zlib.crc32(metadata_of(document)))


def packed(text: str) -> bytes:
    """A document's text as stored: UTF-8, zlib."""
    return zlib.compress(text.encode("utf-8"))


def metadata_of(d: Document) -> bytes:
    """Everything about a version but its text."""
    sections = [[s.heading, s.level, s.start, s.end, s.page] for s in d.sections]
    period = [d.valid_from, d.valid_until] if d.valid_from or d.valid_until else []
    return msgspec.json.encode(
        [d.title, d.language, d.uri, d.licence, d.publisher, d.published, d.note, sections, *period]
    )


def document(document_id: str, version: str, metadata: bytes, text: bytes) -> Document:
    """Read a version again."""
    found = msgspec.json.decode(metadata)
    title, language, uri, licence, publisher, published, note, sections, *period = found
    valid_from, valid_until = period or ("", "")
    return Document(
        id=document_id,
        title=title,
        text=zlib.decompress(text).decode("utf-8"),
        language=language,
        uri=uri,
        version=version,
        licence=licence,
        publisher=publisher,
        published=published,
        note=note,
        sections=tuple(
            Section(heading=heading, level=level, start=start, end=end, page=page)
            for heading, level, start, end, page in sections
        ),
        valid_from=valid_from,
        valid_until=valid_until,
    )


def passage(row: Sequence[Any]) -> Passage:
    """Read the columns `PASSAGE`."""
    _, identifier, document_id, version, text, start, end, headings, language, uri, title = row
    return Passage(
        id=identifier,
        document_id=document_id,
        version=version,
        text=text,
        start=start,
        end=end,
        headings=tuple(msgspec.json.decode(headings)),
        language=language,
        uri=uri,
        title=title,
    )


def admits(wanted: Filter, document_id: str, metadata: bytes) -> bool:
    """Whether a filter lets this document through."""
    _, language, _, _, publisher, *_ = msgspec.json.decode(metadata)
    return wanted.admits(document_id, language=language, publisher=publisher)


def listing(
    identifier: str, version: str, metadata: bytes, versions: int, passages: int
) -> Listing:
    """Read one line of the overview."""
    title, language, uri = msgspec.json.decode(metadata)[:3]
    return Listing(
        id=identifier,
        title=title,
        language=language,
        uri=uri,
        version=version,
        versions=versions,
        passages=passages,
    )


def version_listing(version: str, metadata: bytes, current: int) -> VersionListing:
    """Read one line of a document's history."""
    title = msgspec.json.decode(metadata)[0]
    return VersionListing(version=version, title=title, current=bool(current))
