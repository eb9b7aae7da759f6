"""A tiny GGUF model for llama.cpp, made on the spot: it counts from 0 to 9 and ends.

    python tests/data/models/make_gguf.py FILE

Attention and feed-forward are zero and embeddings are unit vectors, so the next token depends on
the last one only, by the table in `_following`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import gguf
import numpy as np

SIZE, HIDDEN = 320, 64
_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n"
    "{% endfor %}assistant:"
)


def make_gguf(path: Path) -> None:
    """Write the model."""
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "\u2581"]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    kinds += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL]
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_name("tiny")
    writer.add_license("Apache-2.0")
    writer.add_context_length(2048)
    writer.add_embedding_length(SIZE)
    writer.add_block_count(1)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(4)
    writer.add_head_count_kv(4)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(SIZE // 4)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_chat_template(_TEMPLATE)
    for name, tensor in _tensors(len(tokens)).items():
        writer.add_tensor(name, tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _tensors(count: int) -> dict[str, np.ndarray]:
    square = np.zeros((SIZE, SIZE), np.float32)
    ones = np.ones(SIZE, np.float32)
    block = {
        **{f"attn_{part}.weight": square for part in ("q", "k", "v", "output")},
        "attn_norm.weight": ones,
        "ffn_norm.weight": ones,
        "ffn_gate.weight": np.zeros((HIDDEN, SIZE), np.float32),
        "ffn_up.weight": np.zeros((HIDDEN, SIZE), np.float32),
        "ffn_down.weight": np.zeros((SIZE, HIDDEN), np.float32),
    }
    output = np.zeros((count, SIZE), np.float32)
    output[:, :count] = _following(count).T
    return {
        "token_embd.weight": np.eye(count, SIZE, dtype=np.float32),
        "output_norm.weight": ones,
        "output.weight": output,
        **{f"blk.0.{name}": tensor for name, tensor in block.items()},
    }


def _following(count: int) -> np.ndarray:
    """How much token j is wanted after token i."""
    table = np.zeros((count, count), np.float32)
    byte = {chr(value): 3 + value for value in range(256)}
    table[:, byte["0"]] = 1
    for digit in range(9):
        table[byte[str(digit)], byte[str(digit + 1)]] = 2
    table[byte["9"], byte["0"]] = 0
    table[byte["9"], 2] = 2
    table[:, byte['"']] += 0.5
    for white in " \n\r\t":
        table[:, byte[white]] -= 1
    table[:, -1] -= 1
    return table


if __name__ == "__main__":
    make_gguf(Path(sys.argv[1]))
