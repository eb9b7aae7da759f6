"""Files of every kind as text, line by line, through the loaders of the knowledge base."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from opengovai.cases.forms import printed
from opengovai.errors import MissingExtraError, UnreadableSourceError
from opengovai.knowledge.loading import Loaded, Mapping, detect, ocr
from opengovai.knowledge.loading.content import PicturesError
from opengovai.knowledge.loading.decode import decode
from opengovai.knowledge.loading.isolation import Worker
from opengovai.knowledge.loading.loader import Run
from opengovai.knowledge.loading.ocr_run import Ocr

_BEGINNING = 16
"""Characters by which a paragraph's first line is known."""


class FileReader:
    """Keeps one worker process for many files. Not for use by two threads at once.

    Scans are read by OCR where its engine for one of `languages` is installed: one page or picture
    after another, its rows as lines.
    """

    def __init__(self, languages: Sequence[str] = ()) -> None:
        self._worker = Worker()
        self._ocr: Ocr | None = None
        cyrillic = [tag for tag in languages if tag in {"kk", "ru"}]
        self._language = cyrillic[0] if cyrillic else next(iter(languages), "")

    def read(self, data: bytes, name: str) -> str:
        """The text; a plain letter's exactly as it stands. Raises UnreadableSourceError."""
        if detect.is_picture(data):
            return "\n".join(self._engine(name).picture_rows(data, self._language))
        if detect.is_pdf(data):
            return self._pdf(data, name)
        if not (detect.is_zip(data) or detect.refused(data)):
            text = decode(data)
            if not detect.markup(text.lstrip("\ufeff \t\r\n")):
                return text.replace("\r\n", "\n")
        return self._loaded(data, name)

    def _pdf(self, data: bytes, name: str) -> str:
        """Lines as they are printed; the loader says whether they can be trusted."""
        try:
            blocks = self._worker.read("pdf", data).blocks
        except PicturesError as error:
            return "\n".join(self._engine(name).pdf_rows(data, self._language, error.pages))
        return _parted(printed(data), [block.text for block in blocks])

    def _loaded(self, data: bytes, name: str) -> str:
        texts, refused = [], []
        for found in Run(self._worker.read, None, Mapping(), whole=True).data(data, name):
            if isinstance(found, Loaded):
                texts.append(found.document.text)
            else:
                refused.append(found)
        if not texts:
            reason = refused[0].reason if refused else "there is no text in it"
            remedy = refused[0].remedy if refused else ""
            raise UnreadableSourceError(reason, where=name, remedy=remedy)
        return "\n\n".join(texts)

    def _engine(self, name: str) -> Ocr:
        """Raises UnreadableSourceError without OCR for the service's languages."""
        if self._ocr is None:
            try:
                ocr.require(self._language)
            except MissingExtraError as error:
                raise UnreadableSourceError(
                    f"it is a scan, and {error.what}", where=name, remedy=error.remedy
                ) from error
            self._ocr = Ocr()
        return self._ocr

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()
        if self._ocr is not None:
            self._ocr.close()


def _parted(text: str, paragraphs: Sequence[str]) -> str:
    """An empty line where the loader, who sees the distances, sees a paragraph begin."""
    at, pieces = 0, []
    for paragraph in paragraphs:
        begin = text.find("\n" + paragraph[:_BEGINNING].strip(), at)
        if begin >= 0:
            pieces.append(text[at:begin])
            at = begin
    return "\n".join([*pieces, text[at:]])
