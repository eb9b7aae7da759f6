"""A decoder in onnxruntime-genai's format and in ours: `python -m benchmarks.models.llama FOLDER`.

Needs torch, transformers, onnx, onnx_ir and onnxruntime-genai, whose own builder exports the graph.
33 million random weights in the shape of Llama: what it writes means nothing, how fast is the same.
FOLDER/genai is as the builder left it; FOLDER/ours has the same graph and weights in one file, with
the cache's head size written into its inputs, and a manifest.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

VOCABULARY, HEAD = 8000, 64


def make(folder: Path) -> None:
    """Write both directories."""
    source = folder / "source"
    _weights(source)
    command = [
        sys.executable,
        "-m",
        "onnxruntime_genai.models.builder",
        "-i",
        source,
        "-m",
        "llama",
    ]
    command += ["-o", folder / "genai", "-p", "fp32", "-e", "cpu"]
    subprocess.run(command, check=True, capture_output=True)
    _ours(folder / "genai", folder / "ours")


def _weights(folder: Path) -> None:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    special = {"bos_token": "<start>", "eos_token": "<end>"}
    PreTrainedTokenizerFast(tokenizer_object=_tokenizer(), **special).save_pretrained(folder)
    torch.manual_seed(1)
    shape = LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=8 * HEAD,
        intermediate_size=1536,
        num_hidden_layers=8,
        num_attention_heads=8,
        num_key_value_heads=4,
        max_position_embeddings=2048,
        bos_token_id=0,
        eos_token_id=1,
    )
    LlamaForCausalLM(shape).save_pretrained(folder)


def _tokenizer() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=["<start>", "<end>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    corpus = Path(__file__).parents[2] / "src" / "opengovai" / "demo" / "corpus"
    tokenizer.train([str(path) for path in sorted(corpus.glob("*.md"))], trainer)
    return tokenizer


def _ours(built: Path, folder: Path) -> None:
    import onnx

    from opengovai.adapters.onnx.directory import write_manifest

    folder.mkdir(parents=True, exist_ok=True)
    model = onnx.load(str(built / "model.onnx"))
    for node in [*model.graph.input, *model.graph.output]:
        if node.name.startswith(("past", "present")):
            node.type.tensor_type.shape.dim[3].dim_value = HEAD
    onnx.save(model, str(folder / "model.onnx"))
    shutil.copy(built / "tokenizer.json", folder / "tokenizer.json")
    (folder / "README.md").write_text("Random weights, to measure with.\n", "utf-8")
    write_manifest(
        folder,
        name="random-llama",
        revision=json.loads((built / "genai_config.json").read_text())["model"]["type"],
        task="generation",
        licence="CC0-1.0",
        languages=[],
        card="README.md",
        files=["model.onnx", "tokenizer.json", "README.md"],
        max_tokens=2048,
        chat=dict.fromkeys(("system", "user", "assistant"), "{text}") | {"reply": "<start>"},
        ends=["<end>"],
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]))
