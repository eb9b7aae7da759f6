"""Tells text from what a broken text layer gives instead of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_SHARE = 0.05
_SAMPLE = 50_000
_WORD = re.compile(r"[^\W\d_]+")
_GLYPH_CODE = re.compile(r"\(cid:\d+\)|/g\d{1,4}\b|/G[0-9A-F]{2}\b")
_KINDS = {
    "Co": "private-use code points",
    "Cn": "unassigned code points",
    "Cs": "lone surrogates",
    "Cc": "control characters",
}
_VOWELS = frozenset("aeiouyаеёиоуыэюяәіөұүієæœøı")
_FEWEST_WORDS = 40
# On laws, guides and forms in seven languages and with their letters shifted by 29 places, the
# share of long words without a vowel is below 0.03 and above 0.10, that of function words above
# 0.15 and below 0.11. A script or language we do not know is given the benefit of the doubt.
_NO_VOWEL_ALONE, _NO_VOWEL, _FUNCTION_WORDS = 0.30, 0.08, 0.12


def fault(text: str) -> str:
    """What is wrong with `text`, or "" if it can be read."""
    sample = text[:_SAMPLE] + text[_SAMPLE:][-_SAMPLE:]
    counted = Counter(sample)
    visible = sum(n for c, n in counted.items() if not c.isspace())
    if not visible:
        return ""
    kinds: Counter[str] = Counter()
    for character, count in counted.items():
        kinds[_kind(character)] += count
    del kinds[""]
    for kind, count in kinds.most_common(1):
        if count > _SHARE * visible:
            return f"{count / visible:.0%} of its characters are {kind}"
    if sum(len(code) for code in _GLYPH_CODE.findall(sample)) > _SHARE * visible:
        return "glyph codes stand in place of letters"
    return _words(sample)


def _kind(character: str) -> str:
    if character == "\ufffd":
        return "replacement characters"
    return "" if character.isspace() else _KINDS.get(unicodedata.category(character), "")


def _words(sample: str) -> str:
    """Latin and Cyrillic words have vowels, and some of them are function words."""
    from opengovai.languages.stopwords import STOP_WORDS

    words = [word.lower() for word in _WORD.findall(sample)]
    ours = [w for w in words if all(c < "\u0530" or "\u1e00" <= c < "\u1f00" for c in w)]
    long = [word for word in ours if len(word) > 3]
    if len(long) < _FEWEST_WORDS:
        return ""
    bare = sum(not _has_vowel(word) for word in long) / len(long)
    known = max(sum(len(w) > 1 and w in stop for w in ours) for stop in STOP_WORDS.values())
    if bare > _NO_VOWEL_ALONE or (bare > _NO_VOWEL and known < _FUNCTION_WORDS * len(ours)):
        return f"{bare:.0%} of its words have no vowel"
    return ""


def _has_vowel(word: str) -> bool:
    return not _VOWELS.isdisjoint(word) or not _VOWELS.isdisjoint(
        unicodedata.normalize("NFD", word)
    )
