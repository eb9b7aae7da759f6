"""The question with the words that official texts may use instead (query expansion)."""

from __future__ import annotations

from opengovai.languages.analysis import split_words, stem
from opengovai.languages.lexicon import related, written
from opengovai.types import RedactedText

_MOST = 40  # added words


def expanded(text: RedactedText, language: str) -> RedactedText:
    """The words of `text` that carry its subject, then related words of the lexicon, those of its
    first words first; empty where the lexicon knows none of them."""
    content = split_words(text, language)[0]
    terms = stem(content, language)
    added = [
        word
        for term in dict.fromkeys(terms)
        for other in sorted(related(term, language))
        if other not in terms
        for word in sorted(written(other, language))[:1]
    ]
    if not added:
        return RedactedText("")
    return RedactedText(" ".join((*content, *dict.fromkeys(added[:_MOST]))))
