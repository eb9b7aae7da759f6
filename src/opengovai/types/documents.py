"""Official texts, the passages of them, and what a search finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One heading's span of a document: `text[start:end]` runs from the heading to the next
    heading of the same or a higher level. `level` counts from 1; `page` from 1, where known."""

    heading: str
    level: int
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One official text in one language. `version` is the SHA-256 of the UTF-8 text, in hex.

    `valid_from` and `valid_until` are the first and the last day on which it is in force, as ISO
    8601 dates; empty where there is no such bound. Outside of them it is citable, not found.
    """

    id: str
    title: str
    text: str
    language: str
    uri: str
    version: str
    licence: str = ""
    publisher: str = ""
    published: str = ""
    note: str = ""
    sections: tuple[Section, ...] = ()
    valid_from: str = ""
    valid_until: str = ""

    @staticmethod
    def digest(text: str) -> str:
        """The version of a text: SHA-256 of its UTF-8 bytes, 64 hex digits."""
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A document that was read, and what was kept out of it or guessed, in words for a person."""

    document: Document
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """A source that gave no document. `path` names it as the documents' uris do.

    A row or an archive member that was skipped is named after its file: `laws.csv, row 7`.
    """

    path: str
    reason: str
    remedy: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A quotable range of a document version: `text == document.text[start:end]`, always.

    `headings` is the path from the document's top to the passage, without the title.
    """

    id: str
    document_id: str
    version: str
    text: str
    start: int
    end: int
    headings: tuple[str, ...]
    language: str
    uri: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A passage found. `score` orders hits of one query and means nothing across queries.

    `lexical` in [0, 1] is the share of the query's idf mass that the passage holds, so that a
    floor means the same for every query; `dense` is a cosine in [-1, 1], or None without a model.
    `weights` are the query's terms, analysed in the passage's language, with their idf in the
    index, so that a drafter can weigh sentences as the index weighs passages. A hit is
    `translated` where the passage is in another language than the question and was found through
    likely translations of its words: `lexical` and `weights` then count those by how likely they
    are, and an answer should say that its source is in another language.
    """

    passage: Passage
    score: float
    lexical: float
    dense: float | None = None
    weights: Mapping[str, float] = field(default_factory=dict, compare=False)
    translated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A verified quote: `quote == document.text[start:end]` of that version.

    `publisher` is who publishes the text, as its source states; empty where it does not.
    """

    document_id: str
    version: str
    uri: str
    quote: str
    start: int
    end: int
    title: str = ""
    headings: tuple[str, ...] = ()
    language: str = ""
    publisher: str = ""
