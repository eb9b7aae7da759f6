"""Under which terms a passage is found in a `PassageStore`, and what each weighs in a query.

A passage is a bag of strings in five fields. A sign before a term names its field; a term itself
begins with a letter, a digit or the mark of a reference.

    passport    a word of title, headings or text, as its stem
    ^passport   a word of title or headings
    ~_pas       a part of a word
    =the        a stop word of the passage
    >the_fee    two words that stand side by side in the text, as their stems
    +passport   the word stands there at least twice; `*passport`: at least four times

A store proposes passages by which of the terms they hold, in which `+` and `*` stand for counts;
`Ranking` then orders them by BM25 of the counts in each field, as the embedded store's index does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from opengovai.knowledge.translated import TranslatedWeights, candidates, is_translated
from opengovai.knowledge.weighing import (
    COMMON,
    HEAD_BOOST,
    PAIR_BOOST,
    REFERENCE_BOOST,
    Asked,
    Weights,
    idf,
)
from opengovai.languages.analysis import grams, in_order, pairs, split, stem, words
from opengovai.languages.references import MARK
from opengovai.types import Extent, Match, Passage

# What BM25's saturation (k1 = 1.2) adds at mean length when a term occurs twice instead of once,
# four times instead of twice.
_LEVELS = (("+", 2, 0.375), ("*", 4, 0.317))
_TEXT, _HEAD, _GRAM, _GRAMMAR, _PAIR = "", "^", "~", "=", ">"
_FIELDS = (_TEXT, _HEAD, _GRAM, _GRAMMAR, _PAIR)  # in the order of the lengths
_K1, _B = 1.2, 0.75
_READ = 4_000  # entries that a proposal may read of parts of words and stop words


def of_passage(passage: Passage) -> tuple[dict[str, int], tuple[int, ...]]:
    """How often each of the passage's terms occurs, and the lengths of its fields in terms."""
    language = passage.language
    head = [
        word for heading in (passage.title, *passage.headings) for word in words(heading, language)
    ]
    in_text = in_order(passage.text, language)
    content, grammar = split(in_text, language)
    text = [*head, *content]
    beside = pairs(in_text, language)
    fields = (stem(text, language), stem(head, language), _parts(text), grammar, beside)
    held: dict[str, int] = {}
    for sign, terms in zip(_FIELDS, fields, strict=True):
        held |= {sign + term: count for term, count in Counter(terms).items()}
    found = Counter(fields[0])
    for sign, least, _ in _LEVELS:
        held |= {sign + term: 1 for term, count in found.items() if count >= least}
    return held, tuple(map(len, fields[:-1]))


def decisive(asked: Asked, language: str) -> list[str]:
    """The terms whose frequencies decide what a query's words weigh in one language."""
    if is_translated(asked, language):
        return candidates(asked, language)
    return list(dict.fromkeys(stem(asked.words, language)))


class Ranking:
    """What a query's terms weigh in one language of a store, and what passages score by them.

    `holding` says how many passages hold each of the terms of `wanted`.
    """

    def __init__(
        self,
        weights: Weights | TranslatedWeights,
        extent: Extent,
        wanted: Mapping[str, float],
        holding: Mapping[str, int],
    ) -> None:
        self._weights = weights
        lengths = _with_pairs(extent.lengths, extent.passages)
        self._means = [max(1.0, length / extent.passages) for length in lengths]
        self._holding = holding
        self._terms: list[tuple[str, int, float]] = []
        for term, boost in wanted.items():
            held = holding.get(term, 0)
            field = _field(term)
            if held and (field < 2 or held <= COMMON):
                weight = boost * idf(extent.passages, held) / (weights.mass or 1.0)
                self._terms.append((term, field, weight))

    @property
    def mean_length(self) -> float:
        """Of a passage, in words."""
        return self._means[0]

    @property
    def counted(self) -> frozenset[str]:
        """The terms whose counts decide a passage's score and share."""
        return marks(self._weights) | {term for term, _, _ in self._terms}

    def proposing(self) -> dict[str, float]:
        """By which terms a store finds passages: words with their levels; of parts of words and
        stop words the rarer ones, so that a query reads no more than it has to."""
        proposed: dict[str, float] = {}
        read = 0
        for term, field, weight in sorted(self._terms, key=lambda entry: (entry[1] > 1, -entry[2])):
            held = self._holding[term]
            read += held if field > 1 else 0
            if field > 1 and read > _READ:
                continue
            proposed[term] = weight
            if field == 0:
                levels = {sign + term: weight * factor for sign, _, factor in _LEVELS}
                proposed |= {level: w for level, w in levels.items() if level in self._holding}
        return proposed

    def score(self, match: Match) -> float:
        """BM25 over the fields (Robertson & Zaragoza 2009), relative to the query's idf mass."""
        norms = [
            _K1 * (1 - _B + _B * _as_indexed(length) / mean)
            for length, mean in zip(_with_pairs(match.lengths, 1), self._means, strict=True)
        ]
        return sum(
            weight * (_K1 + 1) * count / (count + norms[field])
            for term, field, weight in self._terms
            if (count := match.held.get(term, 0))
        )

    def share(self, match: Match) -> float:
        """The share of the query's idf mass that the passage holds."""
        held = match.held.keys()
        return self._weights.share(held, {term[1:] for term in held if term[0] == _GRAM})


def wanted(weights: Weights | TranslatedWeights, asked: Asked) -> dict[str, float]:
    """Every term that may score, with the factor by which its idf counts."""
    factors: dict[str, float] = {}
    for term, boost in weights.boosts.items():
        head = REFERENCE_BOOST if term.startswith(MARK) else HEAD_BOOST
        factors |= {term: boost, _HEAD + term: boost * head}
    for part, boost in weights.parts:
        factors[_GRAM + part] = factors.get(_GRAM + part, 0.0) + boost
    if weights.translated:
        return factors
    grammar = {_GRAMMAR + word: 1.0 for word in asked.grammar}
    return factors | grammar | {_PAIR + pair: PAIR_BOOST for pair in asked.pairs}


def levels(wanted: Iterable[str]) -> list[str]:
    """The terms that say that one of these words occurs several times."""
    return [sign + term for term in wanted if _field(term) == 0 for sign, _, _ in _LEVELS]


def marks(weights: Weights | TranslatedWeights) -> frozenset[str]:
    """The terms and parts of words by which a passage's share is told."""
    return frozenset((*weights.of, *(_GRAM + part for part, _ in weights.parts)))


def _with_pairs(lengths: tuple[int, ...], passages: int) -> tuple[int, ...]:
    """With the number of pairs: the text's words, title and headings aside, have one fewer."""
    text, head, _, grammar = lengths
    return (*lengths, max(0, text - head + grammar - passages))


def _as_indexed(length: int) -> int:
    """As the embedded store's index keeps it (Lucene's SmallFloat: four bits beyond 24), so that
    both rank alike."""
    beyond = length - 24
    shift = max(0, beyond.bit_length() - 4)
    return 24 + (beyond >> shift << shift) if beyond > 0 else length


def _field(term: str) -> int:
    return _FIELDS.index(term[0]) if term[0] in _FIELDS else 0


def _parts(text: Iterable[str]) -> list[str]:
    return list(chain.from_iterable(map(grams, text)))
