"""Tells text from what a broken text layer gives instead of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_SHARE = 0.05
_NO_VOWEL_SHARE = 0.35
_WORD = re.compile(r"[^\W\d_]{4,}")
_GLYPH_CODE = re.compile(r"\(cid:\d+\)|/g\d{1,4}\b|/G[0-9A-F]{2}\b")
_VOWELS = frozenset("aeiouyаеёиоуыэюяәіөұүіїєæœøı")
_SAMPLE = 50_000


def fault(text: str) -> str:
    """What is wrong with `text`, or "" if it reads as text in the scripts we know or another."""
    sample = text[:_SAMPLE] + text[_SAMPLE:][-_SAMPLE:]
    visible = [c for c in sample if not c.isspace()]
    if not visible:
        return ""
    kinds = Counter(_kind(c) for c in set(visible) for _ in range(1))
    counted = Counter(visible)
    shares = {
        kind: sum(n for c, n in counted.items() if _kind(c) == kind) / len(visible)
        for kind in kinds
    }
    for kind, share in shares.items():
        if kind and share > _SHARE:
            return f"{share:.0%} of its characters are {kind}"
    codes = sum(len(code) for code in _GLYPH_CODE.findall(sample))
    if codes > _SHARE * len(visible):
        return "glyph codes stand in place of letters"
    return _words(sample, len(visible))


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\ufffd":
        return "replacement characters"
    return {
        "Co": "private-use code points",
        "Cn": "unassigned code points",
        "Cs": "lone surrogates",
        "Cc": "control characters",
    }.get(category, "")


def _words(sample: str, visible: int) -> str:
    """Words of Latin or Cyrillic letters have vowels; shifted glyph codes have not."""
    words = [w.lower() for w in _WORD.findall(sample)]
    ours = [w for w in words if all(c < "\u0530" or "\u1e00" <= c < "\u1f00" for c in w)]
    if len(ours) >= 20:
        bare = sum(not _has_vowel(word) for word in ours) / len(ours)
        if bare > _NO_VOWEL_SHARE:
            return f"{bare:.0%} of its words have no vowel"
    letters = sum(c.isalpha() for c in sample)
    if (
        visible > 200
        and letters < 0.12 * visible
        and sum(c.isdigit() for c in sample) < 0.3 * visible
    ):
        return "it is symbols, not words"
    return ""


def _has_vowel(word: str) -> bool:
    return any(c in _VOWELS for c in unicodedata.normalize("NFD", word)) or any(
        c in _VOWELS for c in word
    )
