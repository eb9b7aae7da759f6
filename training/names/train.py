"""Train the name tagger and write `src/opengovai/redaction/names/model.npz`.

    PYTHONPATH=src python training/names/train.py --data ../shared/data

Seeded; one thread. What goes in and what comes out stands in README.md and in the model card.
"""

from __future__ import annotations

# ruff: noqa: T201
import argparse
import io
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import torch

sys.path.insert(0, str(Path(__file__).parent))

import corpora
import letters
from corpora import Labelled

from opengovai.redaction.names.features import (
    BUCKETS,
    SHAPES,
    SURROUNDINGS,
    Floats,
    gram_rows,
    shapes,
    surroundings,
    word_rows,
)
from opengovai.redaction.names.network import DILATIONS, REACH, TAGS
from opengovai.redaction.names.tokens import locate, normalize, tokenize

MODEL = Path(__file__).parents[2] / "src/opengovai/redaction/names/model.npz"
DIMENSIONS, HIDDEN = 64, 96
BATCH_TOKENS = 6000
UNKNOWN = 0.1
"""Share of tokens whose letters are hidden in training: the sentence must tell."""
PAD = -1
Ints = npt.NDArray[np.int64]
Spans = list[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A corpus as one row of word numbers, tags and surroundings; texts are set apart by REACH
    pads."""

    words: Ints
    tags: Ints
    around: Floats
    vocabulary: list[str]


def tag_tokens(
    places: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int, str]]
) -> list[int]:
    """The tag number of each token."""
    tags = [0] * len(places)
    for start, end, entity in spans:
        inside = [n for n, (first, last) in enumerate(places) if first < end and last > start]
        for order, number in enumerate(inside):
            tags[number] = TAGS.index(("I-" if order else "B-") + entity)
    return tags


def encode(texts: Iterator[Labelled]) -> Encoded:
    """Tokenize and number; the vocabulary holds words as written."""
    numbers: dict[str, int] = {}
    words: list[int] = []
    tags: list[int] = []
    around: list[Floats] = []
    pads = np.zeros((REACH, SURROUNDINGS), dtype=np.float32)
    for text, spans in texts:
        tokens = tokenize(text)
        around += [surroundings(shapes(tokens)), pads]
        words += [numbers.setdefault(token, len(numbers)) for token in tokens]
        tags += tag_tokens(locate(text, tokens), spans)
        words += [PAD] * REACH
        tags += [PAD] * REACH
    return Encoded(np.array(words), np.array(tags), np.concatenate(around), list(numbers))


def corpus(data: Path, count: int, seed: int) -> Iterator[Labelled]:
    """Written letters, official sentences without persons, and KazNERD; all in random case."""
    random = Random(seed)  # noqa: S311
    plain = corpora.negatives(data)
    words = corpora.vocabulary(plain)
    texts: list[Labelled] = [
        estrange(text, words[language], random)
        for language, text in letters.write(count, seed, plain)
    ]
    for lines in plain.values():
        texts += [(letters.recase(line, random), []) for line in lines]
    writers = {lang: letters.Writer(lang, random) for lang in corpora.LANGUAGES}
    for language, (text, spans) in corpora.real():
        texts.append(recased(text, spans, random))
        if spans:
            texts.append(recased(*writers[language].renamed(text, spans), random))
    for text, spans in corpora.kaznerd(data) + corpora.factrueval():
        for _ in range(2):
            texts.append(recased(text, spans, random))
    random.shuffle(texts)
    return iter(texts)


def recased(text: str, spans: Spans, random: Random) -> Labelled:
    """The text as people write it, where that moves no letter."""
    changed = letters.recase(text, random)
    return (changed if len(changed) == len(text) else text), spans


def estrange(labelled: Labelled, words: Sequence[str], random: Random) -> Labelled:
    """In half of the texts, other words here and there: a strange word is not yet a name."""
    text, spans = labelled
    if random.random() < 0.5:
        return labelled
    named = {place for start, end, _ in spans for place in range(start, end)}
    pieces: list[str] = []
    moved: list[int] = []  # new place of each old character
    last = length = 0
    tokens = tokenize(text)
    for word, (start, end) in zip(tokens, locate(text, tokens), strict=True):
        if start in named or not word.isalpha() or len(word) < 3 or random.random() > 0.12:
            continue
        other = random.choice(words)
        other = other.capitalize() if word[0].isupper() else other
        pieces += [text[last:start], other]
        moved += range(length, length + start - last)
        length += start - last
        moved += [length] * (end - start)
        length += len(other)
        last = end
    pieces.append(text[last:])
    moved += range(length, length + len(text) - last + 1)
    return "".join(pieces), [(moved[start], moved[end - 1] + 1, kind) for start, end, kind in spans]


class Network(torch.nn.Module):
    """The network of `opengovai.redaction.names.network`, for training."""

    def __init__(self) -> None:
        super().__init__()
        self.table = torch.nn.Parameter(torch.zeros(BUCKETS, DIMENSIONS))
        widths = [DIMENSIONS + SHAPES + SURROUNDINGS, *[HIDDEN] * len(DILATIONS)]
        self.layers = torch.nn.ModuleList(
            torch.nn.Linear(3 * width, HIDDEN) for width in widths[:-1]
        )
        self.output = torch.nn.Linear(HIDDEN, len(TAGS))
        self.dropout = torch.nn.Dropout(0.25)

    def forward(self, vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden = vectors * mask
        for number, (dilation, layer) in enumerate(zip(DILATIONS, self.layers, strict=True)):
            changed = torch.relu(layer(_neighbourhood(hidden, dilation)))
            hidden = (changed if number == 0 else hidden + changed) * mask
            hidden = self.dropout(hidden)
        return self.output(hidden)


def _neighbourhood(hidden: torch.Tensor, dilation: int) -> torch.Tensor:
    empty = hidden.new_zeros(dilation, hidden.shape[1])
    before = torch.cat([empty, hidden[:-dilation]])
    after = torch.cat([hidden[dilation:], empty])
    return torch.cat([before, hidden, after], dim=1)


class Features:
    """Table rows and shapes of a vocabulary, and word vectors with n-grams left out at random."""

    def __init__(self, vocabulary: list[str], seed: int) -> None:
        forms = [normalize(word) for word in vocabulary]
        self._grams, self._starts = gram_rows(forms)
        self._counts = np.diff(self._starts, append=len(self._grams))
        self._whole = word_rows(forms)
        self._shapes = shapes(vocabulary)
        self._random = np.random.default_rng(seed)

    def vectors(self, table: torch.Tensor, words: Ints, around: Floats) -> torch.Tensor:
        """float32[n, DIMENSIONS + SHAPES + SURROUNDINGS]; pads get zeros by the mask later."""
        unique, back = np.unique(np.maximum(words, 0), return_inverse=True)
        counts = self._counts[unique]
        firsts = np.concatenate(([0], np.cumsum(counts)[:-1]))
        places = np.repeat(self._starts[unique] - firsts, counts) + np.arange(counts.sum())
        kept = self._random.random(len(places)) > 0.25
        kept[firsts] = True
        owners = np.repeat(np.arange(len(unique)), counts)[kept]
        offsets = np.searchsorted(owners, np.arange(len(unique)))
        grams = torch.nn.functional.embedding_bag(
            torch.from_numpy(self._grams[places[kept]]),
            table,
            torch.from_numpy(offsets),
            mode="mean",
        )
        seen = torch.from_numpy((self._random.random((len(unique), 1)) > 0.35).astype(np.float32))
        whole = table[torch.from_numpy(self._whole[unique])] * seen
        marks = torch.from_numpy(self._shapes[words])
        known = torch.from_numpy(
            (self._random.random((len(words), 1)) > UNKNOWN).astype(np.float32)
        )
        content = (grams + whole)[torch.from_numpy(back)] * known
        return torch.cat([content, marks, torch.from_numpy(around)], dim=1)


def batches(encoded: Encoded, seed: int) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Stretches of about BATCH_TOKENS tokens in random order, cut where texts end."""
    pads = np.flatnonzero((encoded.words[:-1] == PAD) & (encoded.words[1:] != PAD)) + 1
    cuts = [0]
    for place in pads.tolist():
        if place - cuts[-1] >= BATCH_TOKENS:
            cuts.append(place)
    cuts.append(len(encoded.words))
    for number in np.random.default_rng(seed).permutation(len(cuts) - 1).tolist():
        part = slice(cuts[number], cuts[number + 1])
        yield encoded.words[part], encoded.tags[part], encoded.around[part]


def train(encoded: Encoded, epochs: int, seed: int) -> Network:
    """Adam with a linear decline to zero, cross-entropy on all tokens but the pads."""
    torch.manual_seed(seed)
    network, features = Network(), Features(encoded.vocabulary, seed)
    optimizer = torch.optim.Adam(network.parameters(), lr=2e-3)
    steps = epochs * sum(1 for _ in batches(encoded, 0))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: max(0.02, 1 - step / steps)
    )
    began, total = time.monotonic(), 0.0
    step = 0
    for epoch in range(epochs):
        for words, tags, around in batches(encoded, seed + epoch):
            mask = torch.from_numpy((words != PAD).astype(np.float32))[:, None]
            logits = network(features.vectors(network.table, words, around), mask)
            loss = torch.nn.functional.cross_entropy(
                logits, torch.from_numpy(tags), ignore_index=PAD, label_smoothing=0.02
            )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            step, total = step + 1, total + loss.item()
            if step % 200 == 0:
                spent = time.monotonic() - began
                print(f"step {step}/{steps} loss {total / 200:.4f} {spent:.0f} s", flush=True)
                total = 0.0
    return network.eval()


def save(network: Network, path: Path) -> str:
    """Write the weights, the table as int8 with a scale per column; returns the SHA-256."""
    table = network.table.detach().numpy()
    used = table[np.abs(table).max(axis=1) > 0]
    scale = (np.quantile(np.abs(used), 0.9998, axis=0) / 127).astype(np.float32)
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "table": np.clip(np.rint(table / scale), -127, 127).astype(np.int8),
        "scale": scale,
        "output": network.output.weight.detach().numpy().T.astype(np.float16),
        "output_bias": network.output.bias.detach().numpy(),
    }
    for number, layer in enumerate(network.layers):
        arrays[f"kernel{number}"] = layer.weight.detach().numpy().T.astype(np.float16)
        arrays[f"bias{number}"] = layer.bias.detach().numpy()
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    path.write_bytes(content.getvalue())
    return sha256(content.getvalue()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of open data")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--texts", type=int, default=100_000, help="letters to write")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=20261123)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    began = time.process_time()
    encoded = encode(corpus(chosen.data, chosen.texts, chosen.seed))
    print(f"{len(encoded.words)} tokens, {len(encoded.vocabulary)} words")
    network = train(encoded, chosen.epochs, chosen.seed)
    digest = save(network, chosen.out)
    seconds = time.process_time() - began
    print(f'{chosen.out} {chosen.out.stat().st_size} bytes\nMODEL_SHA256 = "{digest}"')
    print(f"torch {torch.__version__}, numpy {np.__version__}, {seconds:.0f} s of one core")


if __name__ == "__main__":
    main()
