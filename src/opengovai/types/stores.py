"""What a knowledge base hands to a store that keeps it, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opengovai.types.documents import Document, Passage


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """Counts of one `add`: documents new, changed and untouched; passages written."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    passages: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexedPassage:
    """A passage with the terms under which it is found, and its `length` in words.

    Terms are opaque strings to a store: no white space, no control characters.
    """

    passage: Passage
    terms: frozenset[str]
    length: int


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexedDocument:
    """A document's current version, cut and analysed. Equal `fingerprint`s, nothing changed."""

    document: Document
    fingerprint: str
    passages: tuple[IndexedPassage, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredVersion:
    """One stored version of a document. One that is not `current` is superseded or withdrawn;
    `passages` counts those that can be found: none then."""

    document_id: str
    version: str
    title: str
    language: str
    uri: str
    current: bool
    passages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """How many passages of one language can be found, and their words together."""

    passages: int
    words: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TermQuery:
    """What is asked of one language's passages: terms with their weights, idf included.

    A passage that holds the terms T scores `sum(weights[t] for t in T) * 2.2 / (1.3 + 0.9 * r)`,
    `r` its length in means of `mean_length`: BM25 (Robertson & Zaragoza 2009) with k1 = 1.2 and
    b = 0.75 for terms that occur once. `marks` are further terms of which the matches tell
    whether they hold them; they do not score. `on` is the day, in ISO 8601, on which a document
    must be in force.
    """

    language: str
    weights: Mapping[str, float]
    marks: frozenset[str]
    mean_length: float
    on: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A passage that a store found, its score, and which of the query's terms and marks it has."""

    passage: Passage
    score: float
    held: frozenset[str]
