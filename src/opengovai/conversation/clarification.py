"""When two services fit: what to ask back.

A question of a few words ("How much is the fee?") that two documents hold in full and about equally
well does not say which one it is about. Their names are offered; they are the sources' own.
"""

from __future__ import annotations

from collections.abc import Sequence

from opengovai.languages.analysis import split_words
from opengovai.types import Hit, Question

_WORDS = 2  # content words up to which a question may be too short to tell
_HELD = 0.95  # share of the question that each passage must hold
_NEAR = 0.85  # of the best score, for another document to fit as well
_OFFERED = 3


def choices(question: Question, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Titles of the two or three documents between which the question does not decide; none where
    it does. The same in another language is no other service."""
    content, _ = split_words(question.text, question.language)
    held = [hit for hit in hits if hit.lexical >= _HELD]
    if not held or len(set(content)) > _WORDS:
        return ()
    best = max(held, key=lambda hit: hit.score)
    near = [
        hit.passage.title
        for hit in held
        if hit.score >= _NEAR * best.score and hit.passage.language == best.passage.language
    ]
    titles = tuple(dict.fromkeys(title for title in near if title))
    return titles[:_OFFERED] if len(titles) > 1 else ()
