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

_PROBES, _PROBE, _FOUND = 5, 12, 2  # pieces of a text, their characters, how many to find


class Said:
    """What the passages of one ranking said so far, the best first."""

    def __init__(self) -> None:
        self._exact: set[tuple[object, ...]] = set()
        self._before: list[Passage] = []

    def adds(self, passage: Passage) -> bool:
        """Whether this passage says what none before it did; it then counts as said."""
        exact = (passage.language, passage.title, passage.headings, passage.text)
        if exact in self._exact:
            return False
        probes = _probes(passage.text)
        if any(_copy(passage, probes, better) for better in self._before):
            return False
        self._exact.add(exact)
        self._before.append(passage)
        return True


def _copy(passage: Passage, probes: list[str], better: Passage) -> bool:
    return (
        passage.document_id != better.document_id
        and sum(probe in better.text for probe in probes) >= _FOUND
        and passage.language == better.language
        and _same_place(passage, better)
        and _alike(passage.text, better.text)
        and not _differ(passage, better)
    )


def _probes(text: str) -> list[str]:
    """Pieces by which most pairs are told apart in a microsecond."""
    step = max(1, (len(text) - _PROBE) // (_PROBES - 1))
    return [text[at : at + _PROBE] for at in range(0, _PROBES * step, step)]


def _alike(text: str, better: str) -> bool:
    shingles, held = _shingles(text), _shingles(better)
    return len(shingles) >= _FEWEST and len(shingles & held) >= _ALIKE * len(shingles)


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


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return set(zip(*(words[n:] for n in range(_SHINGLE)), strict=False))


def _words(text: str) -> list[str]:
    return [word.strip(".,;:()[]«»“”„\"'–-") for word in text.casefold().split()]
