"""One query against the lexical index of one language: its clauses, weights and shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import tantivy

from opengovai.knowledge.translated import TranslatedWeights, is_translated
from opengovai.knowledge.weighing import (
    COMMON,
    HEAD_BOOST,
    MOST_CANDIDATES,
    PAIR_BOOST,
    REFERENCE_BOOST,
    Asked,
    Weights,
)
from opengovai.languages.references import MARK

_BITS = 20  # flags that a float32 score adds up without loss


class LexicalQuery:
    """What was asked, in the terms of one index; `weights` has the idf of each term."""

    def __init__(self, asked: Asked, *, schema: Any, searcher: Any, language: str) -> None:
        self._schema, self._searcher = schema, searcher
        self._grammar, self._pairs = asked.grammar, asked.pairs
        weigh = TranslatedWeights if is_translated(asked, language) else Weights
        self._weights = weigh(
            asked,
            language,
            passages=searcher.num_docs,
            holding=lambda term: int(searcher.doc_freq("text", term)),
            near=self._near,
        )
        self.weights = self._weights.of
        self.translated = self._weights.translated

    def _near(self, prefix: str) -> list[str]:
        known = self._searcher.terms_with_prefix("text", prefix, limit=MOST_CANDIDATES)
        return [word for word, _ in known]

    def best(self, limit: int) -> list[tuple[int, float]]:
        """Rows and scores, best first: BM25 of words, headings, parts of words, stop words and
        pairs of words, relative to the query's idf mass."""
        clauses = [part for term in self.weights for part in self._whole(term)]
        clauses += self._rare("grams", self._weights.parts)
        if not self.translated:
            clauses += self._rare("grammar", ((word, 1.0) for word in self._grammar))
            clauses += self._beside()
        if not clauses:
            return []
        found = self._search(_any(clauses), min(limit, max(1, self._searcher.num_docs)))
        mass = self._weights.mass or 1.0
        return [(row, score / mass) for row, score in found]

    def shares(self, rows: Sequence[int]) -> dict[int, float]:
        """For each row the share of the idf mass that it holds, a word's variant in part."""
        held = self._held(rows, "text", list(self.weights))
        parts = self._held(rows, "grams", self._weights.missing_grams(held.values()))
        return {row: self._weights.share(held[row], parts[row]) for row in rows}

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
        boost = self._weights.boosts[term]
        head = REFERENCE_BOOST if term.startswith(MARK) else HEAD_BOOST
        return self._term("text", term, boost), self._term("head", term, boost * head)

    def _rare(self, field: str, terms: Iterable[tuple[str, float]]) -> list[Any]:
        return [
            self._term(field, term, boost)
            for term, boost in terms
            if 0 < self._searcher.doc_freq(field, term) <= COMMON
        ]

    def _beside(self) -> list[Any]:
        try:
            return self._rare("pairs", ((pair, PAIR_BOOST) for pair in self._pairs))
        except ValueError as error:
            # A base that an older version indexed, open for reading only.
            if "not defined in the schema" in str(error):
                return []
            raise

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
