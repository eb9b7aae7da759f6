"""Time and memory of `opengovai demo` once it is installed: `python -m benchmarks.demo`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.tables import publish

RUNS = 5


def _once() -> tuple[float, float, float]:
    """(wall seconds, CPU seconds, peak resident MB) of one run in a process of its own."""
    command = [str(Path(sys.executable).with_name("opengovai")), "demo"]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"opengovai demo exits with {process.returncode}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return wall, usage.ru_utime + usage.ru_stime, kilobytes / 1000


def main() -> None:
    """Run it several times; write the medians, and the worst memory."""
    runs = [_once() for _ in range(RUNS)]
    wall, cpu, _ = (median(values) for values in zip(*runs, strict=True))
    peak = max(memory for _, _, memory in runs)
    rows = [
        ["time, median of 5 runs", f"{wall:.1f} s", "60 s"],
        ["CPU time, median", f"{cpu:.1f} s", ""],
        ["peak memory, highest", f"{peak:.0f} MB", "1,000 MB"],
    ]
    publish("demo", ["`opengovai demo`", "measured", "bar"], rows)


if __name__ == "__main__":
    main()
