"""Sentences as exact ranges of a text.

Rules rather than a model: legal text is regular, ranges must be exact, and the rules must be
explainable. A sentence ends at . ! ? … before something that can begin one, at a blank line and
before a list item; not after an abbreviation, an initial, an ordinal, or a bare label such as
"§ 3.". An enumeration longer than `_LONG` words is also cut after its semicolons, so that a
quote stays short.
"""

from __future__ import annotations

import re
from itertools import pairwise

from opengovai.languages.abbreviations import (
    COUNTED,
    DETERMINERS,
    NEVER_LAST,
    REFERENCE_WORDS,
    SOMETIMES_LAST,
)

_LONG = 60
_LONGEST_LABEL = 40  # code points; also how far back an abbreviation is looked for
_SHORTEST_PIECE = 5  # words; a shorter piece of an enumeration stays with its neighbour

_BLOCK = re.compile(
    r"\n[^\S\n]*\n\s*"  # blank line
    r"|\n\s*(?=(?:[-*•–—▪●]\s|\(?\w{1,4}[.)]\s|\d+[º°]\s|§|\|))"  # list item, section, table row
    r"|(?<=[.!?…:;])[^\S\n]*\n\s*"  # a line that ends like a sentence
)
_STOP = re.compile(r"(?<![.!?…。])([.!?…。]++)([\"'”’»“)\]]*+)(\s++)(?=[\"'“„«‘(\[§№•–—-]*[^\W_])")
_LAST_WORD = re.compile(r"[^\s\"'“„«‘(\[]*$")
_NEXT_WORD = re.compile(r"\W*([\w.'-]+)")
_SEMICOLON = re.compile(r";(?:\s+(?:and|or|und|oder|et|ou|na|au|cyangwa|и|или|және|немесе))?\s+")
_LABEL = re.compile(r"[\w§№°º.()/-]+")
_NUMBER = re.compile(r"\d{1,3}[a-zа-я]?", re.IGNORECASE)
_MONTHS = """
    januar februar märz april mai juni juli august september oktober november dezember
    january february march may june july october december janvier février mars avril juin juillet
    août septembre octobre novembre décembre
"""
_MONTH = frozenset(_MONTHS.split())


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Half-open ranges in text order, without surrounding space; what lies between is space."""
    ranges: list[tuple[int, int]] = []
    for start, end in _blocks(text):
        for sentence in _within_block(text, start, end, language):
            ranges.extend(_cut_if_long(text, *sentence))
    return ranges


def _blocks(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.end() for match in _BLOCK.finditer(text)), len(text)]
    return _trimmed(text, cuts)


def _within_block(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    cuts = [start]
    for stop in _STOP.finditer(text, start, end):
        if _ends_sentence(text, cuts[-1], stop, language):
            cuts.append(stop.end())
    return _trimmed(text, [*cuts, end])


def _trimmed(text: str, cuts: list[int]) -> list[tuple[int, int]]:
    ranges = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        bare = piece.strip()
        if bare:
            begin = start + piece.index(bare[0])
            ranges.append((begin, begin + len(bare)))
    return ranges


def _ends_sentence(text: str, start: int, stop: re.Match[str], language: str) -> bool:
    following = _NEXT_WORD.match(text, stop.end())
    upcoming = following[1] if following else ""
    if upcoming[:1].islower() and "\n" not in stop[3]:
        return False
    if stop[1] != ".":
        return True
    word = _LAST_WORD.search(text, max(start, stop.start() - _LONGEST_LABEL), stop.start())
    last = word[0] if word else ""
    if language == "de" and _NUMBER.fullmatch(last):
        before = text[max(start, stop.start() - _LONGEST_LABEL) : stop.start() - len(last)].split()
        if _is_german_ordinal(before[-1:], upcoming):
            return False
    return not _goes_on(
        text[start : min(stop.start(), start + _LONGEST_LABEL)], last, upcoming, language
    )


def _goes_on(sentence: str, last: str, upcoming: str, language: str) -> bool:
    """Whether the full stop after `last` belongs to the word."""
    folded = last.casefold()
    if folded in SOMETIMES_LAST.get(language, ()):
        return not upcoming[:1].isupper()
    if folded in NEVER_LAST.get(language, ()) or folded in _EVERYWHERE or "№" in folded:
        return True
    if len(last) == 1 and last.isalpha():
        return True  # an initial, or an abbreviation of one letter
    if _NUMBER.fullmatch(folded):
        return _is_ordinal(sentence, upcoming)
    return "." in last.strip(".") and not last[0].isdigit() and len(last) <= 6


_EVERYWHERE = frozenset({"art", "no", "nr", "n°", "nº", "abs", "bzw", "ст", "т.б", "dr", "prof"})


def _is_ordinal(sentence: str, upcoming: str) -> bool:
    folded = upcoming.casefold().rstrip(".")
    if folded in _MONTH or folded in REFERENCE_WORDS:
        return True
    return _is_label(sentence)


def _is_german_ordinal(before: list[str], upcoming: str) -> bool:
    """As in "das 24. Lebensjahr". German nouns have a capital, so the case of the next word tells
    nothing; the word before does, or a noun that is counted."""
    noun = upcoming.casefold()
    return any(word.casefold() in DETERMINERS for word in before) or noun.startswith(COUNTED)


def _is_label(sentence: str) -> bool:
    """Nothing yet but a number, or a reference word and a number: "§ 3", "Article 5", "12"."""
    if len(sentence) >= _LONGEST_LABEL:
        return False
    parts = [part.casefold().strip(".()") for part in _LABEL.findall(sentence)]
    return len(parts) <= 3 and all(
        _NUMBER.fullmatch(part) or part in REFERENCE_WORDS or part in ("ya", "cha", "la", "wa")
        for part in parts
    )


def _cut_if_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if len(text[start:end].split()) <= _LONG:
        return [(start, end)]
    cuts = [start]
    for semicolon in _SEMICOLON.finditer(text, start, end):
        if len(text[cuts[-1] : semicolon.end()].split()) >= _SHORTEST_PIECE:
            cuts.append(semicolon.end())
    return _trimmed(text, [*cuts, end])
