"""Cues of what the boundaries are about: patterns over folded words, one file a language.

`cues/<tag>.toml` has a table a family: `cues`, one of which suffices, and `unless`, one of which
undoes that. In them `<name>` stands for a pattern of `[define]` and ` .. ` for at most four words
of the same sentence. A text that is nothing but `phrases` is of that family.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from opengovai.languages import SUPPORTED
from opengovai.languages.normalization import normalize
from opengovai.types import PLACEHOLDER

_TOKEN = re.compile(r"[^\W_]+|[.!?;:\n]+")
_GAP = r"(?: [^\s|]+){0,4} "
_NAME = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Cues:
    """The compiled cues of one family in one language."""

    cues: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    phrases: re.Pattern[str] | None

    def match(self, folded: str) -> bool:
        """Whether a folded text (`fold`) is of this family."""
        if self.phrases is not None:
            rest = self.phrases.sub("", folded.replace(" |", "").replace("| ", ""))
            return bool(folded) and not rest.replace("|", "").strip()
        if self.cues is None or self.cues.search(folded) is None:
            return False
        return self.unless is None or self.unless.search(folded) is None


def fold(text: str) -> str:
    """Normalised words joined by blanks, "|" where a sentence ends, `xperson` for a pseudonym."""
    named = PLACEHOLDER.sub(lambda mark: f" x{mark[0][1:].partition('-')[0].lower()} ", text)
    tokens = (
        "|" if not token[0].isalnum() else token for token in _TOKEN.findall(normalize(named))
    )
    return " ".join(tokens).strip("| ")


def of_family(family: str, folded: str, language: str) -> bool:
    """Whether the cues of `language`, or of any other served language, find this family: people
    write in two languages, and a few words are hard to tell."""
    return any(
        cues.match(folded)
        for tag in (language, *(tag for tag in SUPPORTED if tag != language))
        if (cues := _table(tag).get(family)) is not None
    )


def _table(language: str) -> Mapping[str, Cues]:
    """The tag may be a caller's: it names no file before it is known."""
    return _read(language) if language in SUPPORTED else {}


@cache
def _read(language: str) -> Mapping[str, Cues]:
    path = files("opengovai.guards") / "cues" / f"{language}.toml"
    table = tomllib.loads(path.read_text("utf-8"))
    defined = table.pop("define", {})
    return {family: _compiled(row, defined) for family, row in table.items()}


def _compiled(row: Mapping[str, list[str]], defined: Mapping[str, str]) -> Cues:
    return Cues(
        cues=_either(row.get("cues", []), defined),
        unless=_either(row.get("unless", []), defined),
        phrases=_either(row.get("phrases", []), defined),
    )


def _either(patterns: list[str], defined: Mapping[str, str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    longest_first = sorted(patterns, key=len, reverse=True)
    whole = "|".join(_spelled(pattern, defined) for pattern in longest_first)
    return re.compile(rf"(?<![^\s|])(?:{whole})(?![^\s|])")


def _spelled(pattern: str, defined: Mapping[str, str]) -> str:
    for _ in range(2):
        pattern = _NAME.sub(lambda name: defined[name[1]], pattern)
    return pattern.replace(" .. ", _GAP)
