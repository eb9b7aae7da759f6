"""Kinds told by a classifier trained on the ministry's own examples, with a calibrated confidence.

A linear support vector machine (Fan et al. 2008, LIBLINEAR) over hashed words and character
sequences of two to five, which carry the stems and endings of agglutinating languages. Below a
margin chosen on examples that were held out, so that at most the stated share of what is routed
goes wrong (after conformal risk control, Angelopoulos et al. 2022), it does not say, and a person
sorts. That person gets a conformal set: the kinds among which the true one is, but for the same
share (Sadinle et al. 2019). Training needs the extra `train`; `cases.training` has it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from opengovai.cases.kinds import Told
from opengovai.errors import MissingExtraError, StorageError
from opengovai.types import RedactedText

_CHARACTERS, _WORDS = 2**15, 2**14
COLUMNS = _CHARACTERS + _WORDS
"""How many features a text has."""

_ARRAYS = ("weights", "biases", "margins", "right", "quantiles")
_BINS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Classifier:
    """A trained model. `floor` is the least margin at which it says a kind; `reach` how far below
    the best a kind of the conformal set may score; `by` how a margin is counted (`margins_of`);
    `margins` and `right` map a margin to the share that was right on held-out examples;
    `quantiles` are the 101 of their margins, for comparing later cases with (`drift`); `card` says
    what it was trained on and how well it does."""

    kinds: tuple[str, ...]
    weights: Any
    biases: Any
    floor: float
    reach: float
    margins: Any
    right: Any
    quantiles: Any
    by: str
    card: dict[str, Any]

    def classify(self, texts: Sequence[RedactedText]) -> list[Told]:
        """One answer a text, in their order; the candidates are a conformal set."""
        scores = np.asarray(features(texts) @ self.weights.astype(np.float32).T) + self.biases
        margin = margins_of(scores, self.by)
        confidence = np.interp(margin, self.margins, self.right)
        return [
            Told(
                kind=self.kinds[int(row.argmax())] if m >= self.floor else "",
                confidence=float(c),
                typical=min(100, int(np.searchsorted(self.quantiles, m))),
                candidates=tuple(
                    self.kinds[k] for k in np.argsort(-row) if row[k] >= row.max() - self.reach
                ),
            )
            for row, m, c in zip(scores, margin, confidence, strict=True)
        ]

    def drift(self, typical: Sequence[int]) -> float:
        """How far recent cases are from held-out examples, of which equally many are `typical` to
        every degree: a population stability index over ten bins, below 0.1 for the same
        population, above 0.25 for another one (Siddiqi 2006)."""
        counts, _ = np.histogram(typical, bins=np.linspace(0, 100, _BINS + 1))
        seen = (counts + 0.5) / (counts.sum() + 0.5 * _BINS)
        return float(((seen - 1 / _BINS) * np.log(seen * _BINS)).sum())

    def save(self, path: Path) -> None:
        """Write it without anything that could run when it is read. Raises StorageError."""
        about = {
            "kinds": self.kinds,
            "floor": self.floor,
            "reach": self.reach,
            "by": self.by,
            "card": self.card,
        }
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
            **{name: getattr(self, name) for name in _ARRAYS},
        )
        try:
            path.write_bytes(buffer.getvalue())
        except OSError as error:
            raise StorageError(
                f"It cannot be written: {error.strerror}", where=str(path)
            ) from error


@lru_cache(maxsize=8)
def load(path: Path) -> Classifier:
    """A saved model. Raises StorageError."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            about = json.loads(file["about"].tobytes())
            return Classifier(
                kinds=tuple(about["kinds"]),
                floor=about["floor"],
                reach=about["reach"],
                by=about["by"],
                card=about["card"],
                **{name: file[name] for name in _ARRAYS},
            )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise StorageError(
            f"The classifier cannot be read: {error}",
            where=str(path),
            remedy="Train it again: opengovai case train",
        ) from error


def features(texts: Sequence[RedactedText]) -> Any:
    """A sparse float32 matrix, one row a text. Raises MissingExtraError."""
    hstack = learn("scipy.sparse").hstack
    vectorizer = learn("sklearn.feature_extraction.text").HashingVectorizer
    characters = vectorizer(
        analyzer="char_wb", ngram_range=(2, 5), n_features=_CHARACTERS, dtype=np.float32
    )
    words = vectorizer(ngram_range=(1, 2), n_features=_WORDS, dtype=np.float32)
    return hstack([characters.transform(texts), words.transform(texts)], format="csr")


def learn(module: str) -> Any:
    """A module of scikit-learn. Raises MissingExtraError."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtraError(
            "Classifying kinds needs scikit-learn", remedy='Install "opengovai[train]".'
        ) from error


SECOND, ZERO = "second", "zero"
"""What the best kind's score is compared with."""


def margins_of(scores: Any, by: str) -> Any:
    """How far the best kind of each row is before the second; or before zero, where a text may be
    of several kinds and the second may be right too."""
    top = np.sort(scores, axis=1)
    return top[:, -1] - (top[:, -2] if by == SECOND else 0)
