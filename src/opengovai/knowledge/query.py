"""One query against the lexical index of one language: its clauses, weights and shares."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import tantivy

from opengovai.knowledge.spelling import nearest, prefix_of
from opengovai.languages.analysis import grams, split_words, stem
from opengovai.languages.references import MARK

_HEAD_BOOST = 1.0
_REFERENCE_BOOST = 6.0  # a heading's own number: "section 26" finds that section first
_GRAM_BOOST = 0.3
_LONGEST_QUERY = 64  # distinct words; of a longer text, the first ones
_COMMON = 5000  # passages; parts of words and stop words that more of them hold are left out

_FEWEST_GRAMS = 4  # a shorter word is held whole or not at all
_SIMILAR = 0.6  # share of a word's parts that make a passage hold a variant of it
_PARTIAL = 0.7  # what holding a variant counts
_CORRECTED = 0.8  # what holding the word that a misspelt one stands for counts
_MOST_CANDIDATES = 5000
_BITS = 20  # flags that a float32 score adds up without loss


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A query's distinct words, and its distinct stop words."""

    words: list[str]
    grammar: list[str]

    @classmethod
    def of(cls, text: str, language: str) -> Asked:
        """Cut the text as its own language says."""
        content, grammar = split_words(text, language)
        return cls(
            words=list(dict.fromkeys(content or grammar))[:_LONGEST_QUERY],
            grammar=list(dict.fromkeys(grammar))[:_LONGEST_QUERY],
        )


class LexicalQuery:
    """What was asked, in the terms of one index; `weights` has the idf of each term."""

    def __init__(self, asked: Asked, *, schema: Any, searcher: Any, language: str) -> None:
        self._schema, self._searcher = schema, searcher
        self._grammar = asked.grammar
        self.weights: dict[str, float] = {}
        self._credit: dict[str, float] = {}
        self._grams: dict[str, tuple[str, ...]] = {}
        for word, term in zip(asked.words, stem(asked.words, language), strict=True):
            self._take(word, term)
        self._mass = sum(self.weights.values())

    def _take(self, word: str, term: str) -> None:
        """Weigh one term; a word that no passage holds weighs most, also when it is taken for a
        misspelling of one that they do hold."""
        held = self._searcher.doc_freq("text", term)
        meant = term if held else self._meant(term)
        self._grams.setdefault(meant, grams(word))
        self.weights.setdefault(meant, _idf(self._searcher.num_docs, held))
        self._credit.setdefault(meant, 1.0 if meant == term else _CORRECTED)

    def _meant(self, term: str) -> str:
        prefix = prefix_of(term)
        if prefix is None:
            return term
        known = self._searcher.terms_with_prefix("text", prefix, limit=_MOST_CANDIDATES)
        near = nearest(term, (word for word, _ in known))
        return near[0] if near else term  # the most frequent one: that is tantivy's order

    def best(self, limit: int) -> list[tuple[int, float]]:
        """Rows and scores, best first: BM25 of words, headings, parts of words and stop words,
        relative to the query's idf mass."""
        clauses = [clause for term in self._grams for clause in self._whole(term)]
        clauses += self._rare("grams", chain.from_iterable(self._grams.values()), _GRAM_BOOST)
        clauses += self._rare("grammar", self._grammar, 1.0)
        if not clauses:
            return []
        found = self._search(_any(clauses), limit)
        return [(row, score / (self._mass or 1.0)) for row, score in found]

    def shares(self, rows: Sequence[int]) -> dict[int, float]:
        """For each row the share of the idf mass that it holds, a word's variant in part."""
        held = self._held(rows, "text", list(self._grams))
        missing = [
            term
            for term, parts in self._grams.items()
            if len(parts) >= _FEWEST_GRAMS and any(term not in held[row] for row in rows)
        ]
        parts = list(dict.fromkeys(gram for term in missing for gram in self._grams[term]))
        found = self._held(rows, "grams", parts)
        return {row: self._share(held[row], found[row]) for row in rows}

    def _share(self, held: set[str], parts: set[str]) -> float:
        mass = sum(
            weight * (self._credit[term] if term in held else self._variant(term, parts))
            for term, weight in self.weights.items()
        )
        return min(1.0, mass / self._mass) if self._mass else 0.0

    def _variant(self, term: str, parts: set[str]) -> float:
        wanted = self._grams[term]
        alike = sum(gram in parts for gram in wanted) >= _SIMILAR * len(wanted)
        return _PARTIAL if alike and len(wanted) >= _FEWEST_GRAMS else 0.0

    def _held(self, rows: Sequence[int], field: str, terms: Sequence[str]) -> dict[int, set[str]]:
        """Which of the terms each row holds: every term adds its own power of two to the score."""
        held: dict[int, set[str]] = {row: set() for row in rows}
        among = _any([self._term("row", row) for row in rows])
        none = tantivy.Query.const_score_query(among, 0.0)
        for first in range(0, len(terms), _BITS):
            block = terms[first : first + _BITS]
            flags = [
                tantivy.Query.const_score_query(self._term(field, term), float(1 << bit))
                for bit, term in enumerate(block)
            ]
            for row, score in self._search(_must(none, flags), len(rows)):
                held[row].update(term for bit, term in enumerate(block) if int(score) >> bit & 1)
        return held

    def _whole(self, term: str) -> tuple[Any, Any]:
        boost = _REFERENCE_BOOST if term.startswith(MARK) else _HEAD_BOOST
        return self._term("text", term), self._term("head", term, boost)

    def _rare(self, field: str, terms: Iterable[str], boost: float) -> list[Any]:
        return [
            self._term(field, term, boost)
            for term in terms
            if 0 < self._searcher.doc_freq(field, term) <= _COMMON
        ]

    def _search(self, query: Any, limit: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, limit=limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [at for _, at in hits])
        return [(row, score) for row, (score, _) in zip(rows, hits, strict=True)]

    def _term(self, field: str, value: str | int, boost: float = 1.0) -> Any:
        query = tantivy.Query.term_query(self._schema, field, value, "freq")
        return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)


def _any(clauses: Iterable[Any]) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])


def _must(needed: Any, optional: Iterable[Any]) -> Any:
    clauses = [(tantivy.Occur.Should, clause) for clause in optional]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, needed), *clauses])


def _idf(total: int, holding: int) -> float:
    """BM25's idf over the passages of one language; a word that none holds weighs most."""
    held = min(total, holding)
    return math.log(1 + (total - held + 0.5) / (held + 0.5))
