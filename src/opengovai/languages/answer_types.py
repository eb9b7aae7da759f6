"""What a question asks for (an amount, a time, a place) and what of it a sentence holds.

The cues stand in `answer_types.toml`, as patterns over normalised text. They are hints and not
grammar: what each is worth is learnt.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from opengovai.languages.normalization import normalize

EXACT = frozenset({"money", "duration", "count", "size", "contact", "name"})
"""Types that a sentence either gives or does not: without a number, an address or a name in it,
it answers something else."""

_DIGIT = re.compile(r"\d")
_LABEL = re.compile(r"^\s*\(?\d{1,3}[.)º°]?\s|(?:§+|art\w*\.?|sections?|subsections?)\s*\(?\d+\)?")
_CONTACT = re.compile(r"@|www\.|https?:|p\.?\s?o\.?\s?box|\+\d{6}")
_SIZE = re.compile(r"\d\s?(?:mm|cm|m|kg|g|мм|см|м|кг|г|x|×|х)\b")


def asked_types(text: str, language: str) -> frozenset[str]:
    """Types of answer that a question asks for; none for a yes/no question."""
    return _matching(normalize(text), language, "asks")


def said_types(text: str, language: str) -> frozenset[str]:
    """Types of answer that a sentence can give, and "must" where it allows, forbids or obliges."""
    normalized = normalize(text)
    cues = _matching(normalized, language, "says")
    bare = _LABEL.sub(" ", normalized)
    number = "number" in cues or _DIGIT.search(bare) is not None
    found = {
        "count": number,
        "duration": (number and "time" in cues) or "soon" in cues,
        "when": bool(cues & {"time", "soon", "event"}),
        "money": (number and "money" in cues) or "free" in cues,
        "contact": _CONTACT.search(bare) is not None,
        "size": _SIZE.search(bare) is not None,
    }
    return (cues & {"who", "where", "must"}) | {name for name, holds in found.items() if holds}


def _matching(normalized: str, language: str, side: str) -> frozenset[str]:
    patterns = _patterns(language, side)
    return frozenset(name for name, pattern in patterns.items() if pattern.search(normalized))


@cache
def _patterns(language: str, side: str) -> Mapping[str, re.Pattern[str]]:
    table = _tables().get(language, {}).get(side, {})
    return {
        name: re.compile(rf"(?<![^\W_])(?:{'|'.join(cues).casefold()})")
        for name, cues in table.items()
    }


@cache
def _tables() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    path = files("opengovai.languages") / "answer_types.toml"
    return tomllib.loads(path.read_text("utf-8"))
