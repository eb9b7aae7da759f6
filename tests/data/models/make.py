"""Tiny ONNX models, made on the spot: real graphs and tokenizers whose results one can predict.

    python tests/data/models/make.py FOLDER

The tokenizer knows the words of a few sentences; each word has a random direction, so
texts that share words are alike.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

from opengovai.adapters.onnx.directory import write_manifest

DIMENSIONS = 64
_CORPUS = [
    "a passport a tax return how to renew a passport tomatoes ripen in summer",
    "pasipoti ya kawaida ni halali kwa miaka kumi",
    "паспорт беріледі налог возвращается",
    "der Reisepass wird verlängert le passeport est renouvelé",
]


def make_embedder(folder: Path) -> None:
    """last_hidden_state[b, s, 64] is the token's direction."""
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])]
    output = helper.make_tensor_value_info(
        "last_hidden_state", TensorProto.FLOAT, ["b", "s", DIMENSIONS]
    )
    _write(folder, "embedding", nodes, output, ["input_ids", "attention_mask"])


def make_reranker(folder: Path) -> None:
    """logits[b, 1] is the product of the summed directions of both texts."""
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["states"]),
        helper.make_node("Cast", ["token_type_ids"], ["second"], to=TensorProto.FLOAT),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["second", "mask"], ["right"]),
        helper.make_node("Sub", ["mask", "right"], ["left"]),
    ]
    for side in ("left", "right"):
        nodes += [
            helper.make_node("Unsqueeze", [side, "two"], [side + "3"]),
            helper.make_node("Mul", ["states", side + "3"], [side + "states"]),
            helper.make_node("ReduceSum", [side + "states", "one"], [side + "sum"], keepdims=0),
        ]
    nodes += [
        helper.make_node("Mul", ["leftsum", "rightsum"], ["products"]),
        helper.make_node("ReduceSum", ["products", "one"], ["logits"], keepdims=1),
    ]
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", 1])
    _write(folder, "ranking", nodes, output, ["input_ids", "attention_mask", "token_type_ids"])


def make_classifier(folder: Path) -> None:
    """logits[b, 2]: "taxes" where a word of them stands, else "other"."""
    nodes = [
        helper.make_node("Gather", ["signs", "input_ids"], ["each"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "two"], ["mask3"]),
        helper.make_node("Mul", ["each", "mask3"], ["masked"]),
        helper.make_node("ReduceMax", ["masked"], ["logits"], axes=[1], keepdims=0),
    ]
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", 2])
    signs = _signs({"tax": [0, 8], "налог": [0, 8]}, otherwise=[1, 0])
    _write(
        folder,
        "classification",
        nodes,
        output,
        ["input_ids", "attention_mask"],
        signs=signs,
        labels=["other", "taxes"],
    )


def make_tagger(folder: Path) -> None:
    """logits[b, s, 4]: "summer" is a name, which "in" begins; "tomatoes" is a thing."""
    nodes = [helper.make_node("Gather", ["signs", "input_ids"], ["logits"])]
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", "s", 4])
    words = {"in": [0, 9, 0, 0], "summer": [0, 0, 9, 0], "tomatoes": [0, 0, 0, 9]}
    _write(
        folder,
        "tagging",
        nodes,
        output,
        ["input_ids"],
        signs=_signs(words, otherwise=[9, 0, 0, 0]),
        labels=["O", "B-PER", "I-PER", "B-MISC"],
    )


def _signs(words: dict[str, list[int]], *, otherwise: list[int]) -> np.ndarray:
    """float32[vocabulary, labels]."""
    tokenizer = _tokenizer()
    table = np.tile(np.array(otherwise, np.float32), (tokenizer.get_vocab_size(), 1))
    for word, row in words.items():
        table[tokenizer.token_to_id(word)] = row
    return table


def make_decoder(folder: Path) -> None:
    """Writes the digits from 0 to 9 and ends; where it must write something else, it prefers a
    quotation mark and avoids white space. A small part of each logit comes from all earlier
    tokens, through the cache, so that a wrong cache shows."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _bytes()
    tokenizer.save(str(folder / "tokenizer.json"))
    size = tokenizer.get_vocab_size()
    following = np.zeros((size, size), np.float32)
    following[:, tokenizer.token_to_id("0")] = 1
    for digit in range(9):
        following[tokenizer.token_to_id(str(digit)), tokenizer.token_to_id(str(digit + 1))] = 2
    following[tokenizer.token_to_id("9"), tokenizer.token_to_id("0")] = 0
    following[tokenizer.token_to_id("9"), tokenizer.token_to_id("<end>")] = 2
    following[:, tokenizer.token_to_id('"')] += 0.5
    for white in " \n\r\t":
        token = pre_tokenizers.ByteLevel(add_prefix_space=False).pre_tokenize_str(white)[0][0]
        following[:, tokenizer.token_to_id(token)] -= 1
    random = np.random.default_rng(7)
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["new"]),
        helper.make_node("Unsqueeze", ["new", "one"], ["new4"]),
        helper.make_node("Concat", ["past_key_values.0.key", "new4"], ["present.0.key"], axis=2),
        helper.make_node("ReduceSum", ["present.0.key", "two"], ["sum3"], keepdims=0),
        helper.make_node("MatMul", ["sum3", "back"], ["influence"]),
        helper.make_node("Gather", ["following", "input_ids"], ["next"]),
        helper.make_node("Add", ["next", "influence"], ["logits"]),
    ]
    cache = ["b", 1, "p", DIMENSIONS]
    graph = helper.make_graph(
        nodes,
        "generation",
        [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["b", "s"]),
            helper.make_tensor_value_info("past_key_values.0.key", TensorProto.FLOAT, cache),
        ],
        [
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", "s", size]),
            helper.make_tensor_value_info("present.0.key", TensorProto.FLOAT, cache),
        ],
        [
            numpy_helper.from_array(
                random.normal(size=(size, DIMENSIONS)).astype(np.float32), "table"
            ),
            numpy_helper.from_array(
                (1e-4 * random.normal(size=(DIMENSIONS, size))).astype(np.float32), "back"
            ),
            numpy_helper.from_array(following, "following"),
            numpy_helper.from_array(np.array([1], np.int64), "one"),
            numpy_helper.from_array(np.array([2], np.int64), "two"),
        ],
    )
    _save(
        folder,
        graph,
        max_tokens=2048,
        chat={
            "system": "<start>system\n{text}<end>",
            "user": "<start>user\n{text}<end>",
            "assistant": "<start>assistant\n{text}<end>",
            "reply": "<start>assistant\n",
        },
        ends=["<end>"],
    )


def _bytes() -> Tokenizer:
    """One token for each byte, and two of markup."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: number for number, letter in enumerate(alphabet)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(["<start>", "<end>"])
    return tokenizer


def _write(
    folder: Path,
    task: str,
    nodes: list[onnx.NodeProto],
    output: onnx.ValueInfoProto,
    inputs: list[str],
    *,
    signs: np.ndarray | None = None,
    labels: list[str] | None = None,
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    table = np.random.default_rng(7).normal(size=(tokenizer.get_vocab_size(), DIMENSIONS))
    table[:3] = 0  # unknown and special tokens have no direction
    graph = helper.make_graph(
        nodes,
        task,
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "s"]) for name in inputs],
        [output],
        [
            *([] if signs is None else [numpy_helper.from_array(signs, "signs")]),
            numpy_helper.from_array(table.astype(np.float32), "table"),
            numpy_helper.from_array(np.array([1], np.int64), "one"),
            numpy_helper.from_array(np.array([2], np.int64), "two"),
        ],
    )
    declared: dict[str, Any] = {"pooling": "mean"} if labels is None else {"labels": labels}
    _save(folder, graph, max_tokens=32, **declared)


def _save(folder: Path, graph: onnx.GraphProto, **declared: Any) -> None:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, str(folder / "model.onnx"))
    (folder / "README.md").write_text("A test model. It knows nothing.\n", "utf-8")
    write_manifest(
        folder,
        name=f"tiny-{graph.name}",
        revision="1",
        task=graph.name,
        licence="Apache-2.0",
        languages=["en", "sw"],
        card="README.md",
        files=["model.onnx", "tokenizer.json", "README.md"],
        **declared,
    )


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    special = ["[UNK]", "[CLS]", "[SEP]"]
    tokenizer.train_from_iterator(_CORPUS, trainers.WordLevelTrainer(special_tokens=special))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 1), ("[SEP]", 2)],
    )
    return tokenizer


if __name__ == "__main__":
    make_embedder(Path(sys.argv[1]) / "embedder")
    make_reranker(Path(sys.argv[1]) / "reranker")
    make_classifier(Path(sys.argv[1]) / "classifier")
    make_tagger(Path(sys.argv[1]) / "tagger")
    make_decoder(Path(sys.argv[1]) / "decoder")
