"""What a classifier of kinds sees of a text: words and character sequences, weighed by rarity.

Words and their pairs, and character sequences of two to five, which carry the stems and endings of
agglutinating languages, hashed so that no list of the examples' words is kept (Weinberger et al.
2009); TF-IDF with sublinear counts (Salton & Buckley 1988), each half of unit length.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from opengovai.errors import MissingExtraError
from opengovai.types import RedactedText

_CHARACTERS, _WORDS = 2**15, 2**14
COLUMNS = _CHARACTERS + _WORDS
"""How many features a text has."""


def counted(texts: Sequence[RedactedText]) -> Any:
    """A sparse float32[n, COLUMNS]: 1 + log of how often each feature stands in each text.
    Raises MissingExtraError."""
    vectorizer = learn("sklearn.feature_extraction.text").HashingVectorizer
    plain = {"norm": None, "alternate_sign": False, "dtype": np.float32}
    characters = {"analyzer": "char_wb", "ngram_range": (2, 5), "n_features": _CHARACTERS}
    words = {"token_pattern": r"(?u)\b\w+\b", "ngram_range": (1, 2), "n_features": _WORDS}
    counts = learn("scipy.sparse").hstack(
        [vectorizer(**how, **plain).transform(texts) for how in (characters, words)], format="csr"
    )
    counts.data = 1 + np.log(counts.data)
    return counts


def rarity(counts: Any) -> Any:
    """float32[COLUMNS]: the smoothed inverse document frequency."""
    found = np.bincount(counts.indices, minlength=COLUMNS)
    return (np.log((1 + counts.shape[0]) / (1 + found)) + 1).astype(np.float32)


def weighed(counts: Any, rare: Any) -> Any:
    """Counts times rarity, the characters and the words of each text of unit length."""
    matrix = counts.copy()
    matrix.data = matrix.data * rare[matrix.indices]
    normalize = learn("sklearn.preprocessing").normalize
    return learn("scipy.sparse").hstack(
        [normalize(matrix[:, :_CHARACTERS]), normalize(matrix[:, _CHARACTERS:])], format="csr"
    )


def learn(module: str) -> Any:
    """A module of scikit-learn. Raises MissingExtraError."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtraError(
            "Classifying kinds needs scikit-learn", remedy='Install "opengovai[train]".'
        ) from error
