"""The network's weights and its forward pass.

Three residual convolutions over word vectors with growing reach, as in Strubell et al. (2017),
"Fast and Accurate Entity Recognition with Iterated Dilated Convolutions". A tag depends on at
most `REACH` tokens to either side.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from opengovai.errors import ConfigurationError
from opengovai.redaction.names.features import Floats

DILATIONS = (1, 2, 4)
REACH = sum(DILATIONS)
TAGS = ("O", "B-PERSON", "I-PERSON", "B-ADDRESS", "I-ADDRESS")


@dataclass(frozen=True, slots=True)
class Weights:
    """`table` int8[BUCKETS, d], `scale` float32[d]. The first convolution, in two parts: `words`
    float32[d + SHAPES, 3·hidden], what a word gives to its right neighbour, itself and its left
    one; `around` float32[3·SURROUNDINGS, hidden]. The other convolutions' `kernels`
    float32[3·hidden, hidden] (left, centre, right). `biases` float32[hidden] of all; `output`
    float32[hidden, tags] and its bias."""

    table: npt.NDArray[np.int8]
    scale: Floats
    words: Floats
    around: Floats
    kernels: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    output: Floats
    output_bias: Floats


def one_core() -> AbstractContextManager[object]:
    """BLAS on one core: for a letter's few products, threads cost more than they save."""
    limit: AbstractContextManager[object] = _blas().limit(limits=1, user_api="blas")
    return limit


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


def tag_scores(words: Floats, around: Floats, weights: Weights) -> Floats:
    """float32[n, tags]: log-probabilities of each token's tags.

    `words` is float32[n, 3·hidden], each token's `vectors` times `weights.words`; `around` is
    float32[n, SURROUNDINGS].
    """
    hidden = np.maximum(_first(words, around, weights), 0.0)
    later = zip(DILATIONS[1:], weights.kernels, weights.biases[1:], strict=True)
    for dilation, kernel, bias in later:
        hidden += np.maximum(_neighbourhood(hidden, dilation) @ kernel + bias, 0.0)
    logits = hidden @ weights.output + weights.output_bias
    logits -= logits.max(axis=1, keepdims=True)
    scores: Floats = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return scores


def _first(words: Floats, around: Floats, weights: Weights) -> Floats:
    width = weights.around.shape[1]
    changed: Floats = _neighbourhood(around, DILATIONS[0]) @ weights.around + weights.biases[0]
    changed += words[:, width : 2 * width]
    changed[1:] += words[:-1, :width]
    changed[:-1] += words[1:, 2 * width :]
    return changed


def _neighbourhood(hidden: Floats, dilation: int) -> Floats:
    """float32[n, 3·w]: each row between the rows `dilation` before and after it, or zeros."""
    count, width = hidden.shape
    wide = np.zeros((count, 3 * width), dtype=np.float32)
    wide[:, width : 2 * width] = hidden
    if count > dilation:
        wide[dilation:, :width] = hidden[:-dilation]
        wide[:-dilation, 2 * width :] = hidden[dilation:]
    return wide


def check_entities(entities: Collection[str]) -> frozenset[str]:
    """The entities as a set. Raises ConfigurationError for one that no tag stands for."""
    known = {tag[2:] for tag in TAGS[1:]}
    unknown = sorted(set(entities) - known)
    if unknown or not entities:
        raise ConfigurationError(
            f"The name tagger cannot look for {', '.join(unknown) or 'nothing'}",
            where="entities",
            remedy=f"It finds {' and '.join(sorted(known))}: name one or both.",
        )
    return frozenset(entities)
