"""From runs of digits to hypotheses: every kind of number whose shape fits a candidate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opengovai.redaction.folding import DIGIT, IGNORED, LETTER, PLUS, SEPARATOR, fold

LONGEST = 34
"""Letters and digits of the longest number known: an IBAN (ISO 13616)."""

_SHORTEST_DIGITS = 5
_GAP = f"[{SEPARATOR}{IGNORED}{LETTER}]{{0,6}}"

RUN = f"[{PLUS}(]?[{DIGIT}](?:{_GAP}[{DIGIT}]){{{_SHORTEST_DIGITS - 1},}}"
"""Digits with little between them: the generic shape of everything that is numbered."""

_MARGIN = 12
_TOKEN = re.compile(r"[A-Za-z0-9]+")
_JOINT = re.compile(r"[ \t]{0,2}|\s{0,2}[-./]?\s{0,2}|\)[ -]?|[ -]?\(|_")


@dataclass(frozen=True, slots=True)
class Run:
    """A candidate with its surroundings: `folded`, its tokens, and where each stands."""

    folded: str
    start: int
    places: list[int] | None
    tokens: Sequence[tuple[int, int]]

    def offsets(self, first: int, end: int) -> tuple[int, int]:
        """Offsets in the text of `folded[first:end]`."""
        if self.places is None:
            return self.start + first, self.start + end
        return self.places[first], self.places[end - 1] + 1

    def pieces(self) -> Iterator[tuple[int, int, str]]:
        """Ranges of neighbouring tokens that could be one number, with their compact form."""
        folded, tokens = self.folded, self.tokens
        for i, (start, _) in enumerate(tokens):
            compact, previous = "", start
            for first, end in tokens[i:]:
                if first > previous and not _JOINT.fullmatch(folded, previous, first):
                    break
                compact += folded[first:end]
                if len(compact) > LONGEST:
                    break
                previous = end
                yield start, end, compact.upper()


def run_at(text: str, start: int, end: int) -> Run:
    """The run found at `text[start:end]`, widened to whole words and short neighbours."""
    left, right = max(0, start - _MARGIN), min(len(text), end + _MARGIN)
    folded, places = fold(text, left, right)
    cut_left = left > 0 and text[left - 1].isalnum()
    cut_right = right < len(text) and text[right].isalnum()
    tokens = []
    for match in _TOKEN.finditer(folded):
        first, stop = match.span()
        if (first == 0 and cut_left) or (stop == len(folded) and cut_right):
            continue
        if not _part_of_word(folded, first, stop):
            tokens.append((first, stop))
    return Run(folded, left, places, tokens)


def _part_of_word(folded: str, first: int, stop: int) -> bool:
    """Whether the token is the look-alike piece of a word in another script."""
    return (folded[first].isalpha() and folded[first - 1 : first].isalpha()) or (
        folded[stop - 1].isalpha() and folded[stop : stop + 1].isalpha()
    )
