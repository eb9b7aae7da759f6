"""Passages for a question: those for the part that asks, those for the story around it, and those
for the words that official texts may use instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from opengovai.answering.expansion import expanded
from opengovai.answering.focus import told
from opengovai.answering.model import linear
from opengovai.answering.units import vocabulary
from opengovai.languages.countries import countries, countries_of_address
from opengovai.languages.places import places_asked, places_named
from opengovai.protocols import Retriever
from opengovai.types import Hit, Passage, Question

PLACES = (
    "score",  # of the question's search, relative to its best
    "rank",  # 1 / rank there
    "held",  # share of the question that it holds
    "wide_score",  # the same of the search with related words
    "wide_rank",
    "wide_held",
    "elsewhere",  # 1 where the question names a country and the passage is of another
    "foreign",  # 1 where it is in another language
)
"""What describes a passage before it is read."""

_STORY = 0.4  # what a word of the story counts beside one of the part that asks
_HELD = 0.15  # share of the question that some passage must hold, or there is no content at all
_WIDE = 60  # passages that each search gives


def gather(retriever: Retriever, question: Question, *, k: int) -> list[Hit]:
    """At most `k` hits, best first by a linear model of PLACES, which is their `score`. Where the
    question has a story, the scores of its searches are averaged, a passage that only one of them
    finds has 0 in the other; the weights hold the words of both, those of the story with less.
    None where no passage holds enough."""
    found = gathered(retriever, question)
    score = linear("passages", PLACES)
    ranked = sorted(((score(values), hit) for hit, values in found), key=lambda pair: -pair[0])
    return [replace(hit, score=value) for value, hit in ranked[:k]]


def gathered(retriever: Retriever, question: Question) -> list[tuple[Hit, tuple[float, ...]]]:
    """All that the searches find but other countries' law, with the values of PLACES."""
    asked = _searched(retriever, question)
    words = expanded(told(question), question.language)
    wide = retriever.retrieve(words, k=_WIDE, language=question.language) if words else []
    if not any(hit.lexical >= _HELD for hit in (*asked, *wide)):
        return []
    weights = {hit.passage.language: hit.weights for hit in reversed(asked)}
    places = _places(asked), _places(wide)
    about = countries(question.text)
    placed = places_asked(question.query, question.language)
    return [
        (
            replace(hit, weights=weights.get(hit.passage.language, hit.weights)),
            (
                *places[0].get(key, _NOWHERE),
                *places[1].get(key, _NOWHERE),
                elsewhere(about, hit.passage),
                float(hit.passage.language != question.language),
            ),
        )
        for key, hit in {hit.passage.id: hit for hit in (*wide, *asked)}.items()
        if not (placed and _other_law(placed | about, hit.passage))
    ]


_NOWHERE = (0.0, 0.0, 0.0)


def elsewhere(about: frozenset[str], passage: Passage) -> float:
    """1 where countries are asked about and the passage neither belongs to one nor names one."""
    if not about:
        return 0.0
    named = countries(" \n ".join((passage.title, *passage.headings, passage.text)))
    return float(about.isdisjoint(named | countries_of_address(passage.uri)))


def _other_law(about: frozenset[str], passage: Passage) -> bool:
    """Whether the document is the law of countries that the question does not name, and the passage
    names none of those that it does. An international document, or one that shows no country, is
    nobody else's."""
    theirs = countries_of_address(passage.uri) | countries(passage.title)
    theirs |= places_named(passage.title, passage.language)
    if not theirs or not theirs.isdisjoint(about) or not elsewhere(about, passage):
        return False
    return about.isdisjoint(places_named(passage.text, passage.language))


def _searched(retriever: Retriever, question: Question) -> list[Hit]:
    whole, language = told(question), question.language
    asked = list(retriever.retrieve(question.query, k=_WIDE, language=language))
    if whole.split() == question.query.split():
        return asked
    return _merged(asked, retriever.retrieve(whole, k=_WIDE, language=language))


def _places(hits: Sequence[Hit]) -> Mapping[str, tuple[float, float, float]]:
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    return {
        hit.passage.id: (hit.score / best, 1 / (1 + rank), hit.lexical)
        for rank, hit in enumerate(hits)
    }


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


def _by_language(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.passage.language, []).append(hit)
    return found


def _weights(asked: Sequence[Hit], whole: Sequence[Hit]) -> dict[str, float]:
    """Weights of one language: a word of the story counts less, and not at all where nothing that
    was found has it."""
    asking = (asked or whole)[0].weights
    held = frozenset[str]().union(*(vocabulary(hit.passage) for hit in (*asked, *whole)[:20]))
    story = {t: _STORY * w for t, w in whole[0].weights.items() if t in held}
    return {**story, **asking}
