"""From a text to the terms that a lexical index compares, per language.

Normalise, cut into words, split clitics (l'acte, n'ibihano), drop stop words, stem, drop accents.
English, German, French and Russian use Snowball (https://snowballstem.org, through PyStemmer);
Swahili, Kinyarwanda and Kazakh the light rules of `morphology`. Numbers are kept, without
leading zeros, so that "Law 058/2021" and "law 58" meet; references to articles become one term
each (`references`).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from opengovai.languages.morphology import stem_kazakh, stem_kinyarwanda, stem_swahili
from opengovai.languages.normalization import normalize, without_accents
from opengovai.languages.references import MARK, mark_references
from opengovai.languages.stopwords import STOP_WORDS

_WORD = re.compile(r"§?[^\W_]+(?:'[^\W_]+)*")
_SNOWBALL = {"en": "english", "de": "german", "fr": "french", "ru": "russian"}
_OWN = {"kk": stem_kazakh, "rw": stem_kinyarwanda, "sw": stem_swahili}
_GRAM = 4
_LONGEST_WORD = 64  # beyond it: encoded data, which nobody searches for word by word


def analyze(text: str, language: str) -> list[str]:
    """Search terms of `text` in text order, repeated as often as they stand there.

    A text of nothing but stop words yields those words: "Who am I?" must still find something.
    A language without rules here gets Unicode normalisation only.
    """
    return stem(words(text, language), language)


def words(text: str, language: str) -> list[str]:
    """Normalised words without stop words (unless there is nothing else)."""
    content, grammar = split_words(text, language)
    return content or grammar


def split_words(text: str, language: str) -> tuple[list[str], list[str]]:
    """Normalised words that carry the subject, and the stop words beside them: of little weight
    each, but not of none."""
    return split(in_order(text, language), language)


def split(found: list[str], language: str) -> tuple[list[str], list[str]]:
    """`split_words` of words that are cut already."""
    stop = STOP_WORDS.get(language, frozenset())
    content: list[str] = []
    grammar: list[str] = []
    for word in found:
        (grammar if word in stop else content).append(word)
    return content, grammar


def in_order(text: str, language: str) -> list[str]:
    """All normalised words as they stand in the text, stop words among them."""
    rule = _APOSTROPHE_RULES.get(language, _split)
    return [
        part
        for word in _WORD.findall(mark_references(normalize(text)))
        for part in (rule(word) if "'" in word else (word,))
        if len(part) <= _LONGEST_WORD
    ]


def stem(found: list[str], language: str) -> list[str]:
    """The index term of each word."""
    stemmer = _stemmer(language)
    return [
        word.lstrip("0") or "0" if word.isdecimal() else without_accents(stemmer(word))
        for word in found
    ]


def pairs(found: list[str], language: str) -> list[str]:
    """The stems of each two words that stand side by side: "right of appeal" has "right of" and
    "of appeal". Two words in the same order say more than the two apart (Metzler & Croft 2005)."""
    stems = stem(found, language)
    return [f"{one}_{next_}" for one, next_ in pairwise(stems)]


def _split(word: str) -> list[str]:
    return word.split("'")


def _possessive(word: str) -> list[str]:
    return [word.partition("'")[0]]


def _joined(word: str) -> list[str]:
    return [word.replace("'", "")]


_APOSTROPHE_RULES: dict[str, Callable[[str], list[str]]] = {
    "en": _possessive,  # subject's
    "de": _possessive,  # Hans'
    "sw": _joined,  # ng'ombe: one letter of the alphabet, often left out
}


@lru_cache(maxsize=100_000)
def grams(word: str) -> tuple[str, ...]:
    """Character 4-grams of a word with its edges marked: "act" gives "_act", "act_".

    They let inflections, compounds, misspellings and names spelled otherwise meet in part
    (McNamee & Mayfield 2004 found 4 best across European languages; so did we, see the docs).
    A reference has none.
    """
    if word.startswith(MARK):
        return ()
    marked = f"_{without_accents(word)}_"
    return tuple(marked[i : i + _GRAM] for i in range(max(1, len(marked) - _GRAM + 1)))


class _Stemmers(threading.local):
    """One Snowball stemmer a thread and language: they keep state while they work."""

    def __init__(self) -> None:
        self.made: dict[str, Callable[[str], str]] = {}


_stemmers = _Stemmers()


def _stemmer(language: str) -> Callable[[str], str]:
    if language in _OWN:
        return _OWN[language]
    if language not in _SNOWBALL:
        return str
    made = _stemmers.made.get(language)
    if made is None:
        import Stemmer

        made = _stemmers.made[language] = Stemmer.Stemmer(_SNOWBALL[language]).stemWord
    return made
