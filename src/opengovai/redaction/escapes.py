"""What stands in a text in an escaped form: `%2B254`, `jane%40example.org`, `0722&nbsp;123`.

Links and forms hold percent-encoded UTF-8 (RFC 3986 section 2.1; `%25` for `%` where it was done
twice), copied pages hold character references (HTML, section 13.1.4). A text with either is read
once more with all of it undone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape

from opengovai.types import EntitySpan

_BYTE = "%(?:25)*[0-9A-Fa-f]{2}"
_ESCAPE = re.compile(rf"(?:{_BYTE})+|&(?:#\d{{2,7}}|#[xX][0-9A-Fa-f]{{2,6}}|[A-Za-z]{{2,8}}\d?);")
_HEX = re.compile("%(?:25)*([0-9A-Fa-f]{2})")
_EVERY = re.compile(_BYTE)
_SPACES = str.maketrans("\r\n\t\x00", "    ")


@dataclass(frozen=True, slots=True)
class Unescaped:
    """A text without its escapes; its character `i` stood at `starts[i]` to `ends[i]`."""

    text: str
    starts: list[int]
    ends: list[int]

    def origin(self, span: EntitySpan) -> EntitySpan:
        """The same span in the text with escapes."""
        return replace(span, start=self.starts[span.start], end=self.ends[span.end - 1])


def unescaped(text: str) -> Unescaped | None:
    """The text with percent-encoding and character references undone; None if it holds none."""
    if "%" not in text and "&" not in text:
        return None
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in _ESCAPE.finditer(text):
        written = match[0]
        plain = _percent(match) if written[0] == "%" else _reference(match)
        if not plain:
            continue
        first, last = match.span()
        pieces.append(text[at:first])
        starts += range(at, first)
        ends += range(at + 1, first + 1)
        for char, begin, end in plain:
            pieces.append(char)
            starts.append(begin)
            ends.append(end)
        at = last
    if not pieces:
        return None
    pieces.append(text[at:])
    starts += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return Unescaped("".join(pieces), starts, ends)


def _percent(match: re.Match[str]) -> list[tuple[str, int, int]]:
    """The characters of a run of escaped bytes, each with the place of its bytes."""
    places = [byte.span() for byte in _EVERY.finditer(match.string, *match.span())]
    data = bytes(int(pair, 16) for pair in _HEX.findall(match[0]))
    out: list[tuple[str, int, int]] = []
    i = 0
    while i < len(data):
        length = _length(data[i])
        char = data[i : i + length].decode("utf-8", "replace")[:1].translate(_SPACES)
        length = 1 if char == "\ufffd" else length
        out.append((char, places[i][0], places[min(i + length, len(data)) - 1][1]))
        i += length
    return out


def _length(first: int) -> int:
    """Bytes of a UTF-8 character, by its first one (RFC 3629)."""
    return 1 + (first >= 0xC2) + (first >= 0xE0) + (first >= 0xF0)


def _reference(match: re.Match[str]) -> list[tuple[str, int, int]]:
    plain = unescape(match[0])
    if len(plain) != 1:
        return []
    return [(plain.translate(_SPACES), *match.span())]
