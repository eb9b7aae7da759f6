"""The caller's side of OCR: page by page, each with its own time limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from opengovai.errors import UnreadableSourceError
from opengovai.knowledge.loading import ocr
from opengovai.knowledge.loading.content import Block, Content, unreadable
from opengovai.knowledge.loading.isolation import Worker

MEMORY_LIMIT = 4 * 2**30
PAGES_LIMIT = 500
_NOTE = "Text read by OCR"


class Ocr:
    """Reads pictures in a worker of its own, kept for many files."""

    def __init__(self) -> None:
        self._worker = Worker(seconds=ocr.SECONDS_LIMIT, memory=MEMORY_LIMIT)

    def close(self) -> None:
        """End the worker."""
        self._worker.close()

    def picture(self, data: bytes, language: str) -> Content:
        """A picture of one page. Raises UnreadableSourceError."""
        content = self._worker.read(f"ocr-picture {language}".strip(), data)
        return replace(content, note=_NOTE)

    def picture_rows(self, data: bytes, language: str) -> list[str]:
        """The rows of a picture, cells with tabs between them. Raises UnreadableSourceError."""
        found = self._worker.read(f"ocr-picture-rows {language}".strip(), data)
        return [block.text for block in found.blocks]

    def pdf_rows(self, data: bytes, language: str, pages: int) -> list[str]:
        """The rows of all pages of a PDF. Raises UnreadableSourceError for one that cannot be
        read: in a case, nothing may be left out silently."""
        if pages > PAGES_LIMIT:
            raise unreadable(f"OCR of over {PAGES_LIMIT} pages", "Split it into several files.")
        found = (
            self._worker.read(f"ocr-page-rows {page} {language}".strip(), data)
            for page in range(1, pages + 1)
        )
        return [block.text for content in found for block in content.blocks]

    def pdf(self, data: bytes, language: str, pages: int) -> Content:
        """All pages of a PDF. Raises UnreadableSourceError when none can be read."""
        if pages > PAGES_LIMIT:
            raise unreadable(f"OCR of over {PAGES_LIMIT} pages", "Split it into several files.")
        blocks: list[Block] = []
        warnings = ["read by OCR: check it before you rely on it"]
        for page in range(1, pages + 1):
            try:
                found = self._worker.read(f"ocr-page {page} {language}".strip(), data).blocks
            except UnreadableSourceError as error:
                warnings.append(f"page {page} was left out: {error.what}")
                continue
            blocks.extend(_on_page(found, page))
        return Content(blocks=tuple(blocks), note=_NOTE, warnings=tuple(warnings))


def _on_page(blocks: Sequence[Block], page: int) -> list[Block]:
    return [replace(block, page=page) for block in blocks]
