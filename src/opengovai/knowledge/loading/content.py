"""What the readers of this package hand to each other, and what `load` yields.

A reader turns bytes into `Content`; `assemble` turns `Content` into a `Document`.
"""

from __future__ import annotations

from dataclasses import dataclass

from opengovai.errors import UnreadableSourceError
from opengovai.types import Loaded, Skipped

__all__ = ["Block", "Content", "Loaded", "PicturesError", "Skipped", "unreadable"]

FILE_LIMIT = 64 * 2**20
"""Bytes one file may have, packed or unpacked."""

TEXT_LIMIT = 20 * 2**20
"""Characters one document's text may have."""


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
    valid_from: str = ""
    valid_until: str = ""
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
