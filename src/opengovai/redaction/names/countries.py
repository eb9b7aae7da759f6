"""Countries, which are public: "the law of Uganda" names nobody.

A country's name stays hidden where a person may bear it: as part of a longer name, after a title,
before another name ("Kenya Otieno"), or where it is a usual given name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from opengovai.languages.analysis import stem
from opengovai.languages.places import country_names

_INFLECTED = ("ru", "kk", "de")
_GIVEN = frozenset({"chad", "dominica", "georgia", "israel", "jordan"})
_TITLE = re.compile(
    "mr|mrs|ms|miss|dr|prof|sir|madam|herrn?|frau|monsieur|madame|mme|mlle|m|bw|bi|bwana|bibi|mzee|"
    "mama|madamu|г-н|г-жа|господин|госпожа|гражданин|гражданка|мырза|ханым"
)


def is_country(words: Sequence[str], start: int, end: int) -> bool:
    """Whether the name `words[start:end]` is a country's, and nobody's by what stands around it."""
    found = tuple(word.lower() for word in words[start:end] if word[0].isalnum())
    if not found or found[0] in _GIVEN or not _named(found):
        return False
    before = next((w for w in reversed(words[max(0, start - 2) : start]) if w[0].isalnum()), "")
    after = words[end] if end < len(words) else ""
    titled = _TITLE.fullmatch(before.lower())
    return not titled and not (after[:1].isupper() and words[start][0].isupper())


def _named(found: tuple[str, ...]) -> bool:
    if found in _as_listed():
        return True
    return any(tuple(stem(list(found), language)) in _stems(language) for language in _INFLECTED)


@cache
def _as_listed() -> frozenset[tuple[str, ...]]:
    return frozenset(name for names in country_names().values() for name in names)


@cache
def _stems(language: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(stem(list(name), language)) for name in country_names()[language])
