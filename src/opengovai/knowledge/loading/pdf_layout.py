"""Lines of a PDF page to paragraphs and headings.

A line is a heading if it is set larger than the body, or short and bold, or worded like one of a
law. Lines that repeat at the edge of most pages (running heads, page numbers) are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from opengovai.knowledge.loading import headings
from opengovai.knowledge.loading.content import Block
from opengovai.knowledge.loading.furniture import is_row
from opengovai.knowledge.loading.pdf_line import CELLS, Line

Pages = Sequence[Sequence[Line]]

_LARGER = 1.12
_TITLE_LARGER = 1.3
_HEADING_LENGTH = 150
_GAP = 1.75
_NUMBERED = re.compile(
    r"(?:\(?(?:\d{1,3}|[a-zа-я]{1,2}|[ivxlc]{1,5})[.)]|\(\w{1,4}\)|[•▪–—-]|№|§)\s", re.IGNORECASE
)
_HEADING_RANKS = 3
_SMALLER = 0.92
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡¹²³⁴-⁹]{1,3})\s?[^\W\d]")
# Where a line breaks behind it without a space: "737–", "https://".
_HYPHEN_END = re.compile(r"[^\W\d_][-‐]|\x02")
_OPEN_END = re.compile(r"[^\s–][–/]$")
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|ukurasa|urupapuro|paji|стр\.|страница|бет|[-–—])?\s?(?P<number>\d{1,4})"
    r"(?:\s?(?:of|von|de|sur|kwa|kuri|из|/)\s?\d{1,4}|\s?[-–—]|\s?бет)?"
)
_CONJUNCTIONS = frozenset(
    {
        "and",
        "or",
        "und",
        "oder",
        "bzw.",
        "sowie",
        "bis",
        "to",
        "et",
        "ou",
        "и",
        "или",
        "na",
        "au",
        "cyangwa",
    }
)


def blocks(pages: Pages) -> tuple[Block, ...]:
    """Paragraphs and headings of all pages, in order; a paragraph may run on to the next page."""
    repeated = _repeated(pages)
    body = _body_size(pages)
    ranks = _ranks(pages, body)
    collected = _Paragraphs()
    for number, page in enumerate(pages, start=1):
        notes = _notes(page, body)
        for at, line in enumerate(page):
            if _is_running_head(line, page, repeated, body) or _is_page_number(line, page, number):
                continue
            if at in notes:
                collected.add_note(line, number)
            else:
                collected.add(line, _level(line, body, ranks), number)
    collected.finish()
    return tuple(collected.blocks)


def title(pages: Pages) -> str:
    """What the first page sets in the largest type, if that stands out from the body."""
    body = _body_size(pages)
    first = [line for line in (pages[0] if pages else ()) if any(c.isalpha() for c in line.text)]
    largest = max((line.size for line in first), default=0.0)
    if largest < _TITLE_LARGER * body:
        return ""
    lines = [line.text.strip() for line in first if abs(line.size - largest) < 0.6]
    if any(CELLS in line for line in lines):
        return ""
    return " ".join(lines) if sum(map(len, lines)) <= _HEADING_LENGTH else ""


def _is_running_head(line: Line, page: Sequence[Line], repeated: set[str], body: float) -> bool:
    if line.size >= body * _LARGER:
        return False
    return _edge_key(line) in repeated and _is_edge(line, page)


def _notes(page: Sequence[Line], body: float) -> set[int]:
    """Places of the lines of footnotes: in smaller print, from a number or a star to the end of
    their column."""
    found: set[int] = set()
    first = 0
    while first < len(page):
        size, last = page[first].size, first + 1
        while last < len(page) and page[last].size == size and page[last].top < page[last - 1].top:
            last += 1
        at_end = last == len(page) or page[last].top > page[last - 1].top
        goes_on = first - 1 in found and page[first - 1].size == size
        if size < _SMALLER * body and at_end and (goes_on or _NOTE.match(page[first].text.strip())):
            found.update(range(first, last))
        first = last
    return found


class _Paragraphs:
    """Joins lines until a heading, a gap, a number or a new measure begins another paragraph.

    Notes in smaller print stand in the middle of a sentence that goes on in the next column or on
    the next page: they come behind its paragraph.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._lines: list[Line] = []
        self._notes: _Paragraphs | None = None
        self._level = 0
        self._page = 1

    def add_note(self, line: Line, page: int) -> None:
        self._notes = self._notes or _Paragraphs()
        self._notes.add(line, 0, page)

    def finish(self) -> None:
        self.end()
        self._end_notes()

    def add(self, line: Line, level: int, page: int) -> None:
        if self._lines and not self._continues(line, level, page):
            self.end()
        if not self._lines:
            self._end_notes()
            self._level, self._page = level, page
        self._lines.append(line)

    def end(self) -> None:
        if self._lines:
            self.blocks.append(Block(_joined(self._lines), self._level, self._page))
            self._lines.clear()

    def _end_notes(self) -> None:
        if self._notes is not None:
            self._notes.end()
            self.blocks += self._notes.blocks
            self._notes = None

    def _continues(self, line: Line, level: int, page: int) -> bool:
        last = self._lines[-1]
        if level != self._level or self._is_item(line):
            return False
        if level:
            return not headings.level(line.text.strip()) and abs(line.size - last.size) < 0.6
        if self._is_indented(line):
            return False
        if page != self._page or line.top > last.top:
            # A new page or column: only a sentence that is not finished runs on.
            return not last.text.rstrip().endswith((".", ":", ";", "!", "?", "—"))
        return last.top - line.top <= _GAP * max(last.size, line.size, 4.0)

    def _is_item(self, line: Line) -> bool:
        """A number opens an item, unless the line above runs on ("under clauses / (1) and (2)")."""
        if not _NUMBERED.match(line.text.strip()):
            return False
        last = self._lines[-1]
        words = last.text.rstrip().split()
        runs_on = words[-1][-1].isalnum() and words[-1].lower() not in _CONJUNCTIONS
        widest = max(other.right for other in (*self._lines, line))
        is_full = last.right - last.left > 0.85 * (widest - last.left)
        return not (runs_on and is_full)

    def _is_indented(self, line: Line) -> bool:
        """The first line of a paragraph stands further in than the lines above it."""
        step = line.left - min(self._lines[-1].left, self._lines[0].left)
        return 4 < step < 40 and self._lines[-1].text.rstrip().endswith((".", ":", ";", "!", "?"))


def _joined(lines: Sequence[Line]) -> str:
    text, row_before = "", False
    for line in lines:
        piece = line.text.strip(" \r\n\t")
        row = _is_row(piece)
        if text and (row or row_before):
            text = f"{text}\n{piece}"
        elif _HYPHEN_END.search(text[-2:]) and _breaks_word(text[-1], piece):
            # A capital after it belongs to a compound.
            text = text[:-1] + ("" if piece[:1].islower() else "-") + piece
        elif _OPEN_END.search(text[-2:]) and piece[:1].isalnum():
            text += piece
        else:
            text = f"{text} {piece}" if text else piece
        row_before = row
    return text.replace("\x02", "-")


def _breaks_word(hyphen: str, piece: str) -> bool:
    """pdfium marks the hyphen at a line's end with U+0002, but not at the end of a page; there it
    may be that of "Vor- und Nachname"."""
    first = piece.split(maxsplit=1)[0] if piece else ""
    return hyphen == "\x02" or (first[:1].isalnum() and first.lower() not in _CONJUNCTIONS)


def _is_row(line: str) -> bool:
    """A row of a table stays a line, and so does one with a leader or a blank."""
    if CELLS in line or is_row(line):
        return True
    words = line.split()
    figures = sum(word[-1].isdigit() or word in {"-", "–", "—"} for word in words)
    return figures >= 3 and figures * 2 >= len(words)


def _level(line: Line, body: float, ranks: dict[float, int]) -> int:
    text = line.text.strip()
    if len(text) > _HEADING_LENGTH or CELLS in text or not any(c.isalpha() for c in text):
        return 0
    worded = headings.level(text)
    if line.size >= body * _LARGER:
        return ranks.get(line.size, _HEADING_RANKS)
    if worded:
        return worded
    return _HEADING_RANKS + 1 if line.bold and not text.endswith((",", ";")) else 0


def _body_size(pages: Pages) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _ranks(pages: Pages, body: float) -> dict[float, int]:
    """The largest size is rank 1; all beyond the third share the last rank."""
    sizes = {line.size for page in pages for line in page if line.size >= body * _LARGER}
    ordered = sorted(sizes, reverse=True)
    return {size: min(rank, _HEADING_RANKS) for rank, size in enumerate(ordered, start=1)}


def _repeated(pages: Pages) -> set[str]:
    """What stands at the edge of at least a third of the pages, digits apart."""
    if len(pages) < 4:
        return set()
    seen = Counter(key for page in pages for key in set(_edges(page)))
    return {key for key, count in seen.items() if count * 3 >= len(pages)}


def _edges(page: Sequence[Line]) -> Iterator[str]:
    for line in page:
        if _is_edge(line, page):
            yield _edge_key(line)


def _is_edge(line: Line, page: Sequence[Line]) -> bool:
    top, bottom = max(other.top for other in page), min(other.top for other in page)
    margin = 3 * max(line.size, 6.0)
    return line.top >= top - margin or line.top <= bottom + margin


def _edge_key(line: Line) -> str:
    """The same on left and right pages, where the page's number stands at either side."""
    words = re.sub(r"\d+|\b[ivxlc]+\b|\|", "#", line.text.lower()).split()
    return " ".join(words).strip("# ") or "#"


def _is_page_number(line: Line, page: Sequence[Line], number: int) -> bool:
    """Also in a file of so few pages that nothing repeats."""
    found = _PAGE_NUMBER.fullmatch(line.text.strip().lower())
    if found is None or not _is_edge(line, page):
        return False
    return found[0] != found["number"] or int(found["number"]) == number
