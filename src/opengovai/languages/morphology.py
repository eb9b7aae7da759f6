"""Light stemming for Swahili, Kinyarwanda and Kazakh, for which Snowball has no algorithm.

A stem here is a key for matching, not a dictionary form. Two words of the same lexeme should
meet more often than two of different ones; `docs/explanation/retrieval.md` has the measurement.

Kazakh is suffixing: case, possessive, plural and the frequent verb endings are taken off, longest
first, and the stem's last consonant is devoiced (кітабы, кітап). Swahili and Kinyarwanda are
prefixing Bantu languages: the noun-class or subject-and-tense prefix is taken off, and of a verb
the final vowel with the frequent extensions.
"""

from __future__ import annotations

import re
from functools import lru_cache

from opengovai.languages.swahili import swahili_root

_KK_SUFFIXES = """
    лардың лердің дардың дердің тардың тердің ларды лерді дарды дерді тарды терді
    ларға лерге дарға дерге тарға терге ларда лерде дарда дерде тарда терде
    лардан лерден дардан дерден тардан терден лармен лермен дармен дермен тармен термен
    лары лері дары дері тары тері лар лер дар дер тар тер
    ының інің сының сінің ының іне ына сына сіне ында інде сында сінде ынан інен сынан сінен
    ымен імен сымен сімен ын ін сын сін ыңыз іңіз ңыз ңіз ымыз іміз мыз міз
    ның нің дың дің тың тің ға ге қа ке на не да де та те нда нде дан ден тан тен нан нен
    ды ді ты ті ны ні мен бен пен ым ім ың ің сы сі ы і
    атын етін йтын йтін ған ген қан кен ады еді йды йді уға уге уды уді удың удің уы уі у
    ып іп лық лік дық дік тық тік лығы лігі дығы дігі тығы тігі
    дағы дегі тағы тегі ндағы ндегі сыз сіз лы лі шы ші
"""
_KK_SUFFIX = re.compile(
    f"(?:{'|'.join(sorted(set(_KK_SUFFIXES.split()), key=lambda s: (-len(s), s)))})$"
)
_KK_VOICED = str.maketrans("бгғд", "пкқт")
_KK_ROUNDS = 4

_SW_SHORTEST = 3
_SW_VERB = re.compile(
    r"^(?:(?:ha|si)?(?:ni|u|a|tu|m|wa|i|ya|ki|vi|zi|li|ku|pa|mu|ji)?"
    r"(?:na|li|ta|me|ki|nge|ngali|ka|hu|ja|po|to|sipo)(?:cho|vyo|lo|yo|zo|ye|o|po|ko|mo|wo)?"
    r"(?:ni|ku|m|mw|tu|wa|i|ya|ki|vi|zi|li|u|ji)??)(?=\w{4})"
)
_SW_NOUN = re.compile(r"^(?:mwa|mwi|mwe|mu|mw|mi|ma|me|ki|vi|ch|vy|wa|ku|kw|ny|u|m|w)(?=\w{3})")
_SW_FINAL = re.compile(
    r"(?:ishwa|eshwa|ishwe|iliwa|elewa|iwa|ewa|wa|ia|ea|isha|esha|ika|eka|ana|"
    r"aji|ji|ni|[aeiou])$"
)

_RW_NOUN = re.compile(
    r"^(?:[uai])?(?:mu|mw|ba|mi|my|ri|ma|ki|gi|cy|bi|by|ru|rw|ka|ga|tu|tw|du|bu|bw|ku|gu|kw|ha|nz|"
    r"nd|mb|ny|n|m|i)(?=\w{3})"
)
_RW_FINAL = re.compile(
    r"(?:ishwa|eshwa|irwa|erwa|iwe|anywa|yeho|ye|we|wa|ira|era|isha|esha|ana|"
    r"aho|mo|ho|[aeiou])$"
)


@lru_cache(maxsize=65536)
def stem_kazakh(word: str) -> str:
    """Strip up to four suffixes, never below three letters; a final voiced stop is devoiced."""
    for _ in range(_KK_ROUNDS):
        match = _KK_SUFFIX.search(word, 3)
        if match is None:
            break
        word = word[: match.start()]
    return word[:-1] + word[-1:].translate(_KK_VOICED)


@lru_cache(maxsize=65536)
def stem_swahili(word: str) -> str:
    """The root, where it is known; else a verb's or noun's prefix and the final vowel with common
    extensions are stripped."""
    if len(word) <= _SW_SHORTEST:
        return word
    root = swahili_root(word)
    if root is not None or len(word) <= _SW_SHORTEST + 1:
        return root or word
    bare = _SW_VERB.sub("", word, count=1) if len(word) > 6 else word
    if bare == word:
        bare = _SW_NOUN.sub("", word, count=1)
    return _trim(bare, _SW_FINAL)


@lru_cache(maxsize=65536)
def stem_kinyarwanda(word: str) -> str:
    """Strip the augment with the class prefix, and the final vowel with common extensions."""
    if len(word) <= 4:
        return word
    return _trim(_RW_NOUN.sub("", word, count=1), _RW_FINAL)


def _trim(word: str, ending: re.Pattern[str]) -> str:
    match = ending.search(word, 3)
    return word[: match.start()] if match else word
