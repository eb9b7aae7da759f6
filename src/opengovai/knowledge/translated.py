"""A query's words in the terms of an index in another language, and what they weigh.

Probabilistic structured queries (Darwish & Oard 2003): a word occurs as often as its translations
do, each counted by its probability, and so does its document frequency. A word without translation,
such as a name, stands for itself, written in the other script if need be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from opengovai.knowledge.dictionary import senses, translatable
from opengovai.knowledge.spelling import nearest, prefix_of
from opengovai.knowledge.weighing import FEWEST_GRAMS, GRAM_BOOST, PARTIAL, SIMILAR, Asked, idf
from opengovai.languages.analysis import grams, stem
from opengovai.languages.transliteration import transliterate

_ITSELF = 0.3  # probability at least that a word stands for itself where the index holds it
_SENSE = 0.8  # what holding the likeliest translation counts


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of the query: what it may be in the index, its weight, its parts."""

    senses: Mapping[str, float]
    weight: float
    parts: tuple[str, ...]
    known: bool

    def credit(self, held: AbstractSet[str], parts: AbstractSet[str]) -> float:
        """How far a passage that holds these terms and parts of words holds the word."""
        best = max(self.senses.values())
        found = max((self.senses[term] / best for term in self.senses.keys() & held), default=0.0)
        if self.known:
            return _SENSE * found
        alike = sum(part in parts for part in self.parts) >= SIMILAR * len(self.parts)
        return max(found, PARTIAL if alike and len(self.parts) >= FEWEST_GRAMS else 0.0)


class TranslatedWeights:
    """`weighing.Weights` for an index in another language than the query's."""

    translated = True

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
        self.boosts: dict[str, float] = {}
        self.parts: list[tuple[str, float]] = []
        self._words: list[_Word] = []
        for word, key in zip(asked.words, stem(asked.words, asked.language), strict=True):
            self._add(_word(word, key, asked.language, language, passages, holding, near))
        for term, weight in self.of.items():
            self.boosts[term] = weight / idf(passages, holding(term))
        self.mass = sum(word.weight for word in self._words)

    def missing_grams(self, held: Iterable[AbstractSet[str]]) -> list[str]:
        """The parts that tell whether passages hold variants of words without translation."""
        return list(dict.fromkeys(p for word in self._words if not word.known for p in word.parts))

    def share(self, held: AbstractSet[str], parts: AbstractSet[str]) -> float:
        """The share in [0, 1] of the query's idf mass; a translation never counts in full."""
        mass = sum(word.weight * word.credit(held, parts) for word in self._words)
        return min(1.0, mass / self.mass) if self.mass else 0.0

    def _add(self, word: _Word) -> None:
        self._words.append(word)
        for term, chance in word.senses.items():
            self.of[term] = self.of.get(term, 0.0) + chance * word.weight
        unsure = 1.0 if not word.known else 1 - max(word.senses.values())
        self.parts += [(part, GRAM_BOOST * unsure) for part in word.parts]


def candidates(asked: Asked, language: str) -> list[str]:
    """Every term whose frequency decides what the query's words weigh."""
    keys = stem(asked.words, asked.language)
    found = [term for key in keys for term in senses(key, asked.language, language)]
    itself = [transliterate(word, asked.language, language) for word in asked.words]
    return list(dict.fromkeys([*found, *stem(itself, language)]))


def is_translated(asked: Asked, language: str) -> bool:
    """Whether the index's language is another one, and there is a way into it."""
    return asked.language != language and translatable(asked.language, language)


def _word(
    word: str,
    key: str,
    source: str,
    target: str,
    passages: int,
    holding: Callable[[str], int],
    near: Callable[[str], Iterable[str]],
) -> _Word:
    name = transliterate(word, source, target)
    itself = stem([name], target)[0]
    found = dict(senses(key, source, target))
    known = bool(found)
    if not known:
        found = {_meant(itself, holding, near): 1.0}
    elif holding(itself):
        found[itself] = max(found.get(itself, 0.0), _ITSELF)
    often = sum(chance * holding(term) for term, chance in found.items())
    return _Word(found, idf(passages, often), grams(name), known)


def _meant(term: str, holding: Callable[[str], int], near: Callable[[str], Iterable[str]]) -> str:
    if holding(term):
        return term
    prefix = prefix_of(term)
    alike = nearest(term, near(prefix)) if prefix else []
    return alike[0] if alike else term
