"""Files of every kind as text, through the loaders of the knowledge base."""

from __future__ import annotations

from typing import Self

from opengovai.errors import UnreadableSourceError
from opengovai.knowledge.loading import Loaded, Mapping, detect
from opengovai.knowledge.loading.decode import decode
from opengovai.knowledge.loading.isolation import Worker
from opengovai.knowledge.loading.loader import Run


class FileReader:
    """Keeps one worker process for many files. Not for use by two threads at once."""

    def __init__(self) -> None:
        self._worker = Worker()

    def read(self, data: bytes, name: str) -> str:
        """The text; a plain letter's exactly as it stands. Raises UnreadableSourceError."""
        if not (detect.is_pdf(data) or detect.is_zip(data) or detect.refused(data)):
            text = decode(data)
            if not detect.markup(text.lstrip("\ufeff \t\r\n")):
                return text.replace("\r\n", "\n")
        texts, refused = [], []
        for found in Run(self._worker.read, None, Mapping()).data(data, name):
            if isinstance(found, Loaded):
                texts.append(found.document.text)
            else:
                refused.append(found)
        if not texts:
            reason = refused[0].reason if refused else "there is no text in it"
            remedy = refused[0].remedy if refused else ""
            raise UnreadableSourceError(reason, where=name, remedy=remedy)
        return "\n\n".join(texts)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()
