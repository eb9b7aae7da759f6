"""What a question and a quotable unit have in common, as numbers for a linear model.

Coverage is the share of the question's idf mass (`Hit.weights`) that a unit holds: by parts of
words (character 4-grams, McNamee & Mayfield 2004), and by whole words or related ones of
`opengovai.languages.lexicon`. Each once for the unit alone and once with the headings above it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from opengovai.answering.units import Unit, headings, units, vocabulary
from opengovai.languages.analysis import grams
from opengovai.languages.answer_types import EXACT, asked_types
from opengovai.languages.lexicon import related
from opengovai.types import Question, Source

FEATURES = (
    "score",  # of the passage, relative to the best one's
    "rank",  # 1 / rank of the passage
    "parts",  # coverage by parts of words, unit alone
    "parts_above",  # the same with title and headings
    "related",  # coverage by words and related words, unit alone
    "related_above",  # the same with title and headings
    "passage",  # coverage of the whole passage by words
    "short",  # how much is missing to a full sentence, in [0, 1]
    "length",  # log of words
    "missing",  # 1 where an exact type is asked for that the unit lacks
    "type",  # share of the asked types that the unit has
    "must",  # 1 where a yes/no question meets a rule
    "item",  # 1 where it is an item of a list
)
"""What describes a unit; coverage is in [0, 1]."""

_SHORT = 8  # words


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """One term of the question as passages of one language would say it."""

    term: str
    weight: float
    parts: frozenset[str]
    related: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A unit of a source with its features, in the order of FEATURES."""

    source: Source
    unit: Unit
    values: tuple[float, ...]


def candidates(question: Question, sources: Sequence[Source]) -> list[Candidate]:
    """Every unit of every source, described; sources in rank order."""
    best = max((source.hit.score for source in sources), default=0.0) or 1.0
    asked = asked_types(question.query, question.language)
    wanted: dict[str, list[Wanted]] = {}
    found: list[Candidate] = []
    for rank, source in enumerate(sources):
        language = source.hit.passage.language
        if language not in wanted:
            wanted[language] = terms(source.hit.weights, language)
        score = (source.hit.score / best, 1 / (1 + rank))
        found += _of(source, score, wanted[language], asked)
    return found


def terms(weights: Mapping[str, float], language: str) -> list[Wanted]:
    """The question's terms as passages of that language would say them."""
    return [
        Wanted(
            term=term,
            weight=weight,
            parts=frozenset(grams(term)),
            related=related(term, language),
        )
        for term, weight in weights.items()
    ]


def _of(
    source: Source,
    score: tuple[float, float],
    wanted: Sequence[Wanted],
    asked: frozenset[str],
) -> list[Candidate]:
    passage = source.hit.passage
    above, above_parts = headings((passage.title, *passage.headings), passage.language)
    found = units(passage.text, passage.language)
    in_passage = stems(wanted, vocabulary(passage))
    return [
        Candidate(
            source=source,
            unit=unit,
            values=(
                *score,
                parts(wanted, unit.grams),
                parts(wanted, unit.grams | above_parts),
                relatives(wanted, unit.terms),
                relatives(wanted, unit.terms | above),
                in_passage,
                max(0.0, 1 - unit.words / _SHORT),
                log(1 + unit.words),
                *_types(asked, unit.types),
                float(unit.lead is not None),
            ),
        )
        for unit in found
    ]


def stems(wanted: Sequence[Wanted], held: frozenset[str]) -> float:
    """Share of the mass whose terms are held."""
    return _share(wanted, [float(w.term in held) for w in wanted])


def parts(wanted: Sequence[Wanted], held: frozenset[str]) -> float:
    """Share of the mass whose terms' parts are held."""
    return _share(wanted, [len(w.parts & held) / (len(w.parts) or 1) for w in wanted])


def relatives(wanted: Sequence[Wanted], held: frozenset[str]) -> float:
    """Share of the mass whose terms, or a related one, are held."""
    return _share(wanted, [float(w.term in held or not w.related.isdisjoint(held)) for w in wanted])


def _share(wanted: Sequence[Wanted], credit: Sequence[float]) -> float:
    mass = sum(w.weight for w in wanted)
    held = sum(w.weight * share for w, share in zip(wanted, credit, strict=True))
    return held / mass if mass else 0.0


def _types(asked: frozenset[str], said: frozenset[str]) -> tuple[float, float, float]:
    """Whether a number or name is asked for that the unit lacks; share of asked types that it has;
    whether a yes/no question meets a rule."""
    exact = asked & EXACT
    missing = bool(exact) and not exact & said
    known = asked & said
    share = len(known) / len(asked) if asked else 0.0
    return float(missing), share, float(not asked and "must" in said)
