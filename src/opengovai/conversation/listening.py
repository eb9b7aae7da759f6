"""In which language somebody writes, in which script it is meant, with what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from opengovai.languages import identify, sentences
from opengovai.languages.romanised import from_latin, romanised_as
from opengovai.types import PLACEHOLDER, RedactedText, Turn

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 4  # words from which a text alone says in which language it is
_SURE = 0.999


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """A redacted text in the script of its language; `romanised` where it came in Latin letters."""

    text: RedactedText
    language: str
    romanised: bool = False


def listen(
    text: RedactedText,
    candidates: Sequence[str],
    *,
    language: str | None = None,
    history: Sequence[Turn] = (),
) -> Heard:
    """The language among `candidates`, or `language` where the caller knows it.

    Somebody who writes in two languages is answered in the one that asks. A few words say little:
    they are in the language of the conversation unless they are surely in another one.
    """
    spelled = romanised_as(text, [language] if language else candidates)
    if spelled:
        written = RedactedText(from_latin(text, spelled))
        return Heard(text=written, language=spelled, romanised=True)
    return Heard(text=text, language=language or _identified(text, candidates, history))


def _identified(text: RedactedText, candidates: Sequence[str], history: Sequence[Turn]) -> str:
    bare = PLACEHOLDER.sub(" ", text)
    whole = identify(bare, candidates)
    asking = _asking(bare, whole.language)
    said = identify(asking, candidates) if len(_WORD.findall(asking)) >= _ENOUGH else whole
    before = history[-1].language if history else said.language
    unsure = len(_WORD.findall(bare)) < _ENOUGH and said.score < _SURE
    return before if unsure and before in candidates else said.language


def _asking(text: str, language: str) -> str:
    """The sentences that end in a question mark."""
    parts = [text[start:end].strip() for start, end in sentences(text, language)]
    return " ".join(part for part in parts if part.endswith(("?", "？")))
