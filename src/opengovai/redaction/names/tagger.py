"""The recognizer of names: tokens, word vectors, tag scores, spans."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from threading import Lock

import numpy as np

from opengovai.languages.stopwords import STOP_WORDS
from opengovai.redaction.names.decoding import runs
from opengovai.redaction.names.features import SHAPES, Floats, vectors
from opengovai.redaction.names.network import REACH, Weights, tag_scores
from opengovai.redaction.names.tokens import tokenize
from opengovai.types import EntitySpan

_BLOCK = 2048
"""Tokens scored at once: bounds memory, and stays within a core's cache."""

_REMEMBERED = 1 << 14
"""Words whose vectors are kept between texts: 5 MB."""

_MARGIN = 3 * REACH + 64

_LONGEST = 40
"""Characters of a word that may be a name: beyond it stand keys, links and noise."""

_NEVER = frozenset(word for words in STOP_WORDS.values() for word in words)
"""Words that are no name by themselves, however capitalised."""

RECOGNIZER = "names"


class NameTagger:
    """Finds names of persons in running text of any of the seven languages.

    Implements `opengovai.protocols.Recognizer`; safe to share between threads. `entities` says
    what is reported: "PERSON", "ADDRESS" or both.
    """

    def __init__(
        self, weights: Weights, *, entities: Collection[str], threshold: float = 0.0
    ) -> None:
        self._weights = weights
        self._threshold = threshold
        self._entities = frozenset(entities)
        self._lock = Lock()
        self._known: dict[str, int] = {}
        self._vectors = np.zeros((_REMEMBERED, len(weights.scale) + SHAPES), dtype=np.float32)

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans in text order; `score` is the mean probability of its tokens to be in one."""
        words, places = tokenize(text)
        for first in range(0, len(words), _BLOCK):
            yield from self._block(words, places, first)

    def _block(
        self, words: Sequence[str], places: Sequence[tuple[int, int]], first: int
    ) -> Iterator[EntitySpan]:
        """Entities that begin in one block. The margin makes the result the same as in one go,
        but for an entity longer than the margin."""
        low, high = max(0, first - _MARGIN), min(len(words), first + _BLOCK + _MARGIN)
        scores = tag_scores(self._look_up(words[low:high]), self._weights)
        named = 1.0 - np.exp(scores[:, 0])
        for entity, start, end in runs(scores):
            if entity not in self._entities or not first <= low + start < first + _BLOCK:
                continue
            score = round(float(named[start:end].mean()), 4)
            if score >= self._threshold and _may_be_name(words[low + start : low + end]):
                yield EntitySpan(
                    start=places[low + start][0],
                    end=places[low + end - 1][1],
                    entity=entity,
                    score=score,
                    recognizer=RECOGNIZER,
                )

    def _look_up(self, words: Sequence[str]) -> Floats:
        """float32[n, in]: the words' vectors, computed for those not seen lately."""
        with self._lock:
            known = self._known
            missing = [word for word in dict.fromkeys(words) if word not in known]
            if missing:
                self._remember(missing, words)
            return self._vectors[[self._known[word] for word in words]]

    def _remember(self, missing: list[str], words: Sequence[str]) -> None:
        if len(self._known) + len(missing) > _REMEMBERED:
            self._known.clear()
            missing = list(dict.fromkeys(words))
        first = len(self._known)
        weights = self._weights
        self._vectors[first : first + len(missing)] = vectors(missing, weights.table, weights.scale)
        self._known.update(zip(missing, range(first, first + len(missing)), strict=True))


def _may_be_name(words: Sequence[str]) -> bool:
    return max(map(len, words)) <= _LONGEST and not all(w.casefold() in _NEVER for w in words)
