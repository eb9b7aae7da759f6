"""How documents, passages and terms are written into rows, and read again.

Texts go into `bytea` and `json`, because PostgreSQL's `text` cannot hold every Unicode string: a
NUL is written as an escape there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from opengovai.types import Document, Match, Passage, Section, StoredVersion

_HELD_APART = {"id", "version", "text"}


def key(language: str, term: str) -> str:
    """A term as `search` holds it: in one array for all languages."""
    return f"{language} {term}"


def term(key: str) -> str:
    """The term of such a key."""
    return key.partition(" ")[2]


def digest(terms: Iterable[str]) -> bytes:
    """Equal for equal sets of terms."""
    return sha256("\n".join(sorted(terms)).encode()).digest()[:16]


def metadata(document: Document) -> str:
    """Everything about a version but its text."""
    values = asdict(document)
    return json.dumps({k: v for k, v in values.items() if k not in _HELD_APART and v})


def document(document_id: str, version: str, metadata: dict[str, Any], text: bytes) -> Document:
    """Read a version again."""
    sections = tuple(Section(**section) for section in metadata.pop("sections", ()))
    values = {"title": "", "language": "", "uri": ""} | metadata
    return Document(
        id=document_id,
        version=version,
        text=bytes(text).decode("utf-8"),
        sections=sections,
        **values,
    )


def content(passage: Passage) -> str:
    """What a hit shows."""
    return json.dumps(
        {
            "text": passage.text,
            "headings": passage.headings,
            "title": passage.title,
            "uri": passage.uri,
        }
    )


def passage(
    identifier: str,
    document_id: str,
    version: str,
    first: int,
    last: int,
    language: str,
    content: dict[str, Any],
) -> Passage:
    """Read a passage again."""
    return Passage(
        id=identifier,
        document_id=document_id,
        version=version,
        text=content["text"],
        start=first,
        end=last,
        headings=tuple(content["headings"]),
        language=language,
        uri=content["uri"],
        title=content["title"],
    )


def match(row: Sequence[Any]) -> Match:
    """Read a hit: a passage's seven columns, a score, the marks that it holds."""
    return Match(
        passage=passage(*row[:7]),
        score=float(row[7]),
        held=frozenset(map(term, row[8])),
    )


def stored_version(
    document_id: str, version: str, metadata: dict[str, Any], current: int, passages: int
) -> StoredVersion:
    """Read one line of a history."""
    return StoredVersion(
        document_id=document_id,
        version=version,
        title=metadata.get("title", ""),
        language=metadata.get("language", ""),
        uri=metadata.get("uri", ""),
        current=bool(current),
        passages=passages,
    )
