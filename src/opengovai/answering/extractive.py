"""A drafter without a model: it quotes the sentences that answer, and says nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opengovai.languages import analyze, sentences
from opengovai.types import Claim, Draft, Passage, Question, RedactedText, Source

# A further sentence of the same passage joins when its own coverage is this close to the best's.
_COMPANION = 0.8
# Characters that an announced list ("... shall:") may add to the sentence that announces it.
_LIST_LIMIT = 1_200
_ANNOUNCES = (":", "—", "–", "-")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One sentence: `own` is its coverage of the question, `joint` that with the headings above."""

    source: Source
    start: int
    end: int
    own: float
    joint: float

    @property
    def score(self) -> float:
        """Coverage first; the sentence's own words and its passage's rank break ties."""
        return self.joint + 0.5 * self.own + 0.5 * self.source.hit.score


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtractiveDrafter:
    """Quotes at most `sentences` sentences of the one passage that covers the question best.

    Coverage is the share of the question's idf mass (`Hit.weights`) found in a sentence and the
    headings above it, so a word that stands everywhere counts little and one found nowhere most.
    """

    sentences: int

    def draft(self, question: Question, sources: Sequence[Source]) -> Draft:
        """Quotes in the order of the text; `confidence` is the coverage they reach together."""
        own = [s for s in sources if s.hit.passage.language == question.language]
        candidates = [one for source in own or sources for one in _candidates(source)]
        best = max(candidates, key=lambda one: one.score, default=None)
        if best is None or best.own == 0.0:
            return Draft(claims=(), confidence=0.0)
        ranges = _merged([_with_list(one) for one in _chosen(best, candidates, self.sentences)])
        passage = best.source.hit.passage
        texts = [passage.text[start:end] for start, end in ranges]
        return Draft(
            claims=tuple(_claim(best.source, text) for text in texts),
            confidence=_coverage(
                _terms(" ".join(texts), passage) | _headings(passage), best.source.hit.weights
            ),
        )


def _candidates(source: Source) -> list[_Candidate]:
    passage, weights = source.hit.passage, source.hit.weights
    above = _headings(passage)
    found = []
    for start, end in sentences(passage.text, passage.language):
        terms = _terms(passage.text[start:end], passage)
        own, joint = _coverage(terms, weights), _coverage(terms | above, weights)
        found.append(_Candidate(source, start, end, own, joint))
    return found


def _terms(text: str, passage: Passage) -> frozenset[str]:
    return frozenset(analyze(text, passage.language))


def _headings(passage: Passage) -> frozenset[str]:
    return _terms(" \n ".join((passage.title, *passage.headings)), passage)


def _coverage(terms: frozenset[str], weights: Mapping[str, float]) -> float:
    total = sum(weights.values())
    covered = sum(weight for term, weight in weights.items() if term in terms)
    return covered / total if total else 0.0


def _chosen(best: _Candidate, candidates: Sequence[_Candidate], limit: int) -> list[_Candidate]:
    """The best sentence and those of its passage that come close, in text order."""
    near = [
        one
        for one in candidates
        if one.source is best.source and one is not best and one.own >= _COMPANION * best.own
    ]
    near.sort(key=lambda one: -one.own)
    return sorted([best, *near[: limit - 1]], key=lambda one: one.start)


def _with_list(one: _Candidate) -> tuple[int, int]:
    """The sentence's range, with the list it announces as far as that fits."""
    passage = one.source.hit.passage
    end = one.end
    if passage.text[one.start : one.end].rstrip().endswith(_ANNOUNCES):
        for start, stop in sentences(passage.text, passage.language):
            if start < end:
                continue
            if stop - one.end > _LIST_LIMIT:
                break
            end = stop
            if passage.text[start:stop].rstrip().endswith("."):
                break
    return one.start, end


def _merged(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping ranges as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _claim(source: Source, quote: str) -> Claim:
    # An official publication is not a citizen's text: its words go on verbatim (docs/adr/0002).
    return Claim(text=RedactedText(quote), quotes=((source.token, quote),))
