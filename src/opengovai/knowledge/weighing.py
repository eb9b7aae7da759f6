"""What a query's words weigh in one language's index, and what share of them a passage holds.

The same for every store: an index gives document frequencies and near words, this decides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from opengovai.knowledge.spelling import nearest, prefix_of
from opengovai.languages.analysis import grams, in_order, pairs, split, stem

HEAD_BOOST = 1.0
REFERENCE_BOOST = 6.0  # a heading's own number: "section 26" finds that section first
GRAM_BOOST = 0.3
_GRAM_BOOSTS = {"rw": 0.4}  # the lighter a language's stems, the more is left to parts of words
PAIR_BOOST = 0.35
COMMON = 5000  # passages; parts of words and stop words that more of them hold are left out
FOREIGN = 0.4  # what a passage in another language than the query's keeps of its score
MOST_CANDIDATES = 5000  # words of an index that a misspelt one is compared with

_LONGEST_QUERY = 64  # distinct words; of a longer text, the first ones
FEWEST_GRAMS = 4  # a shorter word is held whole or not at all
SIMILAR = 0.6  # share of a word's parts that make a passage hold a variant of it
PARTIAL = 0.7  # what holding a variant counts
_CORRECTED = 0.8  # what holding the word that a misspelt one stands for counts


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A query's distinct words, stop words and pairs of words that stand side by side, and the
    language that they are in."""

    words: list[str]
    grammar: list[str]
    pairs: list[str]
    language: str = ""

    @classmethod
    def of(cls, text: str, language: str) -> Asked:
        """Cut the text as its own language says."""
        found = in_order(text, language)
        content, grammar = split(found, language)
        return cls(
            words=list(dict.fromkeys(content or grammar))[:_LONGEST_QUERY],
            grammar=list(dict.fromkeys(grammar))[:_LONGEST_QUERY],
            pairs=list(dict.fromkeys(pairs(found, language)))[:_LONGEST_QUERY],
            language=language,
        )


class Weights:
    """The idf of each term that was asked, `of`, and by what its score is multiplied, `boosts`;
    the `parts` of words with their boosts; the query's idf `mass`.

    `holding` gives how many of the `passages` hold a term, `near` the words of the index that
    begin with a prefix, the most frequent first.
    """

    translated = False

    def __init__(
        self,
        asked: Asked,
        language: str,
        *,
        passages: int,
        holding: Callable[[str], int],
        near: Callable[[str], Iterable[str]],
    ) -> None:
        self.of: dict[str, float] = {}
        self._grams: dict[str, tuple[str, ...]] = {}
        self._credit: dict[str, float] = {}
        for word, term in zip(asked.words, stem(asked.words, language), strict=True):
            held = holding(term)
            meant = term if held else _meant(term, near)
            self._grams.setdefault(meant, grams(word))
            # A word that no passage holds weighs most, also when it is taken for a misspelling of
            # one that they do hold.
            self.of.setdefault(meant, idf(passages, held))
            self._credit.setdefault(meant, 1.0 if meant == term else _CORRECTED)
        self.boosts = dict.fromkeys(self.of, 1.0)
        boost = _GRAM_BOOSTS.get(language, GRAM_BOOST)
        self.parts = [(part, boost) for parts in self._grams.values() for part in parts]
        self.mass = sum(self.of.values())

    def missing_grams(self, held: Iterable[AbstractSet[str]]) -> list[str]:
        """The parts that tell whether passages hold variants of the terms they do not hold."""
        everywhere = set(self.of).intersection(*held)
        absent = [term for term in self.of if term not in everywhere and self._divisible(term)]
        return list(dict.fromkeys(gram for term in absent for gram in self._grams[term]))

    def share(self, held: AbstractSet[str], parts: AbstractSet[str]) -> float:
        """The share in [0, 1] of the query's idf mass in a passage that holds these terms and
        these parts of words, a word's variant counted in part."""
        mass = sum(
            weight * (self._credit[term] if term in held else self._variant(term, parts))
            for term, weight in self.of.items()
        )
        return min(1.0, mass / self.mass) if self.mass else 0.0

    def _variant(self, term: str, parts: AbstractSet[str]) -> float:
        wanted = self._grams[term]
        alike = sum(gram in parts for gram in wanted) >= SIMILAR * len(wanted)
        return PARTIAL if alike and self._divisible(term) else 0.0

    def _divisible(self, term: str) -> bool:
        return len(self._grams[term]) >= FEWEST_GRAMS


def idf(passages: int, holding: float) -> float:
    """BM25's idf over the passages of one language; a word that none holds weighs most."""
    held = min(passages, holding)
    return math.log(1 + (passages - held + 0.5) / (held + 0.5))


def _meant(term: str, near: Callable[[str], Iterable[str]]) -> str:
    prefix = prefix_of(term)
    found = nearest(term, near(prefix)) if prefix else []
    return found[0] if found else term
