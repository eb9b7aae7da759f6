"""Two values against each other: `1 May instead of 10 May`, `handitse X, hakwiye kwandikwa Y`.

Which of them is right depends on what stands there now, so an officer must look at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from opengovai.cases.dates import Found
from opengovai.types import Extraction

UNSURE = 0.5
"""Confidence, at most, of a value that stands against another one."""

_NEAR = 60
"""Characters before and after a value in which another one may stand against it."""

_AGAINST = re.compile(
    r"(?<!\w)(?:instead of|rather than|in place of|should (?:be|read|say|have)|"
    r"ought to|not|wrong\w*|"
    r"incorrect\w*|mistaken\w*|correct(?:ly)? (?:is|date|name|one)|"
    r"au lieu d\w*|à la place d\w*|et non|devrait|doit être|aurait dû|par erreur|erron\w*|"
    r"aho kuba|aho kwandik\w*|mu mwanya|mu kigwi|\w*kwiye k\w+|\w{1,3}agombaga|nabi|"
    r"badala ya|na si|wala si|ina\w*pas\w+|ili\w*pas\w+|kimakosa|kwa makosa|"
    r"вместо|а не|должн\w+|ошибочн\w*|неверн\w*|неправильн\w*|правильн\w*|"
    r"орнына|емес|болуы керек|болу керек|қате|дұрысы|"
    r"(?:an)?statt|anstelle|und nicht|sondern|müsste|sollte|muss|"
    r"falsch\w*|richtig\w*|irrtümlich\w*)"
    r"(?!\w)",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[!?;]\s|[^\W\d]{3}\.\s|\n\s*\n|\n[^\n:]{0,50}[:：]|\t|\|")

Finder = Callable[[str], Found | None]


def stands_against(text: str, found: Extraction, find: Finder) -> bool:
    """Whether another value of the kind that `find` finds stands in the same sentence, and words
    that set the two against each other."""
    before = _BREAK.split(text[max(0, found.start - _NEAR) : found.start])[-1]
    after = _BREAK.split(text[found.end : found.end + _NEAR], maxsplit=1)[0]
    others = [other.value for other in map(find, (before, after)) if other is not None]
    return bool(set(others) - {found.value} and _AGAINST.search(f"{before} ; {after}"))


def names_two(value: str) -> bool:
    """Whether a name is two names set against each other."""
    return bool(_AGAINST.search(value))
