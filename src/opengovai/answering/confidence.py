"""How likely it is that the sources answer at all: a logistic model over the best candidates, with
small differences for each language.

Coverage alone cannot tell: "How much does a passport cost?" shares every word with a section on
fees that names no amount. So it sees everything that describes the best unit and the best three,
how far they stand out, and what sort of thing is asked.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from math import exp, log

from opengovai.answering.features import (
    FEATURES,
    Candidate,
    Wanted,
    exactly,
    parts,
    relatives,
    terms,
)
from opengovai.answering.model import linear, logistic
from opengovai.answering.units import headings
from opengovai.languages.answer_types import asked_types
from opengovai.types import Question

_AMONG_THREE = ("exact", "parts", "related", "related_near", "rarest", "terms", "type")
_KINDS: tuple[str, ...] = ("money", "duration", "when", "count", "size", "contact", "name")
_KINDS += ("who", "where", "definition", "list")
SIGNS = (
    "best",  # score of the best candidate
    "lead",  # how far it is before the second
    "other",  # how far it is before the best of another passage
    "rivals",  # log of how many compete with it
    "found",  # score of the best passage
    "held",  # share of the question that a passage holds
    "all_parts",  # coverage by all sources together
    "all_related",
    "all_exact",
    "gap",  # share of the heaviest word that the best unit and its headings do not hold
    "all_gap",  # the same of all sources together
    "words",  # log of distinct words
    *(f"best_{name}" for name in FEATURES),
    *(f"three_{name}" for name in _AMONG_THREE),  # the most that one of the best three has
    "three_missing",  # 1 where all of them lack the exact type that is asked for
    *(f"asks_{kind}" for kind in _KINDS),
    "asks_nothing",  # a yes/no question
)
_FAR = 3.0  # lead where there is nobody behind


def confidence(question: Question, ranked: Sequence[tuple[float, Candidate]]) -> float:
    """The probability in (0, 1) that the sources answer; 0 without candidates."""
    if not ranked:
        return 0.0
    return logistic(linear("confidence", SIGNS, question.language)(signs(question, ranked)))


def signs(question: Question, ranked: Sequence[tuple[float, Candidate]]) -> tuple[float, ...]:
    """The values of SIGNS; `ranked` is not empty."""
    best, first = ranked[0]
    everything = [candidate for _, candidate in ranked]
    wanted = terms(first.source.hit.weights, first.source.hit.passage.language)
    held, held_parts = _held(everything)
    three = [dict(zip(FEATURES, one.values, strict=True)) for one in everything[:3]]
    kinds = asked_types(question.query, question.language)
    elsewhere = [score for score, one in ranked if one.source is not first.source]
    return (
        best,
        best - ranked[1][0] if len(ranked) > 1 else _FAR,
        best - elsewhere[0] if elsewhere else _FAR,
        log(sum(exp(score - best) for score, _ in ranked)),
        max(one.source.hit.score for one in everything),
        max(one.source.hit.lexical for one in everything),
        parts(wanted, held_parts),
        relatives(wanted, held),
        exactly(wanted, held),
        _gap(wanted, first.unit.terms.union(*_headings([first]))),
        _gap(wanted, held),
        log(1 + len(wanted)),
        *first.values,
        *(max(values[name] for values in three) for name in _AMONG_THREE),
        min(values["missing"] for values in three),
        *(float(kind in kinds) for kind in _KINDS),
        float(not kinds),
    )


def _gap(wanted: Sequence[Wanted], held: Set[str]) -> float:
    mass = sum(w.weight for w in wanted) or 1.0
    return max((w.weight * (1 - w.held(held)) for w in wanted), default=0.0) / mass


def _headings(candidates: Sequence[Candidate]) -> list[frozenset[str]]:
    """The terms above each of the candidates' passages."""
    passages = {id(one.source): one.source.hit.passage for one in candidates}
    return [headings((p.title, *p.headings), p.language)[0] for p in passages.values()]


def _held(candidates: Sequence[Candidate]) -> tuple[frozenset[str], frozenset[str]]:
    """All terms of all sources with their headings, and all parts of words of their units."""
    return (
        frozenset().union(*_headings(candidates), *(one.unit.terms for one in candidates)),
        frozenset().union(*(one.unit.grams for one in candidates)),
    )
