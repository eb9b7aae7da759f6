"""Spelling variants that a reader does not see, folded to one form before words are compared."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʻʹ`´′＇"), "'")
_INVISIBLE = {ord(c): None for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"}
_BEFORE_NFKC = _APOSTROPHES | _INVISIBLE

# Letters that keyboards and scans put into words of the other script; official Kazakh texts
# mix Latin "i" into Cyrillic words. Unicode TR 39 calls them confusables.
_LATIN_TO_CYRILLIC = str.maketrans("aeopcxyihkmtbjəɵ", "аеорсхуіһкмтвјәө")
_CYRILLIC_TO_LATIN = str.maketrans("аеорсхуікмтв", "aeopcxyikmtb")
_MIXED = re.compile(r"[a-zəɵ][а-ӿ]|[а-ӿ][a-zəɵ]")
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-zəɵ]")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:([., '])\d{3})(?:\1\d{3})*(?![\d]|[.,]\d)")
_MARKS = re.compile(r"[\u0300-\u036f]")


def normalize(text: str) -> str:
    """NFKC, case-folded, one apostrophe, one script a word, 10,000 written 10000, ё as е."""
    plain = text if text.isascii() else text.translate(_BEFORE_NFKC)
    folded = unicodedata.normalize("NFKC", plain.replace("`", "'")).casefold()
    if not folded.isascii():
        folded = folded.replace("ё", "е")
        if _MIXED.search(folded):
            folded = _LETTERS.sub(_one_script, folded)
    return _GROUPED.sub(lambda group: re.sub(r"\D", "", group[0]), folded)


def well_formed(text: str) -> str:
    """Surrogate pairs joined, a lone surrogate as U+FFFD: what web forms cut an emoji into is no
    text that can be encoded."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def without_accents(word: str) -> str:
    """A Latin word without its diacritics; other scripts stay as they are (й is a letter)."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    return _MARKS.sub("", decomposed) if _LATIN.search(decomposed) else word


def _one_script(match: re.Match[str]) -> str:
    word = match[0]
    latin = len(_LATIN.findall(word))
    if latin == 0 or latin == len(word):
        return word
    if 2 * latin <= len(word):
        return word.translate(_LATIN_TO_CYRILLIC)
    return word.translate(_CYRILLIC_TO_LATIN)
