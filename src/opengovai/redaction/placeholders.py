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
LONGEST = 160
"""Characters of the longest placeholder, however written."""

_CONSONANTS = "bcdfghjkmnpqrstvwxz"
_DASHES = "_\u2010-\u2015\u2212-"
_DASH = f"\\\\?[{_DASHES}]"
_LABEL = f"[A-Za-z]{{1,24}}(?:{_DASH}[A-Za-z]{{1,24}}){{0,4}}"
_HEAD = f"{_LABEL}{_DASH}[0-9]{{1,6}}[A-Za-z]{{0,2}}{_DASH}"
_ANY = compile_pattern(f"{_HEAD}[A-Za-z]{{{NONCE_LENGTH}}}")
_READ = re.compile(
    rf"({_LABEL}){_DASH}([0-9]{{1,6}})([A-Za-z]{{0,2}}){_DASH}[A-Za-z]{{{NONCE_LENGTH}}}$"
)
_PLAIN_DASH = re.compile(_DASH)
_INSIDE = re.compile(rf"[A-Za-z0-9\\{_DASHES}]")
_RUN = re.compile(rf"[A-Za-z0-9\\\[\]{_DASHES}]+$")


@dataclass(frozen=True, slots=True)
class Found:
    """A placeholder in a text: where it stands and which pseudonym it names (`PHONE-1A`)."""

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


def nonce_pattern(nonce: str) -> Pattern:
    """The nonce in any case: what every placeholder of a conversation ends in."""
    return compile_pattern("".join(f"[{c}{c.upper()}]" for c in nonce))


def find(text: str, pattern: Pattern = _ANY, *, before: str = "") -> Iterator[Found]:
    """Placeholders of the nonce that `pattern` finds, or what looks like one with any nonce.

    `before` is the character that precedes the text, where it is a part of something longer.
    An unmatched bracket is not part of a placeholder.
    """
    for start, end in pattern.spans(Subject(text)):
        read = _READ.search(text[max(0, start - LONGEST) : end])
        if not read or _goes_on(text[end : end + 1]):
            continue
        first = end - len(read[0])
        previous = text[first - 1] if first else before
        if _INSIDE.match(previous):
            continue
        closed = previous == "[" and first > 0 and text[end : end + 1] == "]"
        name = f"{_PLAIN_DASH.sub('-', read[1])}-{read[2]}{read[3]}".upper()
        yield Found(first - closed, end + closed, name)


def _goes_on(char: str) -> bool:
    return char.isascii() and char.isalnum()


def held(text: str, beginnings: frozenset[str], *, before: str) -> int:
    """Where the end of `text` begins that may still become a placeholder; its length if nothing.

    `beginnings` holds every beginning of every known name with its nonce, in capitals.
    """
    run = _RUN.search(text[-LONGEST:])
    if not run:
        return len(text)
    for at in range(len(text) - len(run[0]), len(text)):
        if text[at] == "[" or not _INSIDE.match(text[at - 1] if at else before):
            bare = text[at + 1 :] if text[at] == "[" else text[at:]
            if _PLAIN_DASH.sub("-", bare).rstrip("\\").upper() in beginnings:
                return at
    return len(text)


def without_placeholders(text: RedactedText) -> RedactedText:
    """The text with every placeholder replaced by a space, for an index query."""
    out, at = [], 0
    for found in find(text):
        out += [text[at : found.start], " "]
        at = found.end
    return RedactedText("".join([*out, text[at:]]))
