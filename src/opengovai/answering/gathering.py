"""Passages for a question: those for the part that asks, and those for the story around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from opengovai.answering.focus import told
from opengovai.answering.units import vocabulary
from opengovai.protocols import Retriever
from opengovai.types import Hit, Question

_STORY = 0.4  # what a word of the story counts beside one of the part that asks
_HELD = 0.15  # share of the question that some passage must hold, or there is no content at all


def gather(retriever: Retriever, question: Question, *, k: int) -> list[Hit]:
    """At most `k` hits, best first. Where the question has a story, the two searches' scores are
    averaged, a passage that only one of them finds has 0 in the other; the weights hold the words
    of both, those of the story with less. None where no passage holds enough."""
    whole, language = told(question), question.language
    if whole.split() == question.query.split():
        found = list(retriever.retrieve(question.query, k=k, language=language))
    else:
        asked = retriever.retrieve(question.query, k=2 * k, language=language)
        found = _merged(asked, retriever.retrieve(whole, k=2 * k, language=language))[:k]
    return found if any(hit.lexical >= _HELD for hit in found) else []


def _merged(asked: Sequence[Hit], whole: Sequence[Hit]) -> list[Hit]:
    scores: dict[str, float] = {}
    lexical: dict[str, float] = {}
    for hit in (*asked, *whole):
        key = hit.passage.id
        scores[key] = scores.get(key, 0.0) + hit.score / 2
        lexical[key] = max(lexical.get(key, 0.0), hit.lexical)
    weights = {
        language: _weights([h for h in asked if h.passage.language == language], told)
        for language, told in _by_language(whole).items()
    }
    unique = {hit.passage.id: hit for hit in (*asked, *whole)}
    merged = [
        replace(
            hit,
            score=scores[key],
            lexical=lexical[key],
            weights=weights.get(hit.passage.language, hit.weights),
        )
        for key, hit in unique.items()
    ]
    return sorted(merged, key=lambda hit: -hit.score)


def _by_language(hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.passage.language, []).append(hit)
    return found


def _weights(asked: Sequence[Hit], whole: Sequence[Hit]) -> dict[str, float]:
    """Weights of one language: a word of the story counts less, and not at all where nothing that
    was found has it."""
    asking = (asked or whole)[0].weights
    held = frozenset[str]().union(*(vocabulary(hit.passage) for hit in (*asked, *whole)))
    story = {t: _STORY * w for t, w in whole[0].weights.items() if t in held}
    return {**story, **asking}
