"""Placeholders: `[PHONE-1-kqzvrt]`, typed, numbered, with the conversation's nonce.

Format in `docs/spec/pseudonyms.md`. Reading is lenient (case, brackets, dashes), because models
are; the nonce makes a wrong reading impossible: what does not carry it is left alone.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from opengovai.redaction.patterns import Pattern, Subject, compile_pattern
from opengovai.types import RedactedText

NONCE_LENGTH = 6
_CONSONANTS = "bcdfghjkmnpqrstvwxz"
_DASH = "[\\\\]?[_\u2010-\u2015\u2212-]"
_BODY = (
    f"[A-Za-z]{{1,24}}(?:{_DASH}[A-Za-z]{{1,24}}){{0,4}}{_DASH}[0-9]{{1,6}}[A-Za-z]{{0,2}}{_DASH}"
)
_PARTS = re.compile(rf"([A-Za-z\-]+)-(\d+)([A-Za-z]*)-([A-Za-z]{{{NONCE_LENGTH}}})")
_ANY_DASH = re.compile(_DASH)


@dataclass(frozen=True, slots=True)
class Found:
    """A placeholder in a text: where it stands and which pseudonym it names."""

    start: int
    end: int
    name: str


def new_nonce() -> str:
    """Six random consonants: 47 million values, no words."""
    return "".join(secrets.choice(_CONSONANTS) for _ in range(NONCE_LENGTH))


def label(entity: str) -> str:
    """The entity's name inside a placeholder: capitals and hyphens, which Markdown keeps."""
    letters = re.sub(r"[^A-Z]+", "-", entity.upper()).strip("-")
    return "-".join(part[:24] for part in letters.split("-")[:5]) or "ENTITY"


def numbered(entity: str, number: int, variant: int) -> str:
    """`PHONE-1` for the first writing of a value, `PHONE-1a`, `PHONE-1b`, ... for others."""
    letters = ""
    while variant:
        variant, rest = divmod(variant - 1, 26)
        letters = chr(97 + rest) + letters
    return f"{label(entity)}-{number}{letters}"


def pattern(nonce: str = "") -> Pattern:
    """Placeholders with this nonce, or with any."""
    tail = nonce if nonce else f"[A-Za-z]{{{NONCE_LENGTH}}}"
    folded = "".join(f"[{c}{c.upper()}]" for c in tail) if nonce else tail
    return compile_pattern(f"\\[?{_BODY}{folded}\\]?")


_ANY = pattern()


def find(text: str, compiled: Pattern = _ANY) -> Iterator[Found]:
    """Placeholders and what looks like one. An unmatched bracket is not part of it."""
    for start, end in compiled.spans(Subject(text)):
        opened, closed = text[start] == "[", text[end - 1] == "]"
        parts = _PARTS.fullmatch(_ANY_DASH.sub("-", text[start + opened : end - closed]))
        if parts:
            name = f"{parts[1].upper()}-{parts[2]}{parts[3].lower()}"
            yield Found(start + (opened and not closed), end - (closed and not opened), name)


def without_placeholders(text: RedactedText) -> RedactedText:
    """The text with every placeholder replaced by a space, for an index query."""
    out, at = [], 0
    for found in find(text):
        out += [text[at : found.start], " "]
        at = found.end
    return RedactedText("".join([*out, text[at:]]))
