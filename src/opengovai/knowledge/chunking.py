"""Cuts a document into passages along its sections and sentences.

A passage never crosses a heading and never cuts a sentence; a section over the size limit is cut
into parts of about equal size. Ids come from what the passage says and where it stands, so that
they stay the same when another part of the document changes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from opengovai.languages import sentences
from opengovai.types import Document, Passage, Section

_CHARACTERS_A_WORD = 20  # a "sentence" with more than this times the limit is no sentence

Range = tuple[int, int]
Stretch = tuple[tuple[str, ...], int, int]


class SectionChunker:
    """The default `protocols.Chunker`. `limit` is the longest passage in words (320 are about 450
    tokens of the usual embedders); one sentence longer than that is a passage of its own."""

    def __init__(self, *, limit: int = 320) -> None:
        self._limit = limit

    def chunk(self, document: Document) -> list[Passage]:
        """Passages in text order; `passage.text == document.text[start:end]`."""
        seen: Counter[str] = Counter()
        passages = []
        for headings, start, end in _sections(document):
            for first, last in self._parts(document, start, end):
                text = document.text[first:last]
                key = "\0".join((document.id, *headings, text))
                passages.append(
                    Passage(
                        id=_identifier(key, seen[key]),
                        document_id=document.id,
                        version=document.version,
                        text=text,
                        start=first,
                        end=last,
                        headings=headings,
                        language=document.language,
                        uri=document.uri,
                        title=document.title,
                    )
                )
                seen[key] += 1
        return passages

    def _parts(self, document: Document, start: int, end: int) -> list[Range]:
        found = sentences(document.text[start:end], document.language)
        ranges = [
            (start + first, start + last)
            for sentence in found
            for first, last in self._bearable(document.text[start:end], *sentence)
        ]
        sizes = [len(document.text[first:last].split()) for first, last in ranges]
        return _packed(ranges, sizes, self._limit)

    def _bearable(self, text: str, start: int, end: int) -> Iterator[Range]:
        """A sentence as it is; what is far too long to be one, cut at spaces, or anywhere."""
        longest = self._limit * _CHARACTERS_A_WORD
        while end - start > longest:
            space = text.rfind(" ", start + longest // 2, start + longest)
            cut = start + longest if space < 0 else space
            yield start, cut
            start = cut if space < 0 else space + 1
        yield start, end


def _packed(ranges: Sequence[Range], sizes: Sequence[int], limit: int) -> list[Range]:
    """Neighbouring ranges joined into parts of about equal size, none over `limit` unless it is
    one range."""
    total = sum(sizes)
    target = total / max(1, -(-total // limit))
    parts: list[Range] = []
    size = 0
    for (start, end), words in zip(ranges, sizes, strict=True):
        if parts and size + words <= limit and size + words / 2 <= target:
            parts[-1] = (parts[-1][0], end)
            size += words
        else:
            parts.append((start, end))
            size = words
    return parts


def _sections(document: Document) -> list[Stretch]:
    """Each stretch of text between headings with its heading path, headings left out.

    A document of nothing but headings is one stretch: its text must be findable too.
    """
    text, ordered = document.text, sorted(document.sections, key=lambda s: (s.start, s.level))
    starts = [section.start for section in ordered]
    stretches: list[Stretch] = [((), 0, starts[0] if starts else len(text))]
    path: list[Section] = []
    for section, end in zip(ordered, (*starts, len(text))[1:], strict=True):
        while path and path[-1].level >= section.level:
            path.pop()
        path.append(section)
        stretches.append((_headings(path, document.title), _after_heading(text, section, end), end))
    filled = [stretch for stretch in stretches if text[stretch[1] : stretch[2]].strip()]
    return filled or [((), 0, len(text))]


def _headings(path: Sequence[Section], title: str) -> tuple[str, ...]:
    headings = (" ".join(section.heading.split()) for section in path)
    return tuple(h for h in headings if h and h.casefold() != " ".join(title.split()).casefold())


def _after_heading(text: str, section: Section, end: int) -> int:
    """Where the section's own text begins: behind its heading, if it starts with that."""
    words = section.heading.split()
    if not words:
        return section.start
    written = r"\s+".join(map(re.escape, words))
    found = re.compile(rf"[#*\s]*{written}(?!\w)[ \t]*[*#]*").match(text, section.start, end)
    return found.end() if found else section.start


def _identifier(key: str, occurrence: int) -> str:
    return sha256(f"{key}\0{occurrence}".encode("utf-8", "surrogatepass")).hexdigest()[:20]
