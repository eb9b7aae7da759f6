"""Swahili words and plain sentences by the grammar, for want of open Swahili text.

Verbs take subject, tense and object prefixes and the extensions of the language; nouns bring the
concords of their class. The sentences mean little, but their words are the words of Swahili.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random

_WORDS = tomllib.loads((Path(__file__).parent / "words.sw.toml").read_text("utf-8"))
_VERBS, _SUBJECTS, _TENSES, _OBJECTS, _ENDINGS, _SMALL, _ADJECTIVES = (
    _WORDS[key].split()
    for key in ("verbs", "subjects", "tenses", "objects", "endings", "small", "adjectives")
)
_NOUNS = {(n["singular"], n["plural"]): n["stems"].split() for n in _WORDS["nouns"]}
_CONCORDS = ("m", "wa", "ki", "vi", "n", "ma", "mi")


def verb(random: Random) -> str:
    """One conjugated verb or infinitive."""
    ending = random.choice(_ENDINGS)
    stem = random.choice(_VERBS)
    if random.random() < 0.15:
        return f"ku{stem}{ending}"
    middle = random.choice(_OBJECTS) if random.random() < 0.3 else ""
    relative = random.choice(("ye", "o", "cho", "zo", "lo", "po")) if random.random() < 0.15 else ""
    return f"{random.choice(_SUBJECTS)}{random.choice(_TENSES)}{relative}{middle}{stem}{ending}"


def noun(random: Random) -> str:
    """One noun, singular or plural."""
    prefixes = random.choice(list(_NOUNS))
    return random.choice(prefixes) + random.choice(_NOUNS[prefixes])


def sentence(random: Random) -> str:
    """A row of words in a likely order, with a capital and a full stop."""
    words: list[str] = []
    for _ in range(random.randrange(2, 6)):
        words += [noun(random), *random.sample(_SMALL, random.randrange(1, 3))]
        if random.random() < 0.7:
            words.append(verb(random))
        if random.random() < 0.2:
            words.append(random.choice(_CONCORDS) + random.choice(_ADJECTIVES))
    text = " ".join(words)
    return text[0].upper() + text[1:] + random.choice((".", ".", "?", ""))
