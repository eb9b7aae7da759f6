"""How documents, passages and terms are written into rows, and read again.

Texts go into `bytea` and `json`, because PostgreSQL's `text` cannot hold every Unicode string: a
NUL is written as an escape there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from hashlib import blake2b, sha256
from typing import Any

import numpy as np

from opengovai.types import Document, Extent, IndexedPassage, Match, Passage, Section, StoredVersion

_HELD_APART = {"id", "version", "text"}
_MOST = 255  # occurrences that are counted
_HEADER = 20  # bytes before the elements of an array that is sent
_SENT = np.dtype([("length", ">i4"), ("key", ">i8")])


def key(language: str, term: str) -> int:
    """A term as `search` and `frequency` hold it, of all languages in one index: 64 bits of a
    digest, by which two terms of one passage are confused once in 10^14 passages."""
    digest = blake2b(f"{language} {term}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def array(values: Iterable[int]) -> str:
    """PostgreSQL's way to write an array of numbers."""
    return "{" + ",".join(map(str, values)) + "}"


def counted(language: str, terms: Mapping[str, int]) -> tuple[str, bytes]:
    """The columns `terms` and `counts` of a passage."""
    counts = sorted((key(language, term), min(count, _MOST)) for term, count in terms.items())
    return array(key for key, _ in counts), bytes(count for _, count in counts)


class Counted:
    """Reads those two columns for some terms of each language."""

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        named = {key(language, term): term for language, held in terms.items() for term in held}
        self._names = [named[one] for one in sorted(named)]
        self._keys = np.array(sorted(named), np.int64)

    def held(self, terms: bytes, counts: bytes) -> dict[str, int]:
        """How often the passage has each of the terms; `terms` as `array_send` writes it."""
        there = np.frombuffer(terms, _SENT, offset=min(_HEADER, len(terms)))["key"].astype(np.int64)
        places = np.searchsorted(there, self._keys)
        places[places == len(there)] = 0
        if not len(there):
            return {}
        (found,) = np.nonzero(there[places] == self._keys)
        return {self._names[n]: counts[places[n]] for n in found}


def extents(found: Iterable[tuple[str, int, Sequence[int]]]) -> dict[str, Extent]:
    """Sums by language of passages and lengths."""
    passages: Counter[str] = Counter()
    lengths: dict[str, list[int]] = {}
    for language, number, part in found:
        passages[language] += number
        known = lengths.get(language, [0] * len(part))
        lengths[language] = [a + b for a, b in zip(known, part, strict=True)]
    return {
        language: Extent(passages=number, lengths=tuple(lengths[language]))
        for language, number in passages.items()
    }


def digest(part: IndexedPassage) -> bytes:
    """Equal for passages that are found alike."""
    terms = (f"{term} {count}" for term, count in sorted(part.terms.items()))
    return sha256("\n".join((str(part.lengths), *terms)).encode()).digest()[:16]


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


def match(row: Sequence[Any], counted: Counted) -> Match:
    """Read a hit: row, language, score, lengths, terms, counts."""
    return Match(
        row=row[0],
        language=row[1],
        score=float(row[2]),
        lengths=tuple(row[3]),
        held=counted.held(row[4], row[5]),
    )


def plain(name: str) -> str:
    """A publisher's name as `text` can hold it."""
    return name.replace("\0", "")


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
