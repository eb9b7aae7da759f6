"""Kazakh homes: the place stands before the verb, `Шелек ауылында тұрамын`."""

from __future__ import annotations

import re
from typing import NamedTuple

from opengovai.redaction.homes import words
from opengovai.redaction.homes.reading import Place, is_near
from opengovai.redaction.persons.words import NEVER

_LEFT = 130
_PLAIN_LEFT = re.compile(
    r"[!?;:\n(\"]|\.\s|, (?=(?:бірақ|және|ал|себебі|мен|біз)\b)", re.IGNORECASE
)
_PRONOUNS = frozenset(["мен", "біз", "men", "biz", "қазір", "осы", "сонда", "өзім", "өзіміз"])
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_REGION = re.compile(r"(?:облысы|қаласы|республикасы|елі)нда\Z", re.IGNORECASE)
_SHORT, _LONGEST = 4, 56


def before(text: str, end: int, *, own: bool) -> Place | None:
    """The place that ends before `end`: parts that begin with a name, a number or a house."""
    low = max(0, end - _LEFT)
    for stop in _PLAIN_LEFT.finditer(text, low, end):
        if not (stop[0][0] == "." and _is_abbreviation(text, stop.start())):
            low = stop.end()
    start = end = low + len(text[low:end].rstrip(" ,"))
    said = _Told()
    for part in reversed(text[low:end].split(", ")):
        piece = _without_pronouns(part.strip())
        told = _says(piece)
        if not piece or not (piece[0].isupper() or piece[0].isdigit() or (own and any(told))):
            break
        start = text.rfind(piece, low, start)
        said = _Told(*(a or b for a, b in zip(said, told, strict=True)))
        if piece != part.strip():
            break
    if not 0 <= start < end:
        return None
    place = Place(start, end, *said[:2], named=text[start].isupper(), housed=said.housed)
    sure = place.named or (place.numbered and place.housed)
    if _REGION.search(text, start, end) and not place.numbered:
        return None
    return place if own or (sure and end - start <= _LONGEST) else None


class _Told(NamedTuple):
    numbered: bool = False
    near: bool = False
    housed: bool = False


def _without_pronouns(part: str) -> str:
    head = part.split(" ")
    while head and (head[0].lower() in NEVER or head[0].lower() in _PRONOUNS):
        head = head[1:]
    return " ".join(head)


def _says(piece: str) -> _Told:
    found = _WORD.findall(piece.lower())
    return _Told(
        any(map(str.isdigit, piece)),
        any(map(is_near, found)),
        any(w in words.NOUNS or w in words.MARKS for w in found),
    )


def _is_abbreviation(text: str, dot: int) -> bool:
    word = re.search(r"[^\W\d_]+$", text[max(0, dot - 12) : dot])
    return word is not None and len(word[0]) < _SHORT
