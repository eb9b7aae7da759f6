"""Words that a name can be made of: the shapes that the list and the widening share."""

from __future__ import annotations

from opengovai.languages.stopwords import STOP_WORDS

UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017fА-ЯЁӘҒҚҢӨҰҮҺІΑ-Ω"
WORD = r"(?<![^\W\d_])[^\W\d_](?:[^\W\d_]|['\u2019-](?=[^\W\d_])){1,40}"
"""A word of two letters or more, with hyphens and apostrophes inside; from its beginning."""

PARTICLE = (
    r"(?:van|von|vom|der|den|de|del|della|di|da|dos|du|la|le|bin|binti|ibn|al|el|ter|ten|zu|"
    r"wa|ole|arap|[sdw]/o|nyar|wuod|épouse|veuve|née|geb\.)"
)
NEVER = frozenset(word for words in STOP_WORDS.values() for word in words)
"""Words that are no name by themselves, however capitalised."""


def is_small(text: str) -> bool:
    """Whether the text has no capitals, so that names have none either."""
    return text == text.lower()


def is_capitalised(word: str) -> bool:
    """Whether the word begins with a capital and goes on small, as `McKay` and `O'Neill` do."""
    return word[0].isupper() and not word.isupper()
