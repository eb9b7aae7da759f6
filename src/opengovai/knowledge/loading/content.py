"""What the readers of this package hand to each other, and what `load` yields.

A reader turns bytes into `Content`; `assemble` turns `Content` into a `Document`.
"""

from __future__ import annotations

from dataclasses import dataclass

from opengovai.errors import UnreadableSourceError
from opengovai.types import Document

FILE_LIMIT = 64 * 2**20
"""Bytes one file may have, packed or unpacked."""

TEXT_LIMIT = 20 * 2**20
"""Characters one document's text may have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A document that was read, and what was kept out of it or guessed, in words for a person."""

    document: Document
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """A source that gave no document. `path` names it as the documents' uris do.

    A row or an archive member that was skipped is named after its file: `laws.csv, row 7`.
    """

    path: str
    reason: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list, table or heading in reading order.

    `level` is 0 for text and counts from 1 for headings; `page` counts from 1, where known.
    """

    text: str
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """One document as a format's reader sees it, before cleaning.

    `id` stands for itself; `key` names a part of the file (a row) and is added to the file's path.
    `language` is stated by the source; `language_hint` is what a web page says of itself, which
    often is the template's language, not the text's.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    id: str = ""
    key: str = ""
    language: str = ""
    language_hint: str = ""
    uri: str = ""
    licence: str = ""
    publisher: str = ""
    published: str = ""
    note: str = ""
    warnings: tuple[str, ...] = ()


class PicturesError(UnreadableSourceError):
    """A PDF whose `pages` show text that only OCR can read. Never leaves this package."""

    def __init__(self, what: str, *, remedy: str, pages: int) -> None:
        super().__init__(what, remedy=remedy)
        self.pages = pages


def unreadable(reason: str, remedy: str = "") -> UnreadableSourceError:
    """The error a reader raises; `load` turns it into `Skipped`."""
    return UnreadableSourceError(reason, remedy=remedy)
