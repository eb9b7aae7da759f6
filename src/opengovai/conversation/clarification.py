"""When two services fit: what to ask back.

A question with one word of its own ("How much is the fee?") that stands in two documents does not
say which one it is about. Their names are offered; they are the sources' own.
"""

from __future__ import annotations

from collections.abc import Sequence

from opengovai.languages.analysis import split_words
from opengovai.types import Hit, Question

_WORDS = 1  # content words up to which a question is too short to tell
_HELD = 0.95  # share of the question that each passage must hold
_NEAR = 3  # of how many best passages another document must have one, to fit as well
_OFFERED = 3


def choices(question: Question, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Titles of the two or three documents between which the question does not decide; none where
    it does. The same in another language is no other service."""
    content, _ = split_words(question.text, question.language)
    if not hits or len(set(content)) > _WORDS:
        return ()
    fit = [
        hit.passage.title
        for hit in hits[:_NEAR]
        if hit.lexical >= _HELD and hit.passage.language == hits[0].passage.language
    ]
    titles = tuple(dict.fromkeys(title for title in fit if title))
    return titles[:_OFFERED] if len(titles) > 1 else ()
