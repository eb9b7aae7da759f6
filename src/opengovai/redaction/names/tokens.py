"""Words, numbers, marks and line breaks of a text, with their places.

A word is a run of letters with the combining marks and invisible characters inside it, so that
"И\u0306" and "Mu\u00adtua" stay whole; apostrophes and hyphens are tokens of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_TOKEN = re.compile(
    rf"(?:[^\W\d_][\u0300-\u036f{_INVISIBLE}]*)+"  # a word
    r"|\d+"
    r"|\n\s*"  # a line break with the blank lines after it
    r"|[^\w\s]"
    r"|_"
)
_HIDDEN = re.compile(f"[{_INVISIBLE}]")
_LATIN = re.compile("[a-z\u00df-\u024f]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LOOKALIKES = str.maketrans("abcehikmoptxy", "авсенікмортху")
_LONGEST = 32
"""Longer words are judged by their first and last 16 characters."""


def tokenize(text: str) -> list[str]:
    """The tokens of `text` in order. Linear time."""
    return _TOKEN.findall(text)


def locate(text: str, tokens: Sequence[str]) -> list[tuple[int, int]]:
    """The half-open places of `tokenize(text)`: nothing but white space lies between tokens."""
    places: list[tuple[int, int]] = []
    end = 0
    for token in tokens:
        start = text.index(token, end)
        end = start + len(token)
        places.append((start, end))
    return places


def normalize(word: str) -> str:
    """The form that features see: NFKC, lower case, visible characters only.

    Digits all become 0. Latin letters inside a Cyrillic word become the Cyrillic letters that
    they look like: official Kazakh texts mix them, and so do people who hide a name.
    """
    if word[0] == "\n":
        return "\n"
    form = unicodedata.normalize("NFKC", _HIDDEN.sub("", word)).lower()
    if form.isdigit():
        return "0" * min(len(form), 12)
    if not form.isascii() and _CYRILLIC.search(form) and _LATIN.search(form):
        form = form.translate(_LOOKALIKES)
    if len(form) > _LONGEST:
        form = form[: _LONGEST // 2] + form[-(_LONGEST // 2) :]
    return form or word
