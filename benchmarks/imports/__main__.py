"""What an import costs, beside comparable libraries: `python -m benchmarks.imports`.

Builds a scratch environment with this source tree and the latest release of the others, and takes
the CPU time (user and system) of a fresh interpreter, best of nine, less that of a bare one. The
second column imports the names that a program would start with, because a package may hide its
cost behind lazy names, as this one does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from benchmarks.tables import publish

RUNS = 9
REPOSITORY = Path(__file__).resolve().parents[2]
MEASURE = "import time; print(time.process_time())"
COMPARED = {
    "opengovai": (
        "import opengovai",
        "from opengovai import KnowledgeBase, Redactor, open_assistant",
    ),
    "langchain-core": (
        "import langchain_core",
        "from langchain_core.runnables import RunnableLambda",
    ),
    "haystack-ai": ("import haystack", "from haystack import Pipeline, Document, component"),
    "litellm": ("import litellm", "from litellm import completion"),
}


def _cpu_ms(python: Path, program: str) -> float:
    """Best CPU time of the program in a fresh interpreter, in milliseconds."""
    # litellm fetches a price list while it is imported unless told not to.
    quiet = {
        **os.environ,
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "HAYSTACK_TELEMETRY_ENABLED": "0",
    }
    command = [str(python), "-c", f"{program}; {MEASURE}"]
    results = [
        subprocess.run(command, check=True, capture_output=True, text=True, env=quiet).stdout
        for _ in range(RUNS)
    ]
    return min(float(result.split()[-1]) for result in results) * 1000


def _version(python: Path, name: str) -> str:
    program = f"import importlib.metadata as m; print(m.version({name!r}))"
    return subprocess.run(
        [python, "-c", program], check=True, capture_output=True, text=True
    ).stdout.strip()


def main() -> None:
    """Build the environment, measure, write the table."""
    with tempfile.TemporaryDirectory(prefix="opengovai-imports-") as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        others = [name for name in COMPARED if name != "opengovai"]
        pip = [str(python), "-m", "pip", "install", "--quiet", "--quiet"]
        print("installing into a scratch environment", file=sys.stderr)
        subprocess.run([*pip, str(REPOSITORY), *others], check=True)
        bare = _cpu_ms(python, "pass")
        rows = [["bare interpreter", "", f"{bare:.0f} ms", ""]]
        for name, programs in COMPARED.items():
            costs = [f"+{_cpu_ms(python, program) - bare:.0f} ms" for program in programs]
            rows.append([name, _version(python, name), *costs])
    publish("imports", ["", "version", "`import`", "its first useful names"], rows)


if __name__ == "__main__":
    main()
