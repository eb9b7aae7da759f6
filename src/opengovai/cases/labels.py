"""Labelled text: `Date of birth: 4 March 1990`, a row of a table, or a label and the next line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from opengovai.cases.dates import Found, Order
from opengovai.cases.schema import FieldSpec
from opengovai.cases.values import find_value

_NUMBERING = r"(?:\W{0,3}\d{1,2}[.)]\s?)?[*_]{0,2}"
_BEGIN = rf"(?:^|[|\t;•,.(>]|[ ]{{2}}|[-–][ ])[ \t]*{_NUMBERING}"
_SEPARATOR = r"(?:[:：=|\t]|\.{3,}|_{3,}| [–—-] )"
_MARK = rf"[*_]{{0,2}}[ \t]*(?:\([^)\n]{{0,40}}\))?[ \t]*[*_]{{0,2}}{_SEPARATOR}[*_|: \t]*"
_STOP = re.compile(r"\n|\s*\||\t|[ \u00a0]{3,}")
_LABEL_LINE = re.compile(r"[^\W\d_][^:\n|]{0,50}[:：|]\s?")
_NEAR = 60
"""Characters after a label without a colon in which a typed value is looked for."""

_SHAPED = {"date", "amount", "integer", "identifier", "choice"}


def find_labelled(
    text: str, spec: FieldSpec, *, order: Order, ends: re.Pattern[str] | None = None
) -> tuple[Found, float] | None:
    """The value behind one of the field's labels, and the confidence: 0.95 behind a colon or in a
    table, 0.8 where a value of the right shape follows the words closely.

    `ends` is where another field begins on the same line (see `next_labels`)."""
    found = next(_behind_mark(text, spec, order, ends), None)
    if found:
        return found, 0.95
    if spec.type not in _SHAPED or (spec.type == "identifier" and not spec.pattern):
        return None
    found = next(_behind_words(text, spec, order), None)
    return (found, 0.8) if found else None


def next_labels(labels: Sequence[str]) -> re.Pattern[str] | None:
    """Where one of these labels begins after a comma or semicolon; None without labels."""
    if not labels:
        return None
    names = "|".join(f"(?:{_loose(label)})" for label in labels)
    return re.compile(rf"[,;][ \t]+(?:{names})[ \t]*[:=]", re.IGNORECASE)


def _behind_mark(
    text: str, spec: FieldSpec, order: Order, ends: re.Pattern[str] | None
) -> Iterator[Found]:
    for label in spec.label:
        for match in _marked(label).finditer(text):
            for start, line_end in _windows(text, match.end(), spec):
                stop = ends.search(text, start, line_end) if ends else None
                end = stop.start() if stop else line_end
                found = find_value(text[start:end], spec, order=order)
                if found:
                    yield _moved(found, start)


def _behind_words(text: str, spec: FieldSpec, order: Order) -> Iterator[Found]:
    for label in spec.label:
        for match in _bare(label).finditer(text):
            found = _near(text[match.end() : match.end() + _NEAR], spec, order)
            if found:
                yield _moved(found, match.end())


def _near(text: str, spec: FieldSpec, order: Order) -> Found | None:
    """Within the same sentence; an identifier must be of its pattern here."""
    sentence = re.split(r"[.!?]\s+[^\W\d_]|\n\s*\n", text, maxsplit=1)[0]
    found = find_value(sentence, spec, order=order)
    if found and spec.type == "identifier" and not re.fullmatch(spec.pattern, found.value):
        return None
    return found


def _windows(text: str, start: int, spec: FieldSpec) -> Iterator[tuple[int, int]]:
    """The rest of the line; where that is empty, the next line unless it is a label itself.
    For `lines`, the following lines too until an empty one or the next label."""
    stop = _STOP.search(text, start)
    end = stop.start() if stop else len(text)
    if spec.type == "lines":
        yield start, _block_end(text, end)
    elif text[start:end].strip():
        yield start, end
    elif stop and "\n" in stop[0]:
        below = stop.end()
        line_end = text.find("\n", below)
        line_end = len(text) if line_end < 0 else line_end
        if not _LABEL_LINE.match(text, below):
            yield below, line_end


def _block_end(text: str, end: int) -> int:
    while end < len(text) and text[end] == "\n":
        line_end = text.find("\n", end + 1)
        line_end = len(text) if line_end < 0 else line_end
        line = text[end + 1 : line_end]
        if not line.strip() or _LABEL_LINE.match(line):
            break
        end = line_end
    return end


def _moved(found: Found, by: int) -> Found:
    return Found(found.value, found.start + by, found.end + by)


@cache
def _marked(label: str) -> re.Pattern[str]:
    return re.compile(f"{_BEGIN}(?:{_loose(label)}){_MARK}", re.IGNORECASE | re.MULTILINE)


@cache
def _bare(label: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_loose(label)})(?!\w)", re.IGNORECASE)


def _loose(label: str) -> str:
    """Any white space where the label has a blank, either apostrophe where it has one."""
    return re.sub(r"['’]", "['’]", label).replace(" ", r"\s+")


def matches_label(labels: Sequence[str], words: str) -> bool:
    """True where one of the labels begins the words beside a box, or follows the box's number."""
    return any(
        re.match(rf"(?:\d{{1,2}}[a-z]?|[a-z])?\s*(?:{_loose(label)})", words, re.IGNORECASE)
        for label in labels
    )
