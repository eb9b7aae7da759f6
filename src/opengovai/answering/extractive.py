"""A drafter without a model server: it quotes the sentences that answer, and says nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opengovai.answering.confidence import confidence
from opengovai.answering.features import FEATURES, Candidate, candidates
from opengovai.answering.focus import told
from opengovai.answering.model import linear
from opengovai.answering.selection import Stretch, select
from opengovai.answering.verification import GAP
from opengovai.languages.analysis import split_words
from opengovai.types import Claim, Draft, Question, RedactedText, Source

_PARTS, _RELATED = FEATURES.index("parts_above"), FEATURES.index("related_above")


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtractiveDrafter:
    """Quotes at most `sentences` stretches of the sources, chosen by a linear model that was fitted
    on open questions (`docs/reference/model-cards/answers.md`)."""

    sentences: int

    def draft(self, question: Question, sources: Sequence[Source]) -> Draft:
        """The best stretch first; `confidence` is the probability that the sources answer."""
        if not split_words(told(question), question.language)[0]:
            return Draft(claims=(), confidence=0.0)
        ranked = [one for one in rank(candidates(question, sources)) if _related(one[1])]
        chosen = select(ranked, limit=self.sentences)
        return Draft(
            claims=tuple(_claim(stretch) for stretch in chosen),
            confidence=confidence(question, ranked),
        )


def rank(found: Sequence[Candidate]) -> list[tuple[float, Candidate]]:
    """Candidates with their scores, best first."""
    score = linear("ranking", FEATURES)
    return sorted(
        ((score(candidate.values), candidate) for candidate in found), key=lambda pair: -pair[0]
    )


def _related(candidate: Candidate) -> bool:
    """Whether it has anything of the question at all, in its headings at least."""
    return candidate.values[_PARTS] > 0 or candidate.values[_RELATED] > 0


def _claim(stretch: Stretch) -> Claim:
    # An official publication is not a citizen's text: its words go on verbatim (docs/adr/0002).
    return Claim(
        text=RedactedText(GAP.join(stretch.texts)),
        quotes=tuple((stretch.source.token, text) for text in stretch.texts),
    )
