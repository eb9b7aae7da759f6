"""Generation on this machine: `python -m benchmarks.models.generation`.

The same graph and weights (benchmarks.models.llama), the same prompt, greedy, two threads each:
ours and onnxruntime-genai. Each engine is a process that stays; they take turns, round after round.
Medians. Needs what benchmarks.models.llama needs.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.models.engine import Engine, serve
from benchmarks.tables import publish

THREADS = 2
PROMPT = "What does an ordinary passport cost, and how long is it valid? " * 16
Generate = Callable[[int], list[int]]


def _ours(folder: Path) -> Generate:
    from opengovai.adapters.onnx.plugin import chat
    from opengovai.types import Generation, Message, RedactedText

    model: Any = chat.open(path=str(folder / "ours"), threads=THREADS)
    asked = [Message(role="user", text=RedactedText(PROMPT))]

    def generate(count: int) -> list[int]:
        done = model.complete(asked, Generation(max_tokens=count, deadline=600))
        assert done.usage.output_tokens == count
        return list(done.text.encode())

    return generate


def _genai(folder: Path) -> Generate:
    import onnxruntime_genai as genai

    config = genai.Config(str(folder / "genai"))
    options = {"session_options": {"intra_op_num_threads": THREADS}}
    config.overlay(json.dumps({"model": {"decoder": options}}))
    model = genai.Model(config)
    tokenizer = genai.Tokenizer(model)
    prompt = [*tokenizer.encode(PROMPT), 0]

    def generate(count: int) -> list[int]:
        wanted = genai.GeneratorParams(model)
        wanted.set_search_options(max_length=len(prompt) + count, do_sample=False)
        generator = genai.Generator(model, wanted)
        generator.append_tokens(prompt)
        stream, text = tokenizer.create_stream(), ""
        written = 0
        while not generator.is_done():
            generator.generate_next_token()
            text += stream.decode(generator.get_next_tokens()[0])
            written += 1
        assert written == count
        return list(text.encode())

    return generate


MAKERS = {"onnxruntime-genai": _genai, "opengovai": _ours}


def compare(folder: Path, rounds: int) -> list[tuple[str, ...]]:
    """One row an engine and length."""
    engines = {name: Engine("benchmarks.models.generation", name, folder) for name in MAKERS}
    result = []
    for count in (1, 128, 512):
        taken: dict[str, list[dict[str, Any]]] = {name: [] for name in MAKERS}
        for _ in range(rounds):
            for name, engine in engines.items():
                taken[name].append(engine(count))
        for name, rows in taken.items():
            wall = statistics.median(row["wall"] for row in rows)
            cpu = statistics.median(row["cpu"] for row in rows)
            same = rows[-1]["found"] == taken["onnxruntime-genai"][-1]["found"]
            cells = f"{wall * 1000:.0f}", f"{cpu * 1000:.0f}", f"{count / wall:.0f}", str(same)
            result.append((name, str(count), *cells))
    for engine in engines.values():
        engine.close()
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", metavar="ENGINE")
    parser.add_argument("--models", type=Path, help="what `benchmarks.models.llama` wrote")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(MAKERS[arguments.serve](arguments.models))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.models or Path(made)
        if arguments.models is None:
            subprocess.run([sys.executable, "-m", "benchmarks.models.llama", made], check=True)
        rows = compare(folder, arguments.rounds)
    header = ("engine", "tokens", "wall (ms)", "CPU (ms)", "tokens a second", "same text")
    publish("models-generation", header, rows)


if __name__ == "__main__":
    main()
