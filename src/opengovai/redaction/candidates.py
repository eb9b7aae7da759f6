"""From runs of digits to pieces: neighbouring groups that could be one number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from opengovai.redaction.folding import CAPITAL, DIGIT, IGNORED, LETTER, PLUS, SEPARATOR, fold

LONGEST = 34
"""Letters and digits of the longest number known: an IBAN (ISO 13616)."""

SHORTEST = 7
"""Letters and digits of the shortest piece that is looked at."""

_FEWEST_DIGITS = 6
_MOST_GROUPS = 10
_AVERAGE = 1.6
"""Characters of a group on average; what is split finer must stand alone (`_spelled`)."""

_LONGEST_WORD = 4
_SPELLED = 5
_CAPITALS = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_MARGIN = 12
_GAP = f"[{IGNORED}]{{0,4}}(?:[{SEPARATOR}{LETTER}][{IGNORED}]{{0,4}}){{0,6}}"

_CAPITAL = f"(?:[{CAPITAL}][{IGNORED}]*)"
_MISREAD = "lo"
"""Small letters that are typed, or read by machines, for 1 and 0 among capitals."""
_ALNUM = f"(?:[{CAPITAL}{DIGIT}{_MISREAD}][{IGNORED}]*)"

RUN = (
    f"(?:{_CAPITAL}{{1,5}}[{_MISREAD}]?[{DIGIT}][{IGNORED}]*{_ALNUM}{{3}}|{_CAPITAL}{{6,9}}[{DIGIT}])"
    f"{_ALNUM}*(?:{_GAP}[{DIGIT}])*"
    f"|{_CAPITAL}{{1,3}}[ -][OI{_MISREAD}]?[{DIGIT}]"
    f"(?:{_GAP}[{DIGIT}]){{4}}[OI{_MISREAD}]?[ -]?{_CAPITAL}"
    f"|[{PLUS}(]?[{DIGIT}](?:{_GAP}[{DIGIT}]){{{_FEWEST_DIGITS - 1},}}"
)
"""Digits with little between them, or capitals with a digit among them: the generic shape of
everything that is numbered."""

_GROUP = re.compile(
    r"(?<![A-Za-z])[A-Za-z]{1,4}(?![A-Za-z])[A-Za-z0-9]*|(?=[A-Za-z]*[0-9])[A-Za-z0-9]+"
)
"""Letters and digits that may be a group of a number: no longer word."""
_JOINTS = frozenset(
    [" ", "-", ".", "/", "\n", "  ", " - ", "-\n", "\r\n", "-\r\n", ") ", " (", ")"]
)
_JOINT = re.compile(r"[ \t\r\n]{0,3}[-/(_]?[ \t\r\n]{0,3}|\)[ \r\n-]{0,3}|[-./]|[\r\n]{1,2}\.")
_WHOLE = 6
"""Digits from which a group may be a number of its own beside another."""

_JOINING = " ./-"
_DIGITS_BEFORE = re.compile(r"(\d+)[ ./-]$")
_DIGITS_BEHIND = re.compile(r"[ ./-](\d+)")
_DECIMALS = re.compile(r"[.,]\d{1,2}(?!\d)(?![.,]\d)")
_DATED = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\D|"
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-/ ]\d|(?:19|20)\d\d[-/]\d{1,6}(?!\d)"
)
_DATE = re.compile(
    r"\d{1,2}([./-])\d{1,2}\1(?:19|20)?\d\d|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2}|"
    r"(?:19|20)\d\d/\d{1,5}|(?:[A-Z]{1,4} )?[^ ]{1,14}/(?:19|20)\d\d(?:[-/]\d{2,4})?"
)


class Piece(NamedTuple):
    """`folded[first:stop]` of a run; `compact` is what is left without its separators."""

    first: int
    stop: int
    compact: str


@dataclass(frozen=True, slots=True)
class Run:
    """A candidate with its surroundings, folded to ASCII capitals, and its pieces."""

    folded: str
    start: int
    places: list[int] | None
    pieces: list[Piece]

    def offsets(self, first: int, end: int) -> tuple[int, int]:
        """Offsets in the text of `folded[first:end]`."""
        if self.places is None:
            return self.start + first, self.start + end
        return self.places[first], self.places[end - 1] + 1

    def starts_with_date(self, piece: Piece) -> bool:
        """Whether the piece is a date or a year and something behind it: a file's number."""
        return _DATED.match(self.folded, piece.first) is not None

    def stands_apart(self, piece: Piece) -> bool:
        """Whether no further short groups of digits join the piece, as those of a card would."""
        first, stop = piece.first, piece.stop
        joint = first > 1 and self.folded[first - 1] in " ./-\n"
        before = joint and _DIGITS_BEFORE.search(self.folded, max(0, first - 8), first)
        behind = self.folded[stop : stop + 1] in _JOINING and _DIGITS_BEHIND.match(
            self.folded, stop
        )
        grouped = stop - first > len(piece.compact)
        return not any(m and (grouped or len(m[1]) < _WHOLE) for m in (before, behind))

    def is_amount(self, piece: Piece) -> bool:
        """Whether decimals follow, as in `2 318,40`."""
        return _DECIMALS.match(self.folded, piece.stop) is not None

    def is_date(self, piece: Piece) -> bool:
        """Whether the piece is written like a date, or ends in `/2024` as laws and cases do."""
        return _DATE.fullmatch(self.folded, piece.first, piece.stop) is not None


def is_plain_date(text: str, start: int, end: int) -> bool:
    """Whether a run is nothing but a date, or a law or case of a year."""
    return (
        _DATE.fullmatch(text, start, end) is not None
        and not text[start - 1 : start].isalnum()
        and not text[end : end + 1].isalnum()
        and text[end : end + 2].isascii()
    )


def run_at(text: str, start: int, end: int) -> Run:
    """The run found at `text[start:end]`, widened to whole groups and short neighbours."""
    left, right = max(0, start - _MARGIN), min(len(text), end + _MARGIN)
    piece, places = fold(text, left, right)
    cut_left = left > 0 and text[left - 1].isalnum()
    cut_right = right < len(text) and text[right].isalnum()
    chains = list(_chains(piece, cut_left=cut_left, cut_right=cut_right))
    folded = piece.upper() if piece.isascii() else piece.translate(_CAPITALS)
    pieces = [p for chain in chains for p in _pieces(folded, chain)]
    return Run(folded, left, places, pieces)


def _chains(folded: str, *, cut_left: bool, cut_right: bool) -> Iterator[list[tuple[int, int]]]:
    """Groups that follow each other as the groups of one number do."""
    chain: list[tuple[int, int]] = []
    previous, length = 0, len(folded)
    for match in _GROUP.finditer(folded):
        first, stop = match.span()
        if (first == 0 and cut_left) or (stop == length and cut_right):
            continue
        if not match[0].isdigit():
            mixed = bool(chain) and not folded[slice(*chain[-1])].isdigit()
            if not _is_group(folded, first, stop, mixed=mixed):
                continue
        gap = folded[previous:first]
        if chain and gap not in _JOINTS and not _JOINT.fullmatch(gap):
            yield chain
            chain = []
        chain.append((first, stop))
        previous = stop
    if chain:
        yield chain


def _is_group(folded: str, first: int, stop: int, *, mixed: bool) -> bool:
    """Whether a group with letters at `first:stop` may be a group of a number: no piece of a
    word in another script, and no word, unless short and in capitals (or behind `gb29`)."""
    group = folded[first:stop]
    if (group[0].isalpha() and folded[first - 1 : first].isalpha()) or (
        group[-1].isalpha() and folded[stop : stop + 1].isalpha()
    ):
        return False
    if not group.isalpha() or len(group) == 1:
        return True
    return len(group) <= _LONGEST_WORD and (group.isupper() or mixed)


def _pieces(folded: str, chain: list[tuple[int, int]]) -> Iterator[Piece]:
    """Neighbouring groups, up to ten and not too short on average; and what is spelled out."""
    groups = [folded[first:stop] for first, stop in chain]
    singles = 0
    for i, (start, end) in enumerate(chain):
        singles += end - start == 1
        compact = ""
        for count, group in enumerate(groups[i : i + _MOST_GROUPS]):
            compact += group
            length = len(compact)
            if length > LONGEST:
                break
            if length >= SHORTEST and length >= (count + 1) * _AVERAGE:
                yield Piece(start, chain[i + count][1], compact)
    if singles >= _SPELLED:
        yield from _spelled(folded, chain)
        whole = "".join(groups)
        if _MOST_GROUPS < len(chain) < len(whole) <= LONGEST:
            yield Piece(chain[0][0], chain[-1][1], whole)


def _spelled(folded: str, chain: list[tuple[int, int]]) -> Iterator[Piece]:
    """Numbers written digit by digit: whole chains of single digits."""
    begin = 0
    for i in range(len(chain) + 1):
        if i < len(chain) and chain[i][1] - chain[i][0] == 1:
            continue
        if SHORTEST <= i - begin <= LONGEST:
            start, stop = chain[begin][0], chain[i - 1][1]
            yield Piece(start, stop, _compact(folded[start:stop]))
        begin = i + 1


def _compact(written: str) -> str:
    return written if written.isalnum() else "".join(filter(str.isalnum, written))
