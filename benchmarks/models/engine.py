"""An engine to measure in a process of its own: a line of JSON in, a line of JSON out."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Engine:
    """`python -m MODULE --serve NAME --models FOLDER`, kept running."""

    def __init__(self, module: str, name: str, folder: Path) -> None:
        command = [sys.executable, "-m", module, "--serve", name, "--models", str(folder)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, asked: Any) -> dict[str, Any]:
        """Seconds `wall` and `cpu`, and what was `found`; {} where the engine is not there."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return {}
        for line in self._process.stdout:
            # Libraries print what they like.
            if line.startswith("="):
                row: dict[str, Any] = json.loads(line[1:])
                return row
        return {}

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait()


def serve(answer: Callable[[Any], Any]) -> None:
    """The other side: `answer` to each line of stdin."""
    for line in sys.stdin:
        asked = json.loads(line)
        wall, cpu = time.perf_counter(), time.process_time()
        found = answer(asked)
        row = {
            "wall": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "found": found,
        }
        print("=" + json.dumps(row), flush=True)
