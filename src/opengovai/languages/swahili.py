"""The root of a Swahili word, found by taking it apart into known pieces.

A Swahili verb is written as one word: negation, subject, tense, relative, object, root,
extensions, final vowel (wa-li-m-kamat-a, a-si-kamat-w-e; Ashton 1944, Swahili Grammar). Prefixes
alone cannot be told from the beginning of a root, so a reading counts only where a root of
`swahili_roots` remains; of several, the one with the longest root. Nouns made from verbs are read
the same way: ulinzi and mlinzi from linda, mateso from tesa.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from opengovai.languages.swahili_roots import NOMINALS, VERBS

_SUBJECT = "(?:ni|n|u|a|tu|tw|m|mu|mw|wa|w|i|li|l|ya|y|ki|ch|vi|vy|zi|z|ku|kw|pa|yu)"
_TENSE = "(?:na|li|ta|taka|me|mesha|nge|ngeli|ngali|singe|singali|ki|ka|ku|ja|po|sipo|si|a)"
_RELATIVE = "(?:ye|cho|vyo|lo|yo|zo|po|ko|mo|o)"
_OBJECT = "(?:ni|n|ku|kw|m|mw|mu|wa|w|i|ya|y|ki|ch|vi|vy|zi|z|li|l|u|ji|j|tu|tw|pa)"
_BEFORE_VERB = re.compile(
    f"(?:ha|si|h)?{_SUBJECT}?{_TENSE}{_RELATIVE}?(?:ku|kw)?{_OBJECT}?|"
    f"{_SUBJECT}?(?:si)?{_OBJECT}?|(?:ha|si|hu){_SUBJECT}?{_OBJECT}?|(?:ku|kw)(?:to)?{_OBJECT}?"
)
_EXTENSION = (
    "(?:ikan|ekan|liw|lew|lik|lek|ian|ean|ish|esh|iz|ez|iw|ew|ik|ek|an|li|le|sh|ny|i|e|z|y|w)"
)
_AFTER_VERB = re.compile(
    f"{_EXTENSION}{{0,3}}[aei](?:ni|je|ye|cho|vyo|lo|yo|zo|po|ko|mo|o)?|u(?:ni)?|"
)
_BEFORE_NOUN = re.compile("(?:m|mw|mu|wa|w|ki|ch|vi|vy|ma|me|mi|u|ku|kw|n|ny|ji|j|)(?:ji)?")
_AFTER_NOUN = re.compile(
    f"{_EXTENSION}{{0,2}}(?:aji|ji|zi|vu|ifu|ivu|ano|io|eo|ishi|eshi|[aeiou])(?:ni)?"
)
_LONGEST_PREFIX = 10
_SHORTEST_ROOT = 2
_LONGEST_ROOT = 12
# The last sound of a root before -y- and the -i of a noun: pita, pisha; linda, mlinzi.
_SOFTENED = {"k": ("sh",), "l": ("z",), "d": ("z",), "t": ("s", "sh")}
_SOFTENED_PENALTY = 0.6
_NOMINAL_BONUS = 0.5

_Reading = tuple[float, int, str | None]  # how good it is, the length of its prefix, its root


@lru_cache(maxsize=65536)
def swahili_root(word: str) -> str | None:
    """The key of the word's root, which stands for the word in an index; None where no reading is
    known."""
    return max(_readings(word), default=(0.0, 0, None))[2]


def _readings(word: str) -> Iterator[_Reading]:
    for start in range(min(len(word) - _SHORTEST_ROOT, _LONGEST_PREFIX) + 1):
        verb, noun = _may_begin(word[:start])
        if verb or noun:
            yield from _from(word, start, verb=verb, noun=noun)


def _from(word: str, start: int, *, verb: bool, noun: bool) -> Iterator[_Reading]:
    verbs, nominals = _known()
    if noun:
        rest = word[start:]
        for nominal in (rest, rest.removesuffix("ni")):
            if nominal in nominals:
                yield len(nominal) + _NOMINAL_BONUS, start, nominals[nominal]
    for end in range(start + _SHORTEST_ROOT, min(len(word), start + _LONGEST_ROOT) + 1):
        root = word[start:end]
        if root in verbs and _ends(word, end, verb=verb, noun=noun):
            key, penalty = verbs[root]
            yield len(root) - penalty, start, key


def _ends(word: str, end: int, *, verb: bool, noun: bool) -> bool:
    """Whether the word may end as it does after its root. A word ends with its root where that has
    a vowel of its own: kurudi, kufahamu, kuvaa."""
    if end == len(word):
        return word.endswith(("i", "u", "aa"))
    after_verb, after_noun = _may_end(word[end:])
    return (verb and after_verb) or (noun and after_noun)


@lru_cache(maxsize=8192)
def _may_begin(prefix: str) -> tuple[bool, bool]:
    """Whether a verb and whether a noun may begin so."""
    return bool(_BEFORE_VERB.fullmatch(prefix)), bool(_BEFORE_NOUN.fullmatch(prefix))


@lru_cache(maxsize=8192)
def _may_end(suffix: str) -> tuple[bool, bool]:
    """Whether a verb and whether a noun may end so."""
    return bool(_AFTER_VERB.fullmatch(suffix)), bool(_AFTER_NOUN.fullmatch(suffix))


@cache
def _known() -> tuple[dict[str, tuple[str, float]], dict[str, str]]:
    """Verb roots with their keys and what a changed one loses; nominal stems with their keys."""
    verbs = {root: (key, 0.0) for root, key in _keys(VERBS)}
    for root, (key, _) in list(verbs.items()):
        for changed in _changed(root):
            verbs.setdefault(changed, (key, _SOFTENED_PENALTY))
    return verbs, dict(_keys(NOMINALS))


def _keys(families: str) -> Iterator[tuple[str, str]]:
    for family in families.split():
        members = family.split("/")
        yield from ((member, members[0]) for member in members)


def _changed(root: str) -> Iterator[str]:
    """The root as it stands before some endings: softened, or without the vowel of a loan."""
    if len(root) > _SHORTEST_ROOT:
        for sound in _SOFTENED.get(root[-1], ()):
            yield root[:-1] + sound
    if len(root) > _SHORTEST_ROOT + 2 and root[-1] in "iu" and root[-2] not in "aeiou":
        yield root[:-1]
