"""Compiled shapes: google-re2 over UTF-8 bytes, or plain `re` where re2 is not installed.

Patterns are written in the part of the syntax in which both mean the same: explicit character
classes, no `\\w`, `\\d`, `\\s`, `\\b`, no groups that capture, no look-around.
Spans are code points of the text in both cases.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
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


class Signs:
    """Many patterns, looked for in one scan that only says which of them a text holds.

    Whatever finds something longer names a short sign that must stand in the text; most texts hold
    none, and cost no more than this scan.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._all = frozenset(range(len(patterns)))
        self._always = len(patterns)
        self._plain = [PlainPattern(pattern) for pattern in patterns] if re2 is None else []
        self._set: Any = None if re2 is None else _re2_set([*patterns, ""])

    def of(self, subject: Subject) -> Collection[int]:
        """The places, in the order given, of the patterns that the text holds.

        The empty pattern stands in every text: a scan that misses it ran out of memory, and then
        each pattern counts as found.
        """
        if self._set is None:
            return [i for i, pattern in enumerate(self._plain) if pattern.found(subject)]
        found = set(self._set.Match(subject.data) or ())
        return found - {self._always} if self._always in found else self._all


def _re2_set(patterns: Sequence[str]) -> Any:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.never_capture = True
    compiled = re2.Set.SearchSet(options)
    for pattern in patterns:
        compiled.Add(pattern)
    compiled.Compile()
    return compiled


def compile_pattern(pattern: str) -> Pattern:
    """The shape on re2, or on `re` where re2 is not installed."""
    return PlainPattern(pattern) if re2 is None else Re2Pattern(pattern)
