"""PDF: text by page, headings by font size, weight and wording; garbage and scans are refused."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

from opengovai.knowledge.loading import garbage, pdf_layout
from opengovai.knowledge.loading.content import Content, unreadable

SECONDS_LIMIT = 25.0
_USELESS_TITLES = ("untitled", "microsoft word", "document", "unbenannt", "без имени")


class Reader:
    """Keeps one worker process for many files, and replaces it when one file breaks it."""

    def __init__(self, *, seconds: float = SECONDS_LIMIT) -> None:
        self._seconds = seconds
        self._worker: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes) -> Content:
        """One document. Raises UnreadableSourceError, also when the worker hangs or dies."""
        answer = self._ask(data)
        if "error" in answer:
            raise unreadable(answer["error"], answer["remedy"])
        return _content(answer)

    def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()
            for pipe in (self._worker.stdin, self._worker.stdout):
                _close(pipe)
            self._worker = None

    def _ask(self, data: bytes) -> dict[str, Any]:
        worker = self._worker = self._worker or _start()
        alarm = threading.Timer(self._seconds, worker.kill)
        alarm.start()
        try:
            return _exchange(worker, data)
        except (OSError, struct.error, ValueError):
            late = not alarm.is_alive()
            self.close()
            raise unreadable(
                f"reading the PDF took over {self._seconds:.0f} s"
                if late
                else "the PDF is broken: its reader stopped",
                "Export it again, or split it into several files.",
            ) from None
        finally:
            alarm.cancel()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "opengovai.knowledge.loading.pdf_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _exchange(worker: subprocess.Popen[bytes], data: bytes) -> dict[str, Any]:
    assert worker.stdin is not None and worker.stdout is not None  # noqa: S101, PT018 - both piped
    worker.stdin.write(struct.pack(">Q", len(data)))
    worker.stdin.write(data)
    worker.stdin.flush()
    size = struct.unpack(">Q", worker.stdout.read(8))[0]
    answer: dict[str, Any] = json.loads(worker.stdout.read(size))
    return answer


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        # Unwritten bytes of a file whose worker is gone.
        return


def _content(answer: dict[str, Any]) -> Content:
    pages: list[list[pdf_layout.Line]] = [
        [pdf_layout.Line(*line) for line in page] for page in answer["pages"]
    ]
    text = "\n".join(line.text for page in pages for line in page)
    if len(text.strip()) < 20 * max(1, len(pages) // 10):
        raise unreadable(
            "the PDF has no text: it is a scan or holds only pictures",
            "Run OCR on it first (for example with ocrmypdf).",
        )
    if fault := garbage.fault(text):
        raise unreadable(
            f"the PDF's text layer is garbage: {fault}",
            "Export it again with embedded fonts, or run OCR on it (ocrmypdf --force-ocr).",
        )
    blocks = pdf_layout.blocks(pages)
    return Content(blocks=blocks, title=_title(answer["title"]), warnings=tuple(_reports(answer)))


def _title(stated: str) -> str:
    title = " ".join(stated.split())
    useless = title.lower().startswith(_USELESS_TITLES) or len(title) < 4 or "." in title[-5:]
    return "" if useless or garbage.fault(title) else title


def _reports(answer: dict[str, Any]) -> Iterator[str]:
    hidden: list[str] = answer["hidden"]
    if hidden:
        first = hidden[0].strip()[:60]
        yield f"{len(hidden)} piece(s) of hidden text kept out, the first: {first!r}"
    if answer["broken"]:
        yield f"{answer['broken']} page(s) are broken and were left out"
