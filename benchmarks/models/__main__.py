"""Overhead of model clients against the same fake server: `python -m benchmarks.models`.

Needs openai, litellm, langchain-openai, pydantic-ai-slim[openai], httpx and httpx2 beside ours;
what is not installed is left out. CPU is that of the client process alone. Streams: 1,000 at once,
100 tokens each; threads for the synchronous clients, asyncio where the name says so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.tables import publish

PORT = 18_200
CALLERS = (
    "opengovai",
    "httpx",
    "httpx2",
    "openai",
    "pydantic-ai",
    "langchain-openai",
    "litellm",
)
STREAMERS = (
    ("opengovai", "streams"),
    ("httpx", "streams"),
    ("openai", "streams"),
    ("httpx", "async"),
    ("openai", "async"),
)


@contextmanager
def _server(port: int, tokens: int, pause: float) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.models.server", str(port), str(tokens), str(pause)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()


def _measure(client: str, what: str, url: str, count: int) -> dict[str, Any] | None:
    command = [sys.executable, "-m", "benchmarks.models.clients", client, what, url, str(count)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        print(client, what, done.stderr.strip().splitlines()[-1][:200], file=sys.stderr)
        return None
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--streams", type=int, default=1000)
    arguments = parser.parse_args()
    rows = []
    with _server(PORT, 1, 0.0) as url:
        for client in CALLERS:
            called = _measure(client, "calls", url, arguments.calls)
            opened = _measure(client, "import", url, 0)
            if called and opened:
                cells = f"{called['cpu_ms']:.2f}", f"{opened['cpu_ms']:.0f}", str(opened["modules"])
                rows.append((client, *cells))
    header = ("client", "CPU per call (ms)", "CPU to import and open (ms)", "modules")
    publish("models-calls", header, rows)
    rows = []
    with _server(PORT + 1, 100, 0.05) as url:
        for client, how in STREAMERS:
            result = _measure(client, how, url, arguments.streams)
            if result:
                name = client + (" (asyncio)" if how == "async" else " (threads)")
                rows.append((name, *_stream_cells(result)))
    header = (
        "client",
        "seconds",
        "CPU (s)",
        "p99 lateness (ms)",
        "memory over idle (MB)",
        "failed",
    )
    publish("models-streams", header, rows)


def _stream_cells(result: dict[str, Any]) -> tuple[str, ...]:
    return (
        f"{result['seconds']:.1f}",
        f"{result['cpu_s']:.1f}",
        f"{result['p99_late_ms']:.0f}",
        f"{result['memory_mb']:.0f}",
        str(result["failed"]),
    )


if __name__ == "__main__":
    main()
