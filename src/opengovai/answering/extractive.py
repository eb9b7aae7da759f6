"""A drafter without a model: it quotes the sentences that answer, and says nothing else."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opengovai.languages import analyze, sentences
from opengovai.types import Claim, Draft, Passage, Question, RedactedText, Source

_NO_ANSWER = Draft(claims=(), confidence=0.0)
# A second sentence of the same passage joins when it is this close to the best one.
_COMPANION = 0.6


@dataclass(frozen=True, slots=True)
class _Candidate:
    source: Source
    position: int
    text: str
    own: float
    joint: float

    @property
    def score(self) -> float:
        return self.joint + 0.5 * self.own


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtractiveDrafter:
    """Quotes at most `sentences` sentences of the one passage that covers the question best.

    Coverage is the share of the question's term weights found in a sentence and the headings above
    it; weights are idf over the sentences retrieved (Robertson & Sparck Jones 1976), so words that
    stand in every sentence found count little and words found nowhere count most.
    """

    sentences: int

    def draft(self, question: Question, sources: Sequence[Source]) -> Draft:
        """The quotes in the order of the text; `confidence` is the coverage they reach."""
        pool = _same_language_first(question, sources)
        candidates, weights = _weigh(question, pool)
        if not candidates:
            return _NO_ANSWER
        best = max(candidates, key=lambda candidate: candidate.score)
        if best.joint == 0.0:
            return _NO_ANSWER
        chosen = _companions(best, candidates, self.sentences)
        return Draft(
            claims=tuple(_claim(candidate) for candidate in chosen),
            confidence=_coverage(_terms_of(question, chosen), weights),
        )


def _same_language_first(question: Question, sources: Sequence[Source]) -> Sequence[Source]:
    own = [s for s in sources if s.hit.passage.language == question.language]
    return own or sources


def _weigh(
    question: Question, sources: Sequence[Source]
) -> tuple[list[_Candidate], Mapping[str, float]]:
    """Every sentence of the sources with its coverage, and the weights of the question's terms."""
    found = [
        (source, position, text, frozenset(analyze(text, source.hit.passage.language)))
        for source in sources
        for position, text in enumerate(_split(source.hit.passage))
    ]
    weights = _weights(question, sources, [terms for *_, terms in found])
    candidates = []
    for source, position, text, terms in found:
        joint = terms | _headings(source.hit.passage)
        candidates.append(
            _Candidate(
                source=source,
                position=position,
                text=text,
                own=_coverage(terms, weights),
                joint=_coverage(joint, weights),
            )
        )
    return candidates, weights


def _split(passage: Passage) -> list[str]:
    return [passage.text[start:end] for start, end in sentences(passage.text, passage.language)]


def _headings(passage: Passage) -> frozenset[str]:
    above = " ".join((passage.title, *passage.headings))
    return frozenset(analyze(above, passage.language))


def _weights(
    question: Question, sources: Sequence[Source], found: Sequence[frozenset[str]]
) -> Mapping[str, float]:
    languages = {source.hit.passage.language for source in sources} or {question.language}
    terms = {term for language in languages for term in analyze(question.query, language)}
    frequency = Counter(term for words in found for term in words & terms)
    total = len(found)
    return {
        term: math.log(1 + (total - frequency[term] + 0.5) / (frequency[term] + 0.5))
        for term in terms
    }


def _coverage(terms: frozenset[str], weights: Mapping[str, float]) -> float:
    total = sum(weights.values())
    covered = sum(weight for term, weight in weights.items() if term in terms)
    return covered / total if total else 0.0


def _companions(best: _Candidate, candidates: Sequence[_Candidate], limit: int) -> list[_Candidate]:
    """The best sentence with those of its passage that come close to it, in text order."""
    passage = best.source.hit.passage.id
    near = [
        candidate
        for candidate in candidates
        if candidate.source.hit.passage.id == passage and candidate.score >= _COMPANION * best.score
    ]
    near.sort(key=lambda candidate: (candidate is not best, -candidate.score))
    return sorted(near[:limit], key=lambda candidate: candidate.position)


def _terms_of(question: Question, chosen: Sequence[_Candidate]) -> frozenset[str]:
    passage = chosen[0].source.hit.passage
    words = frozenset(analyze(" ".join(c.text for c in chosen), passage.language))
    return words | _headings(passage)


def _claim(candidate: _Candidate) -> Claim:
    # An official publication is not a citizen's text: its words go on verbatim (docs/adr/0002).
    text = RedactedText(candidate.text)
    return Claim(text=text, quotes=((candidate.source.token, candidate.text),))
