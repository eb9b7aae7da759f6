"""What a number looks like to a person: digits of all scripts, look-alike letters, odd spaces.

`fold` maps a short piece of text to ASCII; patterns use the character classes, which accept the
same variants, so that a shape is found before anything is folded.
Source of the digits: Unicode general category Nd. Look-alikes: the single letters of Unicode's
`confusables.txt` (UTS #39) whose skeleton is an ASCII capital, Cyrillic and Greek only.
"""

from __future__ import annotations

import sys
import unicodedata
from functools import cache

_LOOKALIKES = dict(
    zip(
        "АВЕКМНОРСТХУІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABEKMHOPCTXYIJSaeopcyxijsABEZHIKMNOPTYXo",
        strict=True,
    )
)
_SPACES = "\t\n\v\f\r \x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DASHES = "\\-\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_DOTS = ".\u00b7\u2022\u2024\u30fb\uff0e"
_SLASHES = "/_\u2116\u2044\u2215\uff0f\uff3f"
_PARENTHESES = "()\uff08\uff09"
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\u0300-\u036f\u20d0-\u20f0\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
)


@cache
def _digit_ranges() -> str:
    """All decimal digits as a character class body; they come in runs of ten (or fifty)."""
    digits = [c for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) == "Nd"]
    runs: list[list[int]] = []
    for point in digits:
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in runs)


DIGIT = _digit_ranges()
LETTER = "A-Za-z\uff21-\uff3a\uff41-\uff5a" + "".join(_LOOKALIKES)
CAPITAL = "A-Z\uff21-\uff3a" + "".join(c for c in _LOOKALIKES if c.isupper())
SEPARATOR = _SPACES + _DASHES + _DOTS + _SLASHES + _PARENTHESES
IGNORED = _INVISIBLE
PLUS = "+\uff0b\ufe62\u207a"


def _expand(body: str) -> str:
    """The characters of a class body such as `a-z0-9`."""
    out: list[str] = []
    at = 0
    while at < len(body):
        if body[at] == "\\":
            at += 1
        if body[at + 1 : at + 2] == "-" and at + 2 < len(body):
            out.extend(chr(c) for c in range(ord(body[at]), ord(body[at + 2]) + 1))
            at += 3
        else:
            out.append(body[at])
            at += 1
    return "".join(out)


def _table() -> dict[int, str]:
    table = {ord(a): b for a, b in _LOOKALIKES.items()}
    table |= {ord(c): str(unicodedata.digit(c)) for c in _expand(DIGIT)}
    table |= {0xFF21 + i: chr(65 + i) for i in range(26)}
    table |= {0xFF41 + i: chr(97 + i) for i in range(26)}
    for body, plain in ((_DASHES, "-"), (_DOTS, "."), (PLUS, "+")):
        table |= {ord(c): plain for c in _expand(body)}
    table |= {ord(c): " " for c in _expand(_SPACES) if c not in "\r\n"}
    table |= {ord(c): "/" for c in _expand(_SLASHES) if c != "_"}
    table |= {0xFF08: "(", 0xFF09: ")"}
    return table


_FOLD = {point: plain for point, plain in _table().items() if chr(point) != plain}
_GONE = frozenset(_expand(_INVISIBLE))


def fold(text: str, start: int, end: int) -> tuple[str, list[int] | None]:
    """`text[start:end]` in ASCII where it has an ASCII twin, and the offset of each character.

    The second value is None where every character kept its place (`start + i`).
    """
    piece = text[start:end]
    if piece.isascii():
        return piece, None
    if _GONE.isdisjoint(piece):
        return piece.translate(_FOLD), None
    places = [start + i for i, c in enumerate(piece) if c not in _GONE]
    return "".join(c for c in piece if c not in _GONE).translate(_FOLD), places
