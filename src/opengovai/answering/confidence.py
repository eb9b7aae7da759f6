"""How likely it is that the sources answer at all: a logistic model over the best candidates.

Coverage alone cannot tell: "How much does a passport cost?" shares every word with a section on
fees that names no amount. So it also counts whether what is asked for is there at all, whether
words stand in no source, and whether the question is about another country than the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from opengovai.answering.features import FEATURES, Candidate, parts, relatives, terms
from opengovai.answering.model import linear, logistic
from opengovai.answering.units import headings
from opengovai.languages.countries import countries, countries_of_address
from opengovai.types import Passage, Question

SIGNS = ("best", "lead", "found", "parts", "related", "words", "foreign", "missing")
"""Score of the best candidate; its share among all; score of the best passage; share of the
question in all sources together, by parts of words and by related words; number of words (log); a
country is asked about that the best source is not of; an exact type is asked for that the best
lacks."""

_MISSING = FEATURES.index("missing")


def confidence(question: Question, ranked: Sequence[tuple[float, Candidate]]) -> float:
    """The probability in (0, 1) that the sources answer; 0 without candidates."""
    if not ranked:
        return 0.0
    return logistic(linear("confidence", SIGNS)(signs(question, ranked)))


def signs(question: Question, ranked: Sequence[tuple[float, Candidate]]) -> tuple[float, ...]:
    """The values of SIGNS; `ranked` is not empty."""
    best, first = ranked[0]
    passage = first.source.hit.passage
    everything = [candidate for _, candidate in ranked]
    wanted = terms(first.source.hit.weights, passage.language)
    held, held_parts = _held(everything)
    return (
        best,
        1 / sum(exp(score - best) for score, _ in ranked),
        max(candidate.source.hit.score for _, candidate in ranked),
        parts(wanted, held_parts),
        relatives(wanted, held),
        log(1 + len(wanted)),
        _foreign(question, passage),
        first.values[_MISSING],
    )


def _foreign(question: Question, passage: Passage) -> float:
    """1 where a country is asked about and the passage neither belongs to it nor names it."""
    about = countries(question.text)
    if not about:
        return 0.0
    named = countries(" \n ".join((passage.title, *passage.headings, passage.text)))
    return float(about.isdisjoint(named | countries_of_address(passage.uri)))


def _held(candidates: Sequence[Candidate]) -> tuple[frozenset[str], frozenset[str]]:
    """All terms of all sources with their headings, and all parts of words of their units."""
    passages = {id(one.source): one.source.hit.passage for one in candidates}
    above = [headings((p.title, *p.headings), p.language)[0] for p in passages.values()]
    return (
        frozenset().union(*above, *(one.unit.terms for one in candidates)),
        frozenset().union(*(one.unit.grams for one in candidates)),
    )
