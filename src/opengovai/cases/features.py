"""What a classifier of kinds sees of a text: words and character sequences, weighed by rarity.

Words and their pairs, and character sequences of two to five, which carry the stems and endings of
agglutinating languages, hashed so that no list of the examples' words is kept (Weinberger et al.
2009); TF-IDF with sublinear counts (Salton & Buckley 1988), each part of unit length. There are two
views: PLAIN texts vary in case and punctuation by chance; in CASED ones, such as titles and subject
lines, capitals, punctuation and how a text begins and ends tell something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from opengovai.errors import MissingExtraError
from opengovai.types import RedactedText

PLAIN, CASED = "plain", "cased"
_WORD_OR_MARK = r"(?u)\w+|[^\w\s]"
_ENDS = 3
"""Tokens at either end that are features together."""


def _ends(text: str) -> list[str]:
    """How a text begins and ends: its first one to three tokens, and its last."""
    tokens = re.findall(_WORD_OR_MARK, text)
    sizes = range(1, _ENDS + 1)
    return ["^" + " ".join(tokens[:n]) for n in sizes] + [
        " ".join(tokens[-n:]) + "$" for n in sizes
    ]


_PARTS: dict[str, tuple[dict[str, Any], ...]] = {
    PLAIN: (
        {"analyzer": "char_wb", "ngram_range": (2, 5), "n_features": 2**15},
        {"token_pattern": r"(?u)\b\w+\b", "ngram_range": (1, 2), "n_features": 2**14},
    ),
    CASED: (
        {"analyzer": "char", "ngram_range": (2, 5), "lowercase": False, "n_features": 2**15},
        {
            "token_pattern": _WORD_OR_MARK,
            "ngram_range": (1, 2),
            "lowercase": False,
            "n_features": 2**14,
        },
        {"analyzer": _ends, "n_features": 2**13},
    ),
}


def columns(view: str) -> int:
    """How many features a text has."""
    return sum(part["n_features"] for part in _PARTS[view])


def counted(texts: Sequence[RedactedText], view: str) -> Any:
    """A sparse float32[n, columns(view)]: 1 + log of how often each feature stands in each text.
    Raises MissingExtraError."""
    vectorizer = learn("sklearn.feature_extraction.text").HashingVectorizer
    bare = {"norm": None, "alternate_sign": False, "dtype": np.float32}
    counts = learn("scipy.sparse").hstack(
        [vectorizer(**part, **bare).transform(texts) for part in _PARTS[view]], format="csr"
    )
    counts.data = 1 + np.log(counts.data)
    return counts


def rarity(counts: Any) -> Any:
    """float32[columns]: the smoothed inverse document frequency."""
    found = np.bincount(counts.indices, minlength=counts.shape[1])
    return (np.log((1 + counts.shape[0]) / (1 + found)) + 1).astype(np.float32)


def weighed(counts: Any, rare: Any, view: str) -> Any:
    """Counts times rarity, each part of each text of unit length."""
    matrix = counts.copy()
    matrix.data = matrix.data * rare[matrix.indices]
    normalize = learn("sklearn.preprocessing").normalize
    edges = accumulate((part["n_features"] for part in _PARTS[view]), initial=0)
    return learn("scipy.sparse").hstack(
        [normalize(matrix[:, start:end]) for start, end in pairwise(edges)], format="csr"
    )


def learn(module: str) -> Any:
    """A module of scikit-learn. Raises MissingExtraError."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtraError(
            "Classifying kinds needs scikit-learn", remedy='Install "opengovai[train]".'
        ) from error
