"""What a client of models brings along: `python -m benchmarks.models.size`.

Each is installed by pip into a folder of its own, without compiled bytecode.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.tables import publish

REPOSITORY = Path(__file__).parents[2]
WANTED = {
    "opengovai (no extra)": str(REPOSITORY),
    "opengovai[models]": f"{REPOSITORY}[models]",
    "httpx": "httpx",
    "openai": "openai",
    "pydantic-ai": "pydantic-ai-slim[openai]",
    "langchain-openai": "langchain-openai",
    "litellm": "litellm",
    "opengovai[onnx]": f"{REPOSITORY}[onnx]",
    "fastembed": "fastembed",
    "sentence-transformers": "sentence-transformers",
}


def measure(wanted: str) -> tuple[int, float]:
    """Distributions, and megabytes on disk."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--target"]
        subprocess.run([*pip, folder, wanted], check=True, capture_output=True)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        return len(list(Path(folder).glob("*.dist-info"))), size / 1e6


def main() -> None:
    rows = []
    for name, wanted in WANTED.items():
        count, megabytes = measure(wanted)
        rows.append((name, str(count), f"{megabytes:.0f}"))
    publish("models-size", ("client", "distributions", "on disk (MB)"), rows)


if __name__ == "__main__":
    main()
