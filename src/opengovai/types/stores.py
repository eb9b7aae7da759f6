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
    """A passage with the terms under which it is found, each with how often it occurs, and the
    `lengths` of its fields, the first in words.

    Terms are opaque strings to a store: no white space, no control characters.
    """

    passage: Passage
    terms: Mapping[str, int]
    lengths: tuple[int, ...]


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
    """How many passages of one language can be found, and the lengths of their fields together."""

    passages: int
    lengths: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Which passages count: in force on the day `on` (ISO 8601), in one of the `languages`, of one
    of the `publishers`, of documents whose id begins with one of the `prefixes`; an empty tuple
    lets everything through."""

    on: str
    languages: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TermQuery:
    """What is asked of one language's passages: terms with their weights, idf included.

    A passage that holds the terms T scores `sum(weights[t] for t in T) * 2.2 / (1.3 + 0.9 * r)`,
    `r` its first length in means of `mean_length`: BM25 (Robertson & Zaragoza 2009) with k1 = 1.2
    and b = 0.75 for terms that occur once. `counted` are the terms of which the matches tell how
    often they occur; these do not score.
    """

    language: str
    weights: Mapping[str, float]
    counted: frozenset[str]
    mean_length: float
    scope: Scope


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """The row of a passage that a store found, its language and score, how often it `held` each of
    the terms counted (up to 255; none that it does not hold), its lengths."""

    row: int
    language: str
    score: float
    held: Mapping[str, int]
    lengths: tuple[int, ...]
