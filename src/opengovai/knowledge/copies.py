"""Passages that say again what a better one has said: the same, or nearly, in another file.

An article stands in a law and in its next consolidated version, in the PDF and on the page: five
places that show it five times show nothing else. Likeness is the share of three-word shingles
(Broder 1997) that the better passage holds. Conservative: a passage with another figure, or with a
negation of its own, says something else, however alike the rest is.
"""

from __future__ import annotations

from opengovai.languages.negation import negates
from opengovai.types import Passage

_SHINGLE = 3  # words
_FEWEST = 10  # shingles; of shorter passages only exact copies count
_ALIKE = 0.8  # share of a passage's shingles that a better one holds

_Shingles = frozenset[tuple[str, ...]]


class Said:
    """What the passages of one ranking said so far, the best first."""

    def __init__(self) -> None:
        self._exact: set[tuple[object, ...]] = set()
        self._before: list[tuple[Passage, _Shingles]] = []

    def adds(self, passage: Passage) -> bool:
        """Whether this passage says what none before it did; it then counts as said."""
        exact = (passage.language, passage.title, passage.headings, passage.text)
        if exact in self._exact:
            return False
        shingles = _shingles(passage.text)
        if any(_copy(passage, shingles, *better) for better in self._before):
            return False
        self._exact.add(exact)
        self._before.append((passage, shingles))
        return True


def _copy(passage: Passage, shingles: _Shingles, better: Passage, held: _Shingles) -> bool:
    return (
        passage.document_id != better.document_id
        and passage.language == better.language
        and len(shingles) >= _FEWEST
        and len(shingles & held) >= _ALIKE * len(shingles)
        and _same_place(passage, better)
        and not _differ(passage, better)
    )


def _same_place(one: Passage, other: Passage) -> bool:
    """Titles, and the nearest headings, of which one says no more than the other."""
    nearest = (passage.headings[-1] if passage.headings else "" for passage in (one, other))
    return _within(one.title, other.title) and _within(*nearest)


def _within(one: str, other: str) -> bool:
    """Of a title's figures none counts: the year of a version, or an article renumbered."""
    words, others = ({word for word in _words(text) if word.isalpha()} for text in (one, other))
    return words <= others or others <= words


def _differ(one: Passage, other: Passage) -> bool:
    apart = set(_words(one.text)) ^ set(_words(other.text))
    return any(map(_has_figure, apart)) or negates(" ".join(apart), one.language)


def _has_figure(word: str) -> bool:
    return any(map(str.isdigit, word))


def _shingles(text: str) -> _Shingles:
    words = text.casefold().split()
    return frozenset(zip(*(words[n:] for n in range(_SHINGLE)), strict=False))


def _words(text: str) -> list[str]:
    return [word.strip(".,;:()[]«»“”„\"'–-") for word in text.casefold().split()]
