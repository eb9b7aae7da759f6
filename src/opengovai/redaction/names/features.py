"""What the network sees of a word: hashed character n-grams and the shape of its letters.

Bag of character n-grams as in Bojanowski et al. (2017), "Enriching Word Vectors with Subword
Information", in one table of `BUCKETS` rows that whole words share.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from opengovai.redaction.names.tokens import normalize

_BITS = 16
BUCKETS = 1 << _BITS
SHAPES = 12
SURROUNDINGS = 3
_SIZES = (3, 4, 5)
_MULTIPLIER = np.uint32(2654435761)
_PRIME = np.uint32(16777619)
_SHIFT = np.uint32(32 - _BITS)
NEAR = 40
"""Tokens to either side that tell how a text uses capitals."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


def word_rows(words: Sequence[str]) -> Ints:
    """int64[n]: the table row of each word as a whole. `words` are normalized."""
    return np.fromiter(
        (zlib.crc32(word.encode("utf-8", "surrogatepass")) % BUCKETS for word in words),
        dtype=np.int64,
        count=len(words),
    )


def gram_rows(words: Sequence[str]) -> tuple[Ints, Ints]:
    """Table rows of the 3-, 4- and 5-grams of `<word>`, and where each word's rows begin.

    `words` are normalized. Returns int64[m] and int64[n]; every word has at least one row.
    """
    joined = "".join(f"<{word}>" for word in words)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter((len(word) + 2 for word in words), dtype=np.int64, count=len(words))
    ends = np.repeat(np.cumsum(lengths), lengths)
    owner = np.repeat(np.arange(len(words)), lengths)
    places = np.arange(len(codes))
    rows: list[Ints] = []
    owners: list[Ints] = []
    rolled = np.zeros(len(codes), dtype=np.uint32)
    for size in range(1, max(_SIZES) + 1):
        rolled = rolled[: len(codes) - size + 1] * _PRIME ^ codes[size - 1 :]
        if size not in _SIZES:
            continue
        inside = places[: len(rolled)] + size <= ends[: len(rolled)]
        mixed = (rolled + np.uint32(size)) * _MULTIPLIER
        rows.append((mixed >> _SHIFT)[inside].astype(np.int64))
        owners.append(owner[: len(rolled)][inside])
    order = np.argsort(np.concatenate(owners), kind="stable")
    counts = np.bincount(np.concatenate(owners), minlength=len(words))
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    return np.concatenate(rows)[order], starts


def shape(word: str) -> list[int]:
    """Which of the `SHAPES` marks the written form bears, by index."""
    first = word[0]
    if not first.isalpha():
        return [_mark(first)]
    marks = [_case(word), 5 if "\u0400" <= first <= "\u052f" else 6 if first < "\u0250" else 7]
    if len(word) == 1:
        marks.append(8)
    return marks


def _mark(first: str) -> int:
    if first.isdigit():
        return 9
    return 10 if first == "\n" else 11


def _case(word: str) -> int:
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 1
    if word[0].isupper():
        return 1 if word[1:].islower() else 3
    return 4


def shapes(words: Sequence[str]) -> Floats:
    """float32[n, SHAPES]: 1 where a word bears the mark."""
    table = np.zeros((len(words), SHAPES), dtype=np.float32)
    for row, word in enumerate(words):
        table[row, shape(word)] = 1.0
    return table


def surroundings(marks: Floats) -> Floats:
    """float32[n, SURROUNDINGS]: whether, near a token and itself left out, some word begins with a
    capital; some does so right after another word; most words are all in capitals.

    A lower-case word is a name in a text that never uses capitals, hardly in one that does.
    `marks` is float32[n, SHAPES], a text's `shapes` in order.
    """
    word = marks[:, 5:8].sum(axis=1)
    upper = marks[:, 2]
    capital = (marks[:, 1] + upper + marks[:, 3]) * (1.0 - marks[:, 8])
    inside = capital.copy()
    inside[:1] = 0.0
    inside[1:] *= word[:-1]
    near = _near(np.stack([capital, inside, 2.0 * upper - word], axis=1))
    return (near > 0.5).astype(np.float32)


def _near(values: Floats) -> Floats:
    """The sum of each row's neighbours, at most `NEAR` to either side, without the row."""
    count = len(values)
    sums = np.zeros((count + 1, values.shape[1]), dtype=np.float32)
    np.cumsum(values, axis=0, out=sums[1:])
    places = np.arange(count)
    last, first = np.minimum(places + NEAR + 1, count), np.maximum(places - NEAR, 0)
    near: Floats = sums[last] - sums[first] - values
    return near


def vectors(words: Sequence[str], table: npt.NDArray[np.int8], scale: Floats) -> Floats:
    """float32[n, d + SHAPES]: the vector of each word as written.

    The word's own row plus the mean of its n-grams' rows, times `scale` (float32[d]); then the
    shape. `table` is int8[BUCKETS, d].
    """
    forms = [normalize(word) for word in words]
    rows, starts = gram_rows(forms)
    counts = np.diff(starts, append=len(rows)).astype(np.float32)
    sums = np.add.reduceat(table[rows], starts, axis=0, dtype=np.float32)
    content = (sums / counts[:, None] + table[word_rows(forms)]) * scale
    return np.concatenate([content, shapes(words)], axis=1, dtype=np.float32)
