"""PDF: text by page, headings by font size, weight and wording; garbage and scans are refused."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from opengovai.knowledge.loading import garbage, pdf_layout
from opengovai.knowledge.loading.content import Content, unreadable

SECONDS_LIMIT = 25.0
_FEWEST_CHARACTERS = 10


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
    texts = ["\n".join(line.text for line in page) for page in pages]
    empty = [number for number, text in enumerate(texts, start=1) if not text.strip()]
    if sum(len(text.strip()) for text in texts) < _FEWEST_CHARACTERS * len(pages):
        raise unreadable(
            "the PDF has no text: it is a scan or holds only pictures",
            "Run OCR on it first (for example with ocrmypdf).",
        )
    garbled = _garbled(texts)
    readable = [page if n not in garbled else [] for n, page in enumerate(pages, start=1)]
    return Content(
        blocks=pdf_layout.blocks(readable),
        title=_title(answer["title"], texts) or pdf_layout.title(readable),
        warnings=tuple(_reports(answer, empty, garbled)),
    )


def _garbled(texts: Sequence[str]) -> list[int]:
    """The pages, from 1, whose text is garbage. Raises when the whole document's is."""
    faults = {number: garbage.fault(text) for number, text in enumerate(texts, start=1)}
    garbled = [number for number, fault in faults.items() if fault]
    filled = sum(bool(text.strip()) for text in texts)
    fault = garbage.fault("\n".join(texts))
    if fault or len(garbled) * 2 > filled:
        raise unreadable(
            f"the PDF's text layer is garbage: {fault or faults[garbled[0]]}",
            "Export it again with embedded fonts, or run OCR on it (ocrmypdf --force-ocr).",
        )
    return garbled


def _title(stated: str, texts: Sequence[str]) -> str:
    """The title in the file's properties, if the first pages say most of it too."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]{4,}", stated)]
    start = " ".join(texts[:2]).lower()
    found = sum(word in start for word in words)
    return " ".join(stated.split()) if words and found * 2 > len(words) else ""


def _reports(answer: dict[str, Any], empty: list[int], garbled: list[int]) -> Iterator[str]:
    hidden: list[str] = answer["hidden"]
    if garbled:
        yield f"the text layer of page(s) {_listed(garbled)} is garbage and was left out"
    if empty:
        yield f"page(s) {_listed(empty)} have no text"
    if hidden:
        first = hidden[0].strip()[:60]
        yield f"{len(hidden)} piece(s) of hidden text kept out, the first: {first!r}"
    if answer["broken"]:
        yield f"{answer['broken']} page(s) are broken and were left out"


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else f"{shown} and {len(numbers) - 10} more"
