"""Content to document: one clean text, exact section ranges, a language, a stable id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from opengovai.errors import TextTooLongError
from opengovai.knowledge.loading import clean
from opengovai.knowledge.loading.content import TEXT_LIMIT, Block, Content, Loaded, unreadable
from opengovai.knowledge.loading.flow import CELLS
from opengovai.knowledge.loading.furniture import quotable
from opengovai.languages import SUPPORTED
from opengovai.types import Document, Section

_LANGUAGE_IN_NAME = re.compile(r"[._-](en|sw|rw|kk|ru|de|fr)\.[A-Za-z0-9]+$")
_TITLE_LIMIT = 300
# Cleaning takes white space away; what is twice the limit before is not worth the memory.
_SHRINKS = 2
_LANGUAGE_SAMPLE = 4_000
_LONG_ENOUGH = 200


@dataclass(frozen=True, slots=True)
class _Heading:
    block: Block
    start: int


def assemble(content: Content, *, path: str, language: str | None, whole: bool = False) -> Loaded:
    """The document of one source, without its furniture unless `whole`. Raises
    UnreadableSourceError or TextTooLongError."""
    _check_length(sum(len(block.text) for block in content.blocks) // _SHRINKS)
    hidden: Counter[str] = Counter()
    cleaned = tuple(_clean_blocks(content.blocks, hidden))
    blocks, left_out = (cleaned, ()) if whole else quotable(cleaned)
    text = "\n\n".join(block.text for block in blocks)
    _check(text)
    title = _line(content.title, hidden) or _title(blocks, path)
    document = Document(
        id=_line(content.id, hidden) or _identity(path, content.key),
        title=title,
        text=text,
        language=content.language or language or _language(content, text, path),
        uri=_line(content.uri, hidden) or path,
        version=Document.digest(text),
        licence=_line(content.licence, hidden),
        publisher=_line(content.publisher, hidden),
        published=_line(content.published, hidden),
        valid_from=_day(content.valid_from, "valid_from"),
        valid_until=_day(content.valid_until, "valid_until"),
        note=_line(content.note, hidden),
        sections=_sections(blocks, len(text)),
    )
    warnings = content.warnings + clean.warnings(hidden) + left_out
    return Loaded(document=document, warnings=warnings)


def _clean_blocks(blocks: Sequence[Block], hidden: Counter[str]) -> list[Block]:
    kept = []
    for block in blocks:
        cleaned = clean.clean(block.text)
        hidden.update(cleaned.hidden)
        text = cleaned.text.replace("\n", " ") if block.level else cleaned.text
        if text:
            kept.append(Block(text, block.level, block.page))
    return kept


def _check(text: str) -> None:
    if not text:
        raise unreadable("there is no text in it", "Give a file with text, or leave it out.")
    if len(text) == 1:
        raise unreadable("it holds a single character", "Copy it again, or leave it out.")
    _check_length(len(text))


def _check_length(length: int) -> None:
    if length > TEXT_LIMIT:
        raise TextTooLongError(
            f"the text has over {TEXT_LIMIT:,} characters", remedy="Split it into several files."
        )


def _line(value: str, hidden: Counter[str]) -> str:
    if value.isascii() and value.isprintable():
        return " ".join(value.split())
    cleaned = clean.clean(value)
    hidden.update(cleaned.hidden)
    return " ".join(cleaned.text.split())


def _day(stated: str, name: str) -> str:
    """An ISO 8601 date, or nothing. A bound that cannot be read must not be dropped: the text would
    be quoted outside of it."""
    try:
        return date.fromisoformat(stated.strip()[:10]).isoformat() if stated.strip() else ""
    except ValueError:
        raise unreadable(
            f"its {name} is {stated!r}, which is no date", "Write it as 2026-01-31."
        ) from None


def _identity(path: str, key: str) -> str:
    return f"{path}#{key}" if key else path


def _title(blocks: Sequence[Block], path: str) -> str:
    tops = [block for block in blocks if block.level == 1]
    if len(tops) == 1 and (heading := _only_top(blocks)) is not None:
        return heading.text[:_TITLE_LIMIT]
    first = next((block for block in blocks if CELLS not in block.text), blocks[0])
    if not first.level and len(first.text) <= _TITLE_LIMIT and "\n" not in first.text:
        return first.text
    return PurePosixPath(path).stem


def _only_top(blocks: Sequence[Block]) -> Block | None:
    """The level-1 heading, if no other heading stands before it."""
    first = next((block for block in blocks if block.level), None)
    return first if first is not None and first.level == 1 else None


def _language(content: Content, text: str, path: str) -> str:
    if match := _LANGUAGE_IN_NAME.search(path):
        return match.group(1)
    hint = content.language_hint
    # A page's tag is often its template's; with enough text, the text knows better. It can only
    # name the languages we serve, so a tag for another one stands.
    if hint and (len(text) < _LONG_ENOUGH or hint not in SUPPORTED):
        return hint
    return _identify(text)


def _identify(text: str) -> str:
    from opengovai.languages import identify

    return identify(text[:_LANGUAGE_SAMPLE]).language


def _sections(blocks: Sequence[Block], length: int) -> tuple[Section, ...]:
    """Sections in text order."""
    headings = _headings(blocks)
    ends = _ends(headings, length)
    return tuple(
        Section(
            heading=h.block.text, level=h.block.level, start=h.start, end=end, page=h.block.page
        )
        for h, end in zip(headings, ends, strict=True)
    )


def _headings(blocks: Sequence[Block]) -> list[_Heading]:
    headings, start = [], 0
    for block in blocks:
        if block.level:
            headings.append(_Heading(block, start))
        start += len(block.text) + len("\n\n")
    return headings


def _ends(headings: Sequence[_Heading], length: int) -> list[int]:
    """Each section runs to the next heading of the same or a higher rank (one pass, a stack)."""
    ends = [length] * len(headings)
    open_: list[int] = []
    for index, heading in enumerate(headings):
        while open_ and headings[open_[-1]].block.level >= heading.block.level:
            ends[open_.pop()] = heading.start
        open_.append(index)
    return ends
