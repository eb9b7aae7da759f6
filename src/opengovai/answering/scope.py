"""Greetings, thanks, the weather, whom to vote for: nothing that official texts answer, and nothing
that should come back as a quote of one.

The cues stand in `scope.toml`. A text is small talk if nothing is left of it without the phrases;
of the other kinds one cue suffices.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from opengovai.languages.normalization import normalize
from opengovai.types import Question

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PHRASES = "phrases"


def out_of_scope(question: Question) -> str:
    """The kind of thing that is asked for ("small talk", "politics"...), or "" where official texts
    may answer. A language without cues has everything in scope."""
    rules = _rules(question.language)
    folded = " ".join(_WORD.findall(normalize(question.text)))
    if not rules or not folded:
        return ""
    kinds = (name for name in rules if name != _PHRASES and rules[name].search(folded))
    small_talk = not rules[_PHRASES].sub("", folded).strip()
    return next(kinds, "small talk" if small_talk else "")


@cache
def _rules(language: str) -> Mapping[str, re.Pattern[str]]:
    tables = tomllib.loads((files("opengovai.answering") / "scope.toml").read_text("utf-8"))
    return {name: _either(cues) for name, cues in tables.get(language, {}).items()}


def _either(cues: list[str]) -> re.Pattern[str]:
    longest_first = "|".join(sorted(cues, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{longest_first})(?![^\W_])")
