"""Text as it may be indexed and quoted: NFC, visible characters only, plain spaces.

Sources: Unicode UAX 15 (normalisation, stream-safe limit of 30 marks), UAX 9 (bidirectional
controls), UTS 39 (default-ignorable characters); Boucher and Anderson, "Trojan Source" (2021).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

_JOINING = "\u0600-\u10ff\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
"""Scripts in which the joiners U+200C and U+200D change the shape of a word."""

_KINDS = (
    ("bidirectional control", "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"),
    ("zero-width", "\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u3164\ufeff\uffa0"),
    ("Unicode tag", "\U000e0000-\U000e007f"),
    ("variation selector", "\U000e0100-\U000e01ef"),
)
_HIDDEN = re.compile("|".join(f"([{characters}])" for _, characters in _KINDS))
_JOINER = re.compile(f"(?<![{_JOINING}])[\u200c\u200d]+|[\u200c\u200d]+(?![{_JOINING}])")
# Soft hyphens, C0 and C1 controls but tab and newline, invisible operators, lone surrogates.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u206a-\u206f\ufe00-\ufe0f\ufff0-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_EDGE = re.compile(" ?\n ?")
_BLANK_LINES = re.compile("\n{3,}")
_MARKS_IN_A_ROW = 30


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`text`, and how many hidden characters of each kind were kept out of it."""

    text: str
    hidden: Counter[str]


def clean(text: str) -> Cleaned:
    """Normalise `text`; visible words stay as they are. Idempotent."""
    hidden: Counter[str] = Counter()
    if not text.isascii():
        text = _reveal(text, hidden)
    text = _LINE_END.sub("\n", text)
    text = _DROPPED.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _stream_safe(text))
    text = _LINE_EDGE.sub("\n", _SPACES.sub(" ", text))
    return Cleaned(_BLANK_LINES.sub("\n\n", text).strip(" \n"), hidden)


def warnings(hidden: Counter[str]) -> tuple[str, ...]:
    """One line for each kind of hidden character that was found."""
    return tuple(f"{count} {kind} character(s) kept out" for kind, count in hidden.most_common())


def _reveal(text: str, hidden: Counter[str]) -> str:
    for match in _HIDDEN.finditer(text):
        hidden[_KINDS[(match.lastindex or 1) - 1][0]] += 1
    if hidden:
        text = _HIDDEN.sub("", text)
    text, joiners = _JOINER.subn("", text)
    if joiners:
        hidden["zero-width"] += joiners
    return text


def _stream_safe(text: str) -> str:
    # Normalising n marks in a row costs n * n steps: a page of them would never end.
    marks = "".join(c for c in set(text) if unicodedata.combining(c))
    if not marks:
        return text
    run = re.compile(f"([{re.escape(marks)}]{{{_MARKS_IN_A_ROW}}})[{re.escape(marks)}]+")
    return run.sub(r"\1", text)
