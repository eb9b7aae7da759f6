"""Whole-word context: what the words around a number say it is.

Words are lists per family and language, without lemmas; a word that ends in `*` stands for every
form that starts so (`паспорт*`). A family is a bit; the words of a text side become a mask.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from opengovai.redaction.patterns import Subject, compile_pattern

LEFT, RIGHT = 72, 40
"""Code points looked at before and behind a candidate."""

_LEFT_WORDS, _RIGHT_WORDS = 7, 4
_REACH = 3
"""Words beyond the nearest telling one that may still add to what it says."""

_COUNTED = 3
"""Words before a number among which one of the counter family makes it nobody's."""

_REMEMBERED = 1 << 15
"""Words whose meaning is kept."""

_LONGEST_PHRASE = 4
_HEAD = 3
_FEWEST_COLUMNS = 3
_WORD = re.compile(r"[^\W_]+")
_LATIN_ONLY = re.compile("[a-z\u00c0-\u024f *'\u2019-]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_CLAUSE = re.compile(r"[,;:.!?\n|]")
_SENTENCE = re.compile(r"[!?;\n]|, |(?<=[^\W_]{4})\.\s")

FAR = 240
"""Code points before a number of a telling shape in which a word of its kind still counts."""

_DIGITS_HINT = compile_pattern(
    "(?i:digit|figures|tarakimu|imibare|цифр|сан|таңба|ziffer|stelle|stellig|chiffre)"
)
_DIGITS_WORD = re.compile(
    r"\b(?:digits?|figures|tarakimu|imibare|цифр\w*|сан|таңба\w*|ziffern?|stellen|stellig\w*|"
    r"chiffres?)\b",
    re.IGNORECASE,
)
_DIGITS_NEAR = 48
_TO_LAST_DIGIT = re.compile(r".*\d", re.DOTALL)


COUNTER = "counter"
"""The family of words that say a number is nobody's: law, case, invoice, amount."""


class Vocabulary:
    """All context words of the active recognizers. `families` maps a family to its words."""

    def __init__(self, families: Mapping[str, Iterable[str]]) -> None:
        self.bits = {family: 1 << i for i, family in enumerate(sorted(families))}
        self._counter = self.bits.get(COUNTER, 0)
        self._known: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._phrases: dict[str, int] = {}
        for family, words in families.items():
            for word in words:
                self._add(word.casefold(), self.bits[family])
                self._add(_without_accents(word.casefold()), self.bits[family])
        self._tails = {phrase.rpartition(" ")[2] for phrase in self._phrases}
        self._heads = {stem[:_HEAD] for stem in self._stems}
        self._lengths = sorted({len(stem) for stem in self._stems})

    def _add(self, word: str, bit: int) -> None:
        if word.endswith("*"):
            table, word = self._stems, word[:-1]
            if len(word) < _HEAD or " " in word:
                raise ValueError(f"A stem is one word of {_HEAD} letters or more: {word}")
        else:
            table = self._phrases if " " in word else self._words
        table[word] = table.get(word, 0) | bit

    def mask(self, families: Iterable[str]) -> int:
        """The mask of several families."""
        mask = 0
        for family in families:
            mask |= self.bits[family]
        return mask

    def before(self, text: str, start: int) -> tuple[int, int]:
        """What the words before `start` say, and what the nearest telling one of them says, which
        decides. A counter word tells only right before the number, within its sentence."""
        side = text[max(0, start - LEFT) : start].casefold()
        words = _WORD.findall(side)
        last = len(words) - 1
        mask = nearest = 0
        left = _LEFT_WORDS
        for i in range(last, max(-1, last - _LEFT_WORDS), -1):
            meaning = self._meaning(words, i)
            if meaning & self._counter:
                if not mask and last - i < _COUNTED and self._same_sentence(side, last - i):
                    return self._counter, self._counter
                meaning &= ~self._counter
            left -= 1
            if meaning:
                left = left if mask else _REACH
                nearest = nearest or meaning
                mask |= meaning
            if not left:
                break
        return mask, nearest

    @staticmethod
    def _same_sentence(side: str, distance: int) -> bool:
        return len(_WORD.findall(_SENTENCE.split(side)[-1])) > distance

    def behind(self, text: str, end: int) -> int:
        """What the words behind `end` say, up to the end of the clause; words with a number
        behind them speak of that one."""
        clause = _CLAUSE.split(text[end : end + RIGHT], maxsplit=1)[0]
        words = _WORD.findall(clause.casefold())
        if words and self._meaning(words, 0) & self._counter:
            return self._counter
        if any(word[0].isdigit() for word in words):
            return 0
        mask = 0
        for i in range(min(len(words), _RIGHT_WORDS)):
            mask |= self._meaning(words, i) & ~self._counter
        return mask

    def of(self, text: str) -> int:
        """The mask of a whole text, such as a column's name."""
        words = _WORD.findall(text.casefold())
        mask = 0
        for i in range(len(words)):
            mask |= self._meaning(words, i)
        return mask

    def _meaning(self, words: Sequence[str], i: int) -> int:
        word = words[i]
        mask = self._known.get(word)
        if mask is None:
            mask = self._learn(word)
        if word in self._tails:
            for length in range(2, _LONGEST_PHRASE + 1):
                if length <= i + 1:
                    mask |= self._phrases.get(" ".join(words[i + 1 - length : i + 1]), 0)
        return mask

    def _learn(self, word: str) -> int:
        """What a word says by itself, remembered."""
        mask = self._words.get(word, 0)
        if word[:_HEAD] in self._heads:
            for length in self._lengths:
                mask |= self._stems.get(word[:length], 0)
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[word] = mask
        return mask


def _without_accents(word: str) -> str:
    """The word as people without such keys write it: `identite`, `fuhrerschein`."""
    if not word.isascii() and _LATIN_ONLY.fullmatch(word):
        return _ACCENTS.sub("", unicodedata.normalize("NFD", word))
    return word


class Table:
    """Columns drawn with bars or tabs: the cell above all others says what a column holds."""

    def __init__(self, text: str) -> None:
        self._lines: list[tuple[int, list[str], str]] = []
        offset = 0
        for line in text.splitlines(keepends=True):
            mark = "|" if "|" in line else "\t"
            self._lines.append((offset, line.split(mark), mark))
            offset += len(line)
        self._starts = [start for start, _, _ in self._lines]

    def header(self, place: int) -> str:
        """The head of the column at this offset; empty outside tables and in their first line."""
        row = bisect_right(self._starts, place) - 1
        start, cells, mark = self._lines[row]
        if len(cells) < _FEWEST_COLUMNS:
            return ""
        top = row
        while top and len(self._lines[top - 1][1]) == len(cells):
            top -= 1
        column = self._column(cells, place - start, len(mark))
        return self._lines[top][1][column] if top < row else ""

    @staticmethod
    def _column(cells: Sequence[str], place: int, mark: int) -> int:
        for column, cell in enumerate(cells):
            place -= len(cell) + mark
            if place < 0:
                return column
        return len(cells) - 1


class Said(NamedTuple):
    """What the words around a number say: the families they name, those that the nearest telling
    word before it names, and whether they say that it is nobody's."""

    named: int
    nearest: int
    nobodys: bool


class Surroundings:
    """The context of the pieces of one text; each side is read once per place, and only if
    a hypothesis asks."""

    __slots__ = (
        "_after",
        "_before",
        "_counter",
        "_far",
        "_introduced",
        "_speaks",
        "_subject",
        "_table",
        "_text",
        "_vocabulary",
    )

    def __init__(self, vocabulary: Vocabulary, subject: Subject) -> None:
        text = subject.text
        self._vocabulary = vocabulary
        self._subject = subject
        self._text = text
        self._counter = vocabulary.bits.get(COUNTER, 0)
        self._before: dict[int, tuple[int, int]] = {}
        self._after: dict[int, int] = {}
        self._far: dict[int, int] = {}
        self._introduced: dict[int, int] = {}
        self._table = Table(text) if "|" in text or "\t" in text else None
        self._speaks: bool | None = None

    def before(self, start: int) -> tuple[int, int]:
        """What the words before `start` say, and what the nearest telling one of them says."""
        read = self._before.get(start)
        if read is None:
            head = self._vocabulary.of(self._table.header(start)) if self._table else 0
            read = (head, head) if head else self._vocabulary.before(self._text, start)
            self._before[start] = read
        return read

    def behind(self, end: int) -> int:
        """What the words behind `end` say."""
        mask = self._after.get(end)
        if mask is None:
            mask = self._after[end] = self._vocabulary.behind(self._text, end)
        return mask

    def around(self, start: int, end: int) -> Said:
        """What the words around `start:end` say. The side behind counts only where the side
        before does not say the number is nobody's."""
        counter = self._counter
        (before, nearest), behind = self.before(start), self.behind(end)
        if behind == counter:
            return Said(0, nearest, nobodys=bool(counter))
        if before & counter:
            return Said(before & ~counter, nearest, nobodys=True)
        return Said(before | behind, nearest, nobodys=False)

    def introduced(self, start: int) -> int:
        """What the nearest telling word before `start` says, if no other number stands between."""
        mask = self._introduced.get(start)
        if mask is None:
            digits = _TO_LAST_DIGIT.match(self._text, max(0, start - LEFT), start)
            if digits is None:
                mask = self.before(start)[1]
            else:
                between = self._text[digits.end() : start]
                mask = self._vocabulary.before(between, len(between))[1]
            self._introduced[start] = mask
        return mask

    def speaks_of_digits(self, start: int, end: int) -> bool:
        """Whether the words around do: `I can read only 9307539, 7 digits?`."""
        if self._speaks is None:
            self._speaks = _DIGITS_HINT.found(self._subject)
        low, high = max(0, start - _DIGITS_NEAR), end + _DIGITS_NEAR
        return self._speaks and _DIGITS_WORD.search(self._text, low, high) is not None

    def earlier(self, start: int) -> int:
        """What all words of the last FAR code points before `start` say."""
        mask = self._far.get(start)
        if mask is None:
            mask = self._vocabulary.of(self._text[max(0, start - FAR) : start])
            self._far[start] = mask
        return mask
