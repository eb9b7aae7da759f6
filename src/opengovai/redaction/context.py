"""Whole-word context: what the words around a number say it is.

Words are lists per family and language, without lemmas; a word that ends in `*` stands for every
form that starts so (`паспорт*`). A family is a bit; the words of a text side become a mask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

LEFT, RIGHT = 72, 40
"""Code points looked at before and behind a candidate."""

_LEFT_WORDS, _RIGHT_WORDS = 7, 4
_REACH = 2
"""Words beyond the nearest telling one that may still complete a phrase with it."""

_CLAUSE = re.compile(r"[,;:.!?\n]")
_WORD = re.compile(r"[^\W_]+")


class Vocabulary:
    """All context words of the active recognizers. `families` maps a family to its words."""

    def __init__(self, families: Mapping[str, Iterable[str]]) -> None:
        self.bits = {family: 1 << i for i, family in enumerate(sorted(families))}
        self._words: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._phrases: dict[str, int] = {}
        for family, words in families.items():
            for word in words:
                self._add(word.casefold(), self.bits[family])
        self._stem_lengths = sorted({len(s) for s in self._stems}, reverse=True)
        self._tails = {phrase.rpartition(" ")[2] for phrase in self._phrases}

    def _add(self, word: str, bit: int) -> None:
        if word.endswith("*"):
            table, word = self._stems, word[:-1]
        else:
            table = self._phrases if " " in word else self._words
        table[word] = table.get(word, 0) | bit

    def mask(self, families: Iterable[str]) -> int:
        """The mask of several families."""
        mask = 0
        for family in families:
            mask |= self.bits[family]
        return mask

    def around(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Masks of what the words before `start` and behind `end` say."""
        before = _WORD.findall(text[max(0, start - LEFT) : start].casefold())
        clause = _CLAUSE.split(text[end : end + RIGHT], maxsplit=1)[0]
        behind = _WORD.findall(clause.casefold())
        left = self._nearest(self._masks(before[-_LEFT_WORDS - 2 :])[::-1], _LEFT_WORDS)
        return left, self._nearest(self._masks(behind[: _RIGHT_WORDS + 2]), _RIGHT_WORDS)

    def of(self, text: str) -> int:
        """The mask of a whole text, such as a column's name."""
        mask = 0
        for part in self._masks(_WORD.findall(text.casefold())):
            mask |= part
        return mask

    def _masks(self, words: Sequence[str]) -> list[int]:
        masks = [self._word(word) for word in words]
        for i, word in enumerate(words):
            if word in self._tails:
                for length in (2, 3, 4):
                    if i + 1 >= length:
                        phrase = " ".join(words[i + 1 - length : i + 1])
                        masks[i] |= self._phrases.get(phrase, 0)
        return masks

    def _word(self, word: str) -> int:
        mask = self._words.get(word, 0)
        for length in self._stem_lengths:
            if length <= len(word):
                mask |= self._stems.get(word[:length], 0)
        return mask

    @staticmethod
    def _nearest(masks: Sequence[int], limit: int) -> int:
        """Joins the masks from the nearest telling word on, a few words deep."""
        for i, mask in enumerate(masks[:limit]):
            if mask:
                return reduce(or_, masks[i : i + 1 + _REACH])
        return 0
