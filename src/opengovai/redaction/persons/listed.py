"""Given names and surnames by list, for names that no sentence betrays to the tagger.

`names.txt` is written by `training/gazetteer/make.py` from openly licensed lists; words that are
also common words or places in our languages are not in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.redaction.persons.chats import senders
from opengovai.redaction.persons.introduced import NAMED_AFTER, introduced
from opengovai.redaction.persons.names import listed_names
from opengovai.redaction.persons.words import NEVER, UPPER, WORD, is_small
from opengovai.types import EntitySpan

SCORE = 0.55
"""Just enough to be masked: whatever knows better may name it."""

_CAPITAL = re.compile(rf"(?=[{UPPER}]){WORD}")
_ANY = re.compile(rf"(?<![\w@./-]){WORD}(?![@\d])")
_PIECES = re.compile(r"[^\W\d_]+")
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_SHORTEST_SMALL = 4
_SHOUTED, _SAMPLE = 0.5, 64
_BETWEEN = re.compile(r"[ -]")


class ListedNames:
    """Finds words that are names by list. Implements `opengovai.protocols.Recognizer`."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of listed names in text order; neighbours make one span."""
        for first, last in (*introduced(text), *senders(text)):
            yield _span(first, last)
        start = end = -1
        for first, last in _words(text):
            if start >= 0 and _BETWEEN.fullmatch(text, end, first):
                end = last
                continue
            if start >= 0:
                yield _span(start, end)
            start, end = first, last
        if start >= 0:
            yield _span(start, end)


def _words(text: str) -> Iterator[tuple[int, int]]:
    listed, small = listed_names(), is_small(text)
    shouted = not small and _is_shouted(text)
    if not (small or shouted) and listed.isdisjoint(_PIECES.findall(text)):
        return
    for match in (_ANY if small else _CAPITAL).finditer(text):
        word = _POSSESSIVE.sub("", match[0])
        if small and len(word) < _SHORTEST_SMALL:
            continue
        known = _listed_form(word, small=small, shouted=shouted) in listed
        if known and word.lower() not in NEVER and not NAMED_AFTER.match(text, match.end()):
            yield match.start(), match.start() + len(word)


def _listed_form(word: str, *, small: bool, shouted: bool) -> str:
    """The word as the list would have it; a word in capitals counts only where all are."""
    if small or (shouted and word.isupper()):
        word = word.title()
    return word.partition("-")[0] if "-" in word else word


def _is_shouted(text: str) -> bool:
    """Whether most words are written in capitals, by a sample."""
    sample = text[:: max(1, len(text) // _SAMPLE)]
    return sum(map(str.isupper, sample)) > _SHOUTED * sum(map(str.isalpha, sample))


def _span(start: int, end: int) -> EntitySpan:
    return EntitySpan(start=start, end=end, entity="PERSON", score=SCORE, recognizer="names-list")
