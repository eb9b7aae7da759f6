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
from statistics import median
from typing import Any

from benchmarks.tables import publish

PORT, TOKENS = 18_200, 5_000
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
    ("opengovai", "service"),
    ("httpx", "streams"),
    ("httpx", "service"),
    ("httpx", "async"),
    ("openai", "streams"),
    ("openai", "service"),
    ("openai", "async"),
)
MODES = {"streams": "threads", "service": "threads, long switch interval", "async": "asyncio"}


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
    parser.add_argument("--rounds", type=int, default=3, help="of the streams, taking turns")
    arguments = parser.parse_args()
    rows = []
    with _server(PORT, TOKENS, 0.0) as url:
        for client in CALLERS:
            called = _measure(client, "calls", url, arguments.calls)
            streamed = _measure(client, "tokens", url, TOKENS)
            opened = _measure(client, "import", url, 0)
            if called and streamed and opened:
                cells = f"{called['cpu_ms']:.2f}", f"{streamed['cpu_us']:.0f}"
                cells += f"{opened['cpu_ms']:.0f}", str(opened["modules"])
                rows.append((client, *cells))
    header = (
        "client",
        "CPU per call (ms)",
        "CPU per streamed token (µs)",
        "CPU to import and open (ms)",
        "modules",
    )
    publish("models-calls", header, rows)
    rows = []
    with _server(PORT + 1, 100, 0.05) as url:
        taken: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for _ in range(arguments.rounds):
            for key in STREAMERS:
                result = _measure(*key, url, arguments.streams)
                if result:
                    taken.setdefault(key, []).append(result)
    for (client, how), results in taken.items():
        rows.append((f"{client} ({MODES[how]})", *_stream_cells(results)))
    header = (
        "client",
        "seconds",
        "CPU (s)",
        "p99 lateness (ms)",
        "memory over idle (MB)",
        "failed",
    )
    publish("models-streams", header, rows)


def _stream_cells(results: list[dict[str, Any]]) -> tuple[str, ...]:
    """Medians; of failures, all."""
    middle = {
        key: median(result[key] for result in results)
        for key in ("seconds", "cpu_s", "p99_late_ms", "memory_mb")
    }
    return (
        f"{middle['seconds']:.1f}",
        f"{middle['cpu_s']:.1f}",
        f"{middle['p99_late_ms']:.0f}",
        f"{middle['memory_mb']:.0f}",
        str(sum(result["failed"] for result in results)),
    )


if __name__ == "__main__":
    main()
