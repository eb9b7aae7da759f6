"""What stands on a page and says nothing: tables of contents, and blanks for somebody to fill in.

"12. Fees ........ 14" and "Name: ______" hold the words of a question and no answer, so they are
kept out of the text that can be quoted. A schedule of fees has leaders and figures too: it stays,
because its items are not headings of the same document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from opengovai.knowledge.loading import contents
from opengovai.knowledge.loading.content import Block
from opengovai.knowledge.loading.flow import CELLS

_RULE = r"(?:_{2,}|(?:[.․] ?){5,}|(?:[…⋯] ?){2,}|(?:[-–—] ){4,})"
_RULES = re.compile(rf"{_RULE}(?:[ ]?{_RULE})*")
_LEADER = re.compile(
    r"(?<=[\w)\]%\"»”])\s*(?:[.․…⋯] ?){4,}(?:\| ?)?(?=(?:[€$£] ?)?(?:\w{1,4}\.? ?)?\d)"
)
_BOX = re.compile(r"[☐☑☒□▢❏❑❒◻○◯⬜]|(?<!!)\[ ?\](?!\()|\( \)")
_CAPTION = re.compile(r"\(.{1,80}\)[.,;]?")
_MOST_LINES = 200_000  # of a document whose table of contents is looked for
_SHORTEST = 3  # characters of all the blanks of a line
_LABEL_WORDS = 12  # beside a blank; more are a sentence
_WORDS_AFTER = 3  # the last blank; with more the sentence goes on
_BOX_WORDS = 4  # beside each box to tick


def is_row(line: str) -> bool:
    """Whether the line has a leader to a value, or a blank to fill in: it stays a line."""
    return _LEADER.search(line) is not None or is_blank(line)


def quotable(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks without furniture, and a line for each kind that was left out."""
    lines = [(n, line) for n, block in enumerate(blocks) for line in block.text.split("\n")]
    texts = [line for _, line in lines]
    listed = contents.listed(texts) if len(texts) <= _MOST_LINES else set[int]()
    blank = set(_blank(texts))
    kept = [
        (n, _LEADER.sub(CELLS, line))
        for at, (n, line) in enumerate(lines)
        if at not in listed and at not in blank
    ]
    found = tuple(
        replace(blocks[n], text="\n".join(line for _, line in group))
        for n, group in groupby(kept, key=lambda entry: entry[0])
    )
    return found, tuple(_notes(len(listed), len(blank)))


def _notes(listed: int, blank: int) -> Iterator[str]:
    if listed:
        yield f"{listed} line(s) of a table of contents left out"
    if blank:
        yield f"{blank} line(s) with blanks to fill in left out"


def _blank(lines: Sequence[str]) -> Iterator[int]:
    """Lines to fill in, and the captions below them."""
    before = False
    for at, line in enumerate(lines):
        before = is_blank(line) or (before and _CAPTION.fullmatch(line.strip()) is not None)
        if before:
            yield at


def is_blank(line: str) -> bool:
    """Whether the line is a label with a place to fill in, or only such a place."""
    boxes = len(_BOX.findall(line))
    if boxes and len(_BOX.sub(" ", line).split()) <= _BOX_WORDS * boxes:
        return True
    if _LEADER.search(line) or sum(map(len, _RULES.findall(line))) < _SHORTEST:
        return False
    *labels, last = _RULES.split(line)
    words = [word for part in labels for word in part.split() if any(map(str.isalpha, word))]
    is_value = any(map(str.isdigit, last))
    goes_on = len(last.split()) > _WORDS_AFTER or last.startswith((",", ";"))
    return len(words) <= _LABEL_WORDS and not is_value and not goes_on
