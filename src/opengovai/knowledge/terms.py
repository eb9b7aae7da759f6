"""Under which terms a passage is found in a `PassageStore`, and what each weighs in a query.

A passage is a set of strings. A sign before the term says what it is; a term itself begins with a
letter, a digit or the mark of a reference.

    passport    a word of title, headings or text, as its stem
    +passport   it stands there at least twice; `*passport`: at least four times
    ^passport   it stands in the title or a heading
    ~_pas       a word has this part
    =the        the passage has this stop word
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain

from opengovai.knowledge.translated import TranslatedWeights, candidates, is_translated
from opengovai.knowledge.weighing import (
    COMMON,
    HEAD_BOOST,
    REFERENCE_BOOST,
    Asked,
    Weights,
    idf,
)
from opengovai.languages.analysis import grams, split_words, stem, words
from opengovai.languages.references import MARK
from opengovai.types import Passage

# What BM25's saturation (k1 = 1.2) adds at mean length when a term occurs twice instead of once,
# four times instead of twice.
_LEVELS = (("+", 2, 0.375), ("*", 4, 0.317))
_HEAD, _GRAM, _GRAMMAR = "^", "~", "="


def of_passage(passage: Passage) -> tuple[frozenset[str], int]:
    """The passage's terms, and its length in words."""
    language = passage.language
    head = [
        word for heading in (passage.title, *passage.headings) for word in words(heading, language)
    ]
    content, grammar = split_words(passage.text, language)
    text = [*head, *content]
    found = Counter(stem(text, language))
    held = set(found)
    for sign, least, _ in _LEVELS:
        held.update(sign + term for term, count in found.items() if count >= least)
    held.update(_HEAD + term for term in stem(head, language))
    held.update(_GRAM + gram for gram in chain.from_iterable(map(grams, set(text))))
    held.update(_GRAMMAR + word for word in grammar)
    return frozenset(held), len(text)


def decisive(asked: Asked, language: str) -> list[str]:
    """The terms whose frequencies decide what a query's words weigh in one language."""
    if is_translated(asked, language):
        return candidates(asked, language)
    return list(dict.fromkeys(stem(asked.words, language)))


def wanted(weights: Weights | TranslatedWeights, grammar: Iterable[str]) -> dict[str, float]:
    """Every term that may score, with the factor by which its idf counts."""
    factors: dict[str, float] = {}
    for term, boost in weights.boosts.items():
        head = REFERENCE_BOOST if term.startswith(MARK) else HEAD_BOOST
        factors |= {term: boost, _HEAD + term: boost * head}
        factors |= {sign + term: boost * factor for sign, _, factor in _LEVELS}
    for part, boost in weights.parts:
        factors[_GRAM + part] = factors.get(_GRAM + part, 0.0) + boost
    return factors if weights.translated else factors | {_GRAMMAR + word: 1.0 for word in grammar}


def weighed(
    factors: Mapping[str, float], passages: int, holding: Mapping[str, int], *, mass: float
) -> dict[str, float]:
    """The weight of each term that some passage holds, relative to the query's idf mass; parts of
    words and stop words that too many hold are left out."""
    weights: dict[str, float] = {}
    for term, factor in factors.items():
        held = holding.get(term, 0)
        rare = held <= COMMON or term[0] not in _GRAM + _GRAMMAR
        if held and rare:
            base = term[1:] if term[0] in "+*" else term
            weights[term] = factor * idf(passages, holding.get(base, held)) / (mass or 1.0)
    return weights


def marks(weights: Weights | TranslatedWeights) -> frozenset[str]:
    """The terms and parts of words by which a passage's share is told."""
    return frozenset((*weights.of, *(_GRAM + part for part, _ in weights.parts)))


def grams_in(held: AbstractSet[str]) -> set[str]:
    """The parts of words among a passage's terms."""
    return {term[1:] for term in held if term[0] == _GRAM}
