"""Labelled text: `Date of birth: 4 March 1990`, a row of a table, or a label and the next line.

A label counts where it begins a line, a cell or a clause and is followed by a mark or the line's
end. Where no label of a field stands like that, `find_loosely` takes the lines whose label is
closest to one of its own: "National ID of the applicant" is "National ID".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from opengovai.cases.dates import Found, Order
from opengovai.cases.schema import FieldSpec
from opengovai.cases.shapes import loose_label
from opengovai.cases.values import find_value

# Every repetition has a bound: what citizens send must not make an expression run for minutes.
_BLANKS = r"[ \t\u00a0]{0,40}"
_NUMBERING = r"(?:\W{0,3}\d{1,2}[.)]\s?)?[*_]{0,2}"
_BEGIN = rf"(?:^|[|\t;•,.(>]|[ ]{{2}}|[-–][ ])[ \t]{{0,8}}{_NUMBERING}"
_SEPARATOR = r"(?:[:：=|\t]|\.{3,99}|_{3,99}| [–—-] )"
_MARK = (
    rf"[*_]{{0,2}}{_BLANKS}(?:\([^)\n]{{0,40}}\)[ \t\u00a0]{{0,4}})?[*_]{{0,2}}{_SEPARATOR}"
    r"[*_|: \t.]{0,99}"
)
_STOP = re.compile(r"\n|\s{0,40}\||\t|[ \u00a0]{3}")
_LINE = re.compile(
    rf"^[ \t]{{0,40}}{_NUMBERING}(?:[-•|][ \t]{{0,8}})?{_NUMBERING}"
    rf"(?P<words>[^\W\d_][^:：=|\t\n]{{0,60}}?){_MARK}",
    re.MULTILINE,
)
_LABEL_LINE = re.compile(
    r"(?:[-•|][ \t]{0,8})?[*_]{0,2}[^\W\d_][^:\n|=]{0,50}(?:[:：|=]|\.{3,})\s?"
)
_CLOSE = 0.4
"""The least share of a line's label that a field's own label must make up; half of it does where
the line begins with it."""
_MOST_WORDS = 9
_MOSTLY = 0.65
_WORDS = {"text", "lines", "identifier"}
_ENDED = re.compile(r"[!?:]|\w{4,}\.(?:\s|$)")
"""What a line of an address does not have, and a sentence does."""
_LONGEST = 60


BOX_NUMBER = re.compile(r"\d{1,2}[a-z]?")
"""The number of a form's box."""

_AHEAD = re.compile(r"[ \u00a0]{0,40}[\t|]?[ \u00a0]{0,40}(?:\d{1,2}[a-z]?[ \u00a0])?")


class Labelled(NamedTuple):
    """A value, the confidence, and where its label stands, which is then no other field's."""

    found: Found
    confidence: float
    label: int


class Ends(NamedTuple):
    """Where the value of a field ends because another label of the service begins: `inline` after
    a comma, semicolon or full stop, `line` on a line of its own; `label` is one anywhere."""

    inline: re.Pattern[str]
    line: re.Pattern[str]
    label: re.Pattern[str]

    @classmethod
    def of(cls, labels: Sequence[str]) -> Ends:
        """Of all labels of a service."""
        names = "|".join(f"(?:{loose_label(label)})" for label in labels) or "(?!)"
        flags = re.IGNORECASE | re.MULTILINE
        return cls(
            inline=re.compile(
                rf"\s{{0,4}}[,;.][ \t]{{1,8}}(?:{names})[ \t\u00a0]{{0,8}}(?:[:：=]|(?=[+\d]))",
                flags,
            ),
            line=re.compile(
                rf"[ \t]{{0,40}}(?:[-•|][ \t]{{0,8}})?{_NUMBERING}"
                rf"(?:{names})(?:{_MARK}|[ \t]{{0,40}}$)",
                flags,
            ),
            label=re.compile(rf"(?<!\w)(?:{names})\w{{0,20}}", flags),
        )


def find_labelled(text: str, spec: FieldSpec, *, order: Order, ends: Ends) -> Labelled | None:
    """The value behind one of the field's labels: 0.95 behind a mark or in a table, 0.9 on the
    line below a label that stands alone."""
    # Whether a label stands anywhere is told much faster than how.
    standing = {label for label in spec.label if _bare(label).search(text)}
    for shape, confidence in ((_marked, 0.95), (_alone, 0.9)):
        for label in filter(standing.__contains__, spec.label):
            for match in shape(label).finditer(text):
                found = _behind(text, match.end(), spec, order, ends)
                if found:
                    return Labelled(found, confidence, match.start(1))
    return None


def find_loosely(
    text: str,
    spec: FieldSpec,
    *,
    order: Order,
    ends: Ends,
    taken: set[int],
    foreign: frozenset[str],
) -> Labelled | None:
    """The value on the line whose label is closest to one of the field's, at 0.85; lines whose
    label is `taken` by another field, or has a `foreign` word of one, are left out: "name of the
    child" is not the applicant's name."""
    best, close = None, _CLOSE
    for line in _LINE.finditer(text):
        words = line["words"]
        if line.start("words") in taken or len(words.split()) > _MOST_WORDS:
            continue
        if foreign & words_of(words):
            continue
        share = max((_share(label, words) for label in spec.label), default=0.0)
        found = _behind(text, line.end(), spec, order, ends) if share > close else None
        if found:
            best, close = Labelled(found, 0.85, line.start("words")), share
    return best


def words_of(text: str) -> frozenset[str]:
    """The words of a label that tell it from others."""
    return frozenset(re.findall(r"[^\W\d_]{4,}", text.casefold()))


def _share(label: str, words: str) -> float:
    found = _bare(label).search(words)
    if found is None:
        return 0.0
    return (found.end() - found.start()) / len(words.strip()) * (1 if found.start() else 2)


def _behind(text: str, start: int, spec: FieldSpec, order: Order, ends: Ends) -> Found | None:
    for begin, line_end in _windows(text, start, spec, ends):
        stop = ends.inline.search(text, begin, line_end)
        end = stop.start() if stop else line_end
        found = find_value(text[begin:end], spec, order=order)
        if found is None or (spec.type in _WORDS and _mostly_label(found.value, ends)):
            continue
        if not _numbers_label(found.value, text, found.end + begin, ends):
            return Found(found.value, found.start + begin, found.end + begin)
    return None


def _numbers_label(value: str, text: str, end: int, ends: Ends) -> bool:
    """True for the number of the next box, which stands before its label."""
    if not BOX_NUMBER.fullmatch(value):
        return False
    ahead = _AHEAD.match(text, end)
    return ends.label.match(text, ahead.end() if ahead else end) is not None


def _mostly_label(value: str, ends: Ends) -> bool:
    """True for the label of the next box, which stands there where a box is empty."""
    return any(
        found.end() - found.start() >= _MOSTLY * len(value) for found in ends.label.finditer(value)
    )


def _windows(text: str, start: int, spec: FieldSpec, ends: Ends) -> Iterator[tuple[int, int]]:
    """The rest of the line; where that is empty, the next line unless it is a label itself.
    For `lines`, the following lines too until an empty one, the next label, or a sentence."""
    stop = _STOP.search(text, start)
    end = stop.start() if stop else len(text)
    inline = bool(text[start:end].strip())
    if spec.type == "lines":
        yield start, _block_end(text, end, ends, inline=inline)
    elif inline:
        yield start, end
    elif stop and "\n" in stop[0]:
        below = stop.end()
        if not _is_label(text, below, ends):
            yield below, _line_end(text, below)


def _block_end(text: str, end: int, ends: Ends, *, inline: bool) -> int:
    while end < len(text) and text[end] == "\n":
        line_end = _line_end(text, end + 1)
        line = text[end + 1 : line_end]
        if not line.strip() or _is_label(text, end + 1, ends):
            break
        if inline and (len(line) > _LONGEST or _ENDED.search(line)):
            break
        end, inline = line_end, True
    return end


def _is_label(text: str, at: int, ends: Ends) -> bool:
    return bool(ends.line.match(text, at) or _LABEL_LINE.match(text, at))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


@cache
def _marked(label: str) -> re.Pattern[str]:
    return re.compile(f"{_BEGIN}({loose_label(label)}){_MARK}", re.IGNORECASE | re.MULTILINE)


@cache
def _alone(label: str) -> re.Pattern[str]:
    begin = rf"^[ \t]{{0,40}}(?:[-•|][ \t]{{0,8}})?{_NUMBERING}"
    return re.compile(
        rf"{begin}({loose_label(label)})[*_ \t]{{0,40}}$", re.IGNORECASE | re.MULTILINE
    )


@cache
def _bare(label: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{loose_label(label)})(?!\w)", re.IGNORECASE)


def stands(label: str, text: str) -> Iterator[re.Match[str]]:
    """Where a label stands in running text, as whole words."""
    return _bare(label).finditer(text)


def matches_label(labels: Sequence[str], words: str) -> bool:
    """True where one of the labels begins the words beside a box, or follows the box's number."""
    return any(
        re.match(rf"(?:\d{{1,2}}[a-z]?|[a-z])?\s*(?:{loose_label(label)})", words, re.IGNORECASE)
        for label in labels
    )
