"""What a question and a quotable unit have in common, as numbers for a small model.

Coverage is the share of the question's idf mass (`Hit.weights`) that a unit holds: by parts of
words (character 4-grams, McNamee & Mayfield 2004), by whole words, and by whole words or related
ones of `opengovai.languages.lexicon`, which count what the lexicon says they count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

from opengovai.answering.gathering import elsewhere
from opengovai.answering.units import Unit, headings, units, vocabulary
from opengovai.languages.analysis import grams
from opengovai.languages.answer_types import EXACT, asked_types
from opengovai.languages.countries import countries
from opengovai.languages.lexicon import related
from opengovai.types import Hit, Question, Source

FEATURES = (
    "score",  # of the passage, relative to the best one's
    "rank",  # 1 / rank of the passage
    "exact",  # coverage by words, unit alone
    "parts",  # by parts of words
    "parts_above",  # the same with title and headings
    "related",  # by words and related words, unit alone
    "related_above",  # the same with title and headings
    "related_near",  # the same with the units before and after
    "headings",  # by words and related words, title and headings alone
    "passage",  # of the whole passage by words and related words
    "rarest",  # how far the heaviest word, or a related one, is held
    "terms",  # share of the distinct words that are held
    "pairs",  # share of neighbouring words of the question that are both held
    "dense",  # share of the unit's words that the question has, or related ones
    "short",  # how much is missing to a full sentence, in [0, 1]
    "length",  # log of words
    "missing",  # 1 where an exact type is asked for that the unit lacks
    "type",  # share of the asked types that the unit has
    "must",  # 1 where a yes/no question meets a rule
    "item",  # 1 where it is an item of a list
    "list",  # 1 where a list is asked for and the unit announces one
    "defines",  # 1 where a meaning is asked for and the unit starts with a word asked about
    "first",  # 1 where it begins its passage
    "elsewhere",  # 1 where the question names a country and the passage is of another
    "foreign",  # 1 where the passage is in another language than the question
)
"""What describes a unit; coverage is in [0, 1]."""

_SHORT = 8  # words
_RELATED = 0.8  # what a related word counts beside the word itself


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """One term of the question as passages of one language would say it."""

    term: str
    weight: float
    parts: frozenset[str]
    related: Mapping[str, float]

    def held(self, terms: Set[str]) -> float:
        """How far the terms hold it, or the best related word, in [0, 1]."""
        if self.term in terms:
            return 1.0
        return _RELATED * max((self.related[t] for t in self.related.keys() & terms), default=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A unit of a source with its features, in the order of FEATURES."""

    source: Source
    unit: Unit
    values: tuple[float, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is asked: types of answer, countries, language; the terms of each passage language."""

    types: frozenset[str]
    countries: frozenset[str]
    language: str
    terms: dict[str, list[Wanted]] = field(default_factory=dict)

    def wanted(self, hit: Hit) -> list[Wanted]:
        """The question's terms as passages of the hit's language would say them."""
        language = hit.passage.language
        if language not in self.terms:
            self.terms[language] = terms(hit.weights, language)
        return self.terms[language]


def candidates(question: Question, sources: Sequence[Source]) -> list[Candidate]:
    """Every unit of every source, described; sources in rank order."""
    best = max((source.hit.score for source in sources), default=0.0)
    asked = Asked(
        types=asked_types(question.query, question.language),
        countries=countries(question.text),
        language=question.language,
    )
    return [
        candidate
        for rank, source in enumerate(sources)
        for candidate in _of(source, (source.hit.score - best, 1 / (1 + rank)), asked)
    ]


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


def _of(source: Source, place: tuple[float, float], asked: Asked) -> Iterator[Candidate]:
    passage = source.hit.passage
    wanted = asked.wanted(source.hit)
    above, above_parts = headings((passage.title, *passage.headings), passage.language)
    found = units(passage.text, passage.language)
    everywhere = (
        relatives(wanted, above),
        relatives(wanted, vocabulary(passage)),
    )
    around = (
        elsewhere(asked.countries, passage),
        float(passage.language != asked.language),
    )
    close = {t for w in wanted for t in (w.term, *w.related)}
    for at, unit in enumerate(found):
        held = [w.held(unit.terms) for w in wanted]
        near = unit.terms.union(*(other.terms for other in found[max(0, at - 1) : at + 2]))
        yield Candidate(
            source=source,
            unit=unit,
            values=(
                *place,
                exactly(wanted, unit.terms),
                parts(wanted, unit.grams),
                parts(wanted, unit.grams | above_parts),
                _share(wanted, held),
                relatives(wanted, unit.terms | above),
                relatives(wanted, near),
                *everywhere,
                _rarest(wanted, held),
                sum(share > 0 for share in held) / (len(held) or 1),
                _pairs(held),
                len(unit.terms & close) / (len(unit.terms) or 1),
                max(0.0, 1 - unit.words / _SHORT),
                log(1 + unit.words),
                *_types(asked.types, unit.types),
                float(unit.lead is not None),
                float("list" in asked.types and unit.announces),
                float("definition" in asked.types and bool(unit.first & close)),
                float(unit.start == 0),
                *around,
            ),
        )


def exactly(wanted: Sequence[Wanted], held: Set[str]) -> float:
    """Share of the mass whose terms are held."""
    return _share(wanted, [float(w.term in held) for w in wanted])


def parts(wanted: Sequence[Wanted], held: Set[str]) -> float:
    """Share of the mass whose terms' parts are held."""
    return _share(wanted, [len(w.parts & held) / (len(w.parts) or 1) for w in wanted])


def relatives(wanted: Sequence[Wanted], held: Set[str]) -> float:
    """Share of the mass whose terms are held, related ones in part."""
    return _share(wanted, [w.held(held) for w in wanted])


def _rarest(wanted: Sequence[Wanted], held: Sequence[float]) -> float:
    return max(zip((w.weight for w in wanted), held, strict=True), default=(0.0, 0.0))[1]


def _pairs(held: Sequence[float]) -> float:
    both = [min(pair) for pair in pairwise(held)]
    return sum(both) / (len(both) or 1)


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
