"""Which lines of a document are its table of contents, in seven languages.

An entry names a heading that comes again, mostly with the page on which it does. Pages only grow;
the amounts of a schedule of fees may, but its items are no headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_HEADINGS = re.compile(
    r"(?:table of |list of )?contents"
    r"|arrangement of (?:sections|articles|regulations|rules|paragraphs|clauses|provisions)"
    r"|inhalt|inhaltsverzeichnis|inhaltsübersicht"
    r"|sommaire|table des (?:matières|articles)"
    r"|содержание|оглавление|мазмұны|мазмұн"
    r"|yaliyomo|orodha ya yaliyomo|mpangilio wa (?:vifungu|ibara|sehemu|kanuni)"
    r"|ishakiro|ibirimo|ibikubiyemo|urutonde rw['’]ingingo"
)
_PAGE = re.compile(r"\d{1,4}$|[ivxlc]{1,6}$")
_DOTS = ".․…⋯"
_NUMBERED = re.compile(r"^[\W_]*(?:\d+[\W_]+)+")
_ITEM = re.compile(r"(?<=[.;])\s+(?=\d)")
_WORD_END = re.compile(r"[\W_]+")
_FEWEST = 3  # entries
_MOST = 8  # such headings in one document
_WRAPPED = 2  # lines in a row of which the page stands behind the last
_LONGEST = 160  # characters of such a line
_CLOSE = 3  # lines between the heading and the first entry
_FEWEST_LETTERS = 4  # of a title that is recognised again


@dataclass(frozen=True, slots=True)
class _Entry:
    at: int
    key: str
    page: int
    led: bool


def listed(lines: Sequence[str]) -> set[int]:
    """The places of the lines that only list what comes, and of the heading above them."""
    keys = [_key(line) for line in lines]
    last = {key: at for at, key in enumerate(keys) if len(key) >= _FEWEST_LETTERS}
    headings = [at for at, line in enumerate(lines) if _is_heading(line)][:_MOST]
    found: set[int] = set()
    for run in _runs(
        [entry for at, line in enumerate(lines) if (entry := _entry(at, line))], lines
    ):
        above = [at for at in headings if 0 < run[0].at - at <= _CLOSE]
        again = sum(last.get(entry.key, -1) > run[-1].at for entry in run)
        led = sum(entry.led for entry in run)
        if above or (2 * again >= len(run) and 2 * led >= len(run)):
            found |= {*range(run[0].at, run[-1].at + 1), *above}
    for at in headings:
        found |= _announced(at, lines, keys, last)
    return found


def _is_heading(line: str) -> bool:
    return len(line) < 60 and _HEADINGS.fullmatch(_spaced(line)) is not None


def _entry(at: int, line: str) -> _Entry | None:
    """A title, a gap and a page; a Roman page behind a leader only, since words look like one."""
    line = line.strip()
    page = _PAGE.search(line[-6:]) if len(line) < 2 * _LONGEST else None
    if page is None:
        return None
    before = line[: -len(page[0])]
    title = before.rstrip(f" {_DOTS}|")
    gap = before[len(title) :]
    led = "|" in gap or sum(gap.count(dot) for dot in _DOTS) >= _FEWEST or "……" in gap
    if not (led or (" " in gap and page[0].isdigit())) or not any(map(str.isalpha, title)):
        return None
    return _Entry(at, _key(title), int(page[0]) if page[0].isdigit() else 0, led)


def _runs(entries: Sequence[_Entry], lines: Sequence[str]) -> Iterable[list[_Entry]]:
    """Entries that follow each other, their pages never falling."""
    run: list[_Entry] = []
    for entry in entries:
        if run and not _follows(run[-1], entry, lines):
            if len(run) >= _FEWEST:
                yield run
            run = []
        run.append(entry)
    if len(run) >= _FEWEST:
        yield run


def _follows(before: _Entry, entry: _Entry, lines: Sequence[str]) -> bool:
    between = lines[before.at + 1 : entry.at]
    return (
        len(between) <= _WRAPPED
        and all(len(line) <= _LONGEST for line in between)
        and before.page <= entry.page
    )


def _announced(
    heading: int, lines: Sequence[str], keys: Sequence[str], last: dict[str, int]
) -> set[int]:
    """Below such a heading, the lines until the first of them comes again that come again; also
    without any pages."""
    first = [key for key in keys[heading + 1 : heading + 1 + _CLOSE] if len(key) >= _FEWEST_LETTERS]
    end = next(
        (at for at in range(heading + 2, len(keys)) if keys[at] in first[: at - heading - 1]), None
    )
    if end is None:
        return set()
    again = [at for at in range(heading + 1, end) if _comes_again(lines[at], end, last)]
    if len(again) < _FEWEST:
        return set()
    wrapped = [
        at
        for before, after in pairwise(again)
        if after - before <= _WRAPPED + 1
        for at in range(before + 1, after)
        if len(lines[at]) <= _LONGEST
    ]
    return {heading, *again, *wrapped}


def _comes_again(line: str, end: int, last: dict[str, int]) -> bool:
    """Whether most items on the line are the text of a later line."""
    items = [_key(item) for item in _ITEM.split(line)]
    return 2 * sum(last.get(item, -1) >= end for item in items) >= len(items)


def _key(line: str) -> str:
    """A heading's words, without its number or the page behind it."""
    return _spaced(_NUMBERED.sub("", line))


def _spaced(line: str) -> str:
    return _WORD_END.sub(" ", line.casefold()).strip()
