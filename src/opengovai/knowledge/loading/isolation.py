"""The caller's side of the worker process: a time limit a file, a new worker after a death."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import threading
from typing import Any

from opengovai.knowledge.loading import readers
from opengovai.knowledge.loading.content import Content, PicturesError, unreadable

SECONDS_LIMIT = 25.0
MEMORY_LIMIT = 900 * 2**20
_GOODBYE = 2.0  # seconds


class Worker:
    """Keeps one process for many files. Not for use by two threads at once."""

    def __init__(self, *, seconds: float = SECONDS_LIMIT, memory: int = MEMORY_LIMIT) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, kind: str, data: bytes) -> Content:
        """As `readers.read`. Raises UnreadableSourceError also when the worker hangs or dies."""
        answer = self._ask(kind, data)
        if "pages" in answer:
            raise PicturesError(answer["reason"], remedy=answer["remedy"], pages=answer["pages"])
        if "reason" in answer:
            raise unreadable(answer["reason"], answer["remedy"])
        return readers.unpacked(answer)

    def close(self) -> None:
        """End the process: it leaves when nothing more is asked, or is made to."""
        process, self._process = self._process, None
        if process is None:
            return
        _close(process.stdin)
        try:
            process.wait(_GOODBYE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _close(process.stdout)

    def _ask(self, kind: str, data: bytes) -> dict[str, Any]:
        process = self._process = self._process or _start(self._memory)
        alarm = threading.Timer(self._seconds, process.kill)
        alarm.daemon = True  # an interrupted program does not wait for it
        try:
            alarm.start()
            return _exchange(process, kind, data)
        except (OSError, struct.error, ValueError):
            late = not alarm.is_alive()
            self.close()
            reason = f"reading it took over {self._seconds:.0f} s" if late else "its reader stopped"
            raise unreadable(reason, "Export it again, or split it into several files.") from None
        finally:
            alarm.cancel()


def _start(memory: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        # -P: no module is taken from the current folder, which may hold the documents.
        [sys.executable, "-P", "-m", "opengovai.knowledge.loading.worker", str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _exchange(process: subprocess.Popen[bytes], kind: str, data: bytes) -> dict[str, Any]:
    if process.stdin is None or process.stdout is None:
        raise ValueError("both ends are pipes")
    process.stdin.write(f"{kind}\n".encode() + struct.pack(">Q", len(data)))
    process.stdin.write(data)
    process.stdin.flush()
    size = struct.unpack(">Q", process.stdout.read(8))[0]
    answer: dict[str, Any] = json.loads(process.stdout.read(size))
    return answer


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        # Unwritten bytes of a file whose worker is gone.
        return
