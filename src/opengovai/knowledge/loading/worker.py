"""The process in which files are parsed: what crashes, hangs or eats memory there ends there.

Reads requests from standard input, one after another: the format's name and a newline, 8 bytes of
length, the file. Answers each with 8 bytes of length and JSON: a `Content`, or `reason` and
`remedy`.
"""

from __future__ import annotations

import contextlib
import json
import struct
import sys
from typing import Any

from opengovai.errors import UnreadableSourceError
from opengovai.knowledge.loading import readers
from opengovai.knowledge.loading.content import PicturesError


def main() -> None:
    """Serve until standard input ends; the first argument is the memory limit in bytes."""
    _limit_memory(int(sys.argv[1]))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while line := source.readline():
        data = source.read(struct.unpack(">Q", source.read(8))[0])
        answer = json.dumps(_answer(line.decode().strip(), data)).encode()
        sink.write(struct.pack(">Q", len(answer)) + answer)
        sink.flush()


def _limit_memory(limit: int) -> None:
    # Windows has no such limit: there the time limit alone ends a runaway file.
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _answer(kind: str, data: bytes) -> dict[str, Any]:
    try:
        return readers.packed(readers.read(kind, data))
    except PicturesError as error:
        return {"reason": error.what, "remedy": error.remedy, "pages": error.pages}
    except UnreadableSourceError as error:
        return {"reason": error.what, "remedy": error.remedy}
    except MemoryError:
        return {
            "reason": "reading it needs too much memory",
            "remedy": "Split it into several files.",
        }
    except Exception as error:  # noqa: BLE001 - a parser's own bug is this file's fault alone
        return {
            "reason": f"its reader failed: {type(error).__name__}: {error}",
            "remedy": "Save it in another format.",
        }


if __name__ == "__main__":
    main()
