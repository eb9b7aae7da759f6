"""Compiled shapes: google-re2 over UTF-8 bytes, or plain `re` where re2 is not installed.

Patterns are written in the part of the syntax in which both mean the same: explicit character
classes, no `\\w`, `\\d`, `\\s`, `\\b`, no groups that capture, no look-around.
Spans are code points of the text in both cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

try:
    import re2
except ImportError:  # pragma: no cover (exercised by choosing `PlainPattern`)
    re2 = None

_MEMORY = 64 << 20
"""Bytes that re2 may use for one pattern's states; too few make it rebuild them."""


class Subject:
    """A text to be scanned, encoded once for all patterns. Lone surrogates count as `?`."""

    __slots__ = ("data", "plain", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode("utf-8", "replace")
        self.plain = len(self.data) == len(text)


class Pattern(Protocol):
    """A compiled shape; `source` is what it was compiled from."""

    source: str

    def found(self, subject: Subject) -> bool:
        """Whether the text holds the shape at all."""
        ...

    def spans(self, subject: Subject) -> Iterator[tuple[int, int]]:
        """Leftmost matches that do not overlap, as code-point ranges, in text order."""
        ...


class Re2Pattern:
    """A shape on google-re2: linear time whatever the text."""

    __slots__ = ("_compiled", "source")

    def found(self, subject: Subject) -> bool:
        """Whether the text holds the shape at all."""
        return self._compiled.search(subject.data) is not None

    def __init__(self, pattern: str) -> None:
        self.source = pattern
        options = re2.Options()
        options.max_mem = _MEMORY
        options.never_capture = True
        self._compiled: Any = re2.compile(pattern, options)

    def spans(self, subject: Subject) -> Iterator[tuple[int, int]]:
        """Leftmost matches that do not overlap, as code-point ranges, in text order."""
        found = (match.span() for match in self._compiled.finditer(subject.data))
        return found if subject.plain else _code_points(subject.data, found)


class PlainPattern:
    """The same shape on the standard library's `re`."""

    __slots__ = ("_compiled", "source")

    def found(self, subject: Subject) -> bool:
        """Whether the text holds the shape at all."""
        return self._compiled.search(subject.text) is not None

    def __init__(self, pattern: str) -> None:
        self.source = pattern
        self._compiled = re.compile(pattern)

    def spans(self, subject: Subject) -> Iterator[tuple[int, int]]:
        """Leftmost matches that do not overlap, as code-point ranges, in text order."""
        return (match.span() for match in self._compiled.finditer(subject.text))


def _code_points(data: bytes, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = count = 0
    for start, end in spans:
        count += len(data[at:start].decode())
        length = len(data[start:end].decode())
        yield count, count + length
        count += length
        at = end


def any_of(patterns: Iterable[Pattern]) -> Pattern:
    """A pattern that a text holds if it holds any of these: one scan where most would be vain."""
    return compile_pattern("|".join(f"(?:{pattern.source})" for pattern in patterns))


def compile_pattern(pattern: str) -> Pattern:
    """The shape on re2, or on `re` where re2 is not installed."""
    return PlainPattern(pattern) if re2 is None else Re2Pattern(pattern)
