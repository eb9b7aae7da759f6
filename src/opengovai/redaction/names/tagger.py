"""The recognizer of names: tokens, word vectors, tag scores, spans."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from threading import Lock

import numpy as np

from opengovai.languages.stopwords import STOP_WORDS
from opengovai.redaction.bodies.words import is_no_name
from opengovai.redaction.names.countries import is_country
from opengovai.redaction.names.decoding import runs
from opengovai.redaction.names.features import NEAR, SHAPES, Floats, surroundings, vectors
from opengovai.redaction.names.namesakes import is_namesake
from opengovai.redaction.names.network import REACH, TAGS, Weights, one_core, tag_scores
from opengovai.redaction.names.tokens import locate, tokenize
from opengovai.types import EntitySpan

_BLOCK = 2048
"""Tokens scored at once: bounds memory, and stays within a core's cache."""

_REMEMBERED = 1 << 14
"""Words whose vectors are kept between texts: 20 MB."""

_MARGIN = 3 * REACH + 2 * NEAR

_LEAN = 0.7
# A name that stays visible costs more than a word that is hidden: chosen on benchmarks/names/dev.
_FAVOUR = 0.4
"""Log odds towards a name where a text is all in lower case or all in capitals: chosen on the
letters of `benchmarks/names/dev`."""

_DOUBT = 0.9
"""The least probability of a person where something speaks against it: chosen likewise."""

_SENTENCE_ENDS = frozenset(".!?")

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
        self._projected = np.zeros((_REMEMBERED, weights.words.shape[1]), dtype=np.float32)
        self._shapes = np.zeros((_REMEMBERED, SHAPES), dtype=np.float32)

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans in text order; `score` is the mean probability of its tokens to be in one."""
        words = tokenize(text)
        found = [
            name for first in range(0, len(words), _BLOCK) for name in self._block(words, first)
        ]
        places = locate(text, words[: found[-1][2]]) if found else []
        for entity, start, end, score in found:
            yield EntitySpan(
                start=places[start][0],
                end=places[end - 1][1],
                entity=entity,
                score=score,
                recognizer=RECOGNIZER,
            )

    def _block(self, words: Sequence[str], first: int) -> Iterator[tuple[str, int, int, float]]:
        """Entities that begin in one block, by token. The margin makes the result the same as in
        one go, but for an entity longer than the margin."""
        low, high = max(0, first - _MARGIN), min(len(words), first + _BLOCK + _MARGIN)
        with one_core():
            seen, around = self._look_up(words[low:high])
            scores = tag_scores(seen, around, self._weights)
        scores += _leaning(around)
        scores -= np.logaddexp.reduce(scores, axis=1, keepdims=True)
        named = (1.0 - np.exp(scores[:, 0])).tolist()
        for entity, start, end in runs(scores):
            if entity not in self._entities or not first <= low + start < first + _BLOCK:
                continue
            score = round(sum(named[start:end]) / (end - start), 4)
            place = low + start, low + end
            if entity == "PERSON":
                place = _without_bodies(words, *place)
            if (
                place[0] == place[1]
                or score < self._threshold
                or not _may_be_name(words[slice(*place)])
            ):
                continue
            if entity == "PERSON" and (
                (score < _DOUBT and _is_doubtful(words, *place, around[start]))
                or is_namesake(words, *place)
                or is_country(words, *place)
            ):
                continue
            yield entity, *place, score

    def _look_up(self, words: Sequence[str]) -> tuple[Floats, Floats]:
        """What `tag_scores` sees of the words, computed for those not seen lately."""
        with self._lock:
            try:
                rows = list(map(self._known.__getitem__, words))
            except KeyError:
                self._remember(words)
                rows = list(map(self._known.__getitem__, words))
            known = self._projected.take(rows, axis=0)
            marks = self._shapes.take(rows, axis=0)
        return known, surroundings(marks)

    def _remember(self, words: Sequence[str]) -> None:
        missing = [word for word in dict.fromkeys(words) if word not in self._known]
        if len(self._known) + len(missing) > _REMEMBERED:
            self._known.clear()
            missing = list(dict.fromkeys(words))
        rows = slice(len(self._known), len(self._known) + len(missing))
        seen = vectors(missing, self._weights.table, self._weights.scale)
        self._projected[rows] = seen @ self._weights.words
        self._shapes[rows] = seen[:, -SHAPES:]
        self._known.update(zip(missing, range(rows.start, rows.stop), strict=True))


def _leaning(around: Floats) -> Floats:
    """float32[n, tags]: what is added to the scores, more where letters' case tells nothing."""
    silent = (around[:, 0] == 0.0) | (around[:, 2] == 1.0)
    lean = np.zeros((len(around), len(TAGS)), dtype=np.float32)
    lean[:, 1:] = _FAVOUR
    lean[silent, 1:] += _LEAN
    return lean


def _is_doubtful(words: Sequence[str], start: int, end: int, around: Floats) -> bool:
    """Whether the name is a single word that begins a sentence, or breaks the text's use of
    capitals: in lower case where other words have capitals inside sentences, or one word in
    capitals (an acronym?) where others are not."""
    name = words[start:end]
    if around[1] and all(word.islower() for word in name):
        return True
    if len(name) > 1:
        return False
    acronym = not around[2] and len(name[0]) > 1 and name[0].isupper()
    return acronym or (start > 0 and words[start - 1] in _SENTENCE_ENDS)


def _without_bodies(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """The name without words at either end that stand for a body, an office or a label; nothing
    if but initials are left of it."""
    first, last = start, end
    while first < last and (is_no_name(words[first]) or not words[first][0].isalnum()):
        first += 1
    while last > first and is_no_name(words[last - 1]):
        last -= 1
    cut = (first, last) != (start, end)
    if cut and not any(len(word) > 1 for word in words[first:last]):
        return start, start
    return first, last


def _may_be_name(words: Sequence[str]) -> bool:
    return max(map(len, words)) <= _LONGEST and not all(w.casefold() in _NEVER for w in words)
