"""Kinds told by a classifier trained on the ministry's own examples, with a calibrated confidence.

A linear support vector machine (Fan et al. 2008, LIBLINEAR) over hashed words and character
sequences of two to five, which carry the stems and endings of agglutinating languages. Below a
margin chosen on held-out examples, so that at most the stated share of what is routed goes wrong
(after conformal risk control, Angelopoulos et al. 2022), it does not say, and a person sorts. Needs
the extra `train`.
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

from opengovai.errors import InputError, MissingExtraError, StorageError
from opengovai.types import RedactedText

_CHARACTERS, _WORDS = 2**15, 2**14
_FEWEST = 30
_SEED = 20261123


@dataclass(frozen=True, kw_only=True, slots=True)
class Classifier:
    """A trained model. `floor` is the least margin at which it says a kind; `margins` and `right`
    map a margin to the share that was right on held-out examples; `card` says what it was trained
    on and how well it does."""

    kinds: tuple[str, ...]
    weights: Any
    biases: Any
    floor: float
    margins: Any
    right: Any
    card: dict[str, Any]

    def classify(self, texts: Sequence[RedactedText]) -> list[tuple[str, float]]:
        """The kind of each text, "" below the floor, and the confidence in [0, 1]."""
        scores = np.asarray(features(texts) @ self.weights.astype(np.float32).T) + self.biases
        best, margin = _best(scores)
        confidence = np.interp(margin, self.margins, self.right)
        return [
            (self.kinds[k] if m >= self.floor else "", float(c))
            for k, m, c in zip(best, margin, confidence, strict=True)
        ]

    def save(self, path: Path) -> None:
        """Write it without anything that could run when it is read. Raises StorageError."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            weights=self.weights,
            biases=self.biases,
            margins=self.margins,
            right=self.right,
            about=np.frombuffer(
                json.dumps({"kinds": self.kinds, "floor": self.floor, "card": self.card}).encode(),
                dtype=np.uint8,
            ),
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
                weights=file["weights"],
                biases=file["biases"],
                floor=about["floor"],
                margins=file["margins"],
                right=file["right"],
                card=about["card"],
            )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise StorageError(
            f"The classifier cannot be read: {error}",
            where=str(path),
            remedy="Train it again: opengovai case train",
        ) from error


def train(texts: Sequence[RedactedText], kinds: Sequence[str], *, risk: float) -> Classifier:
    """Fit on four fifths, calibrate on the last, at most `risk` of what is routed going wrong.

    Raises InputError for too few examples, MissingExtraError.
    """
    svm = _learn("sklearn.svm").LinearSVC
    isotonic = _learn("sklearn.isotonic").IsotonicRegression
    names = sorted(set(kinds))
    if len(texts) < _FEWEST or len(names) < 2:
        raise InputError(
            f"There are {len(texts)} examples of {len(names)} kinds",
            remedy=f"Give at least {_FEWEST} of at least two kinds; hundreds are better.",
        )
    order = np.random.default_rng(_SEED).permutation(len(texts))
    matrix, numbers = features(texts), np.array([names.index(kind) for kind in kinds])
    cut = len(order) * 4 // 5
    fitted, held = order[:cut], order[cut:]
    model = svm(C=1.0, random_state=_SEED).fit(matrix[fitted], numbers[fitted])
    seen = model.classes_
    weights, biases = _both_sides(model)
    best, margin = _best(np.asarray(matrix[held] @ weights.T) + biases)
    right = seen[best] == numbers[held]
    curve = isotonic(y_min=0, y_max=1, out_of_bounds="clip").fit(margin, right)
    floor = _floor(margin, right, risk)
    routed = margin >= floor
    return Classifier(
        kinds=tuple(names[k] for k in seen),
        weights=weights.astype(np.float16),
        biases=biases.astype(np.float32),
        floor=floor,
        margins=curve.X_thresholds_,
        right=curve.y_thresholds_,
        card={
            "examples": len(texts),
            "held_out": len(held),
            "accuracy": round(float(right.mean()), 4),
            "risk": risk,
            "coverage": round(float(routed.mean()), 4),
            "routed_accuracy": round(float(right[routed].mean()), 4) if routed.any() else None,
        },
    )


def features(texts: Sequence[RedactedText]) -> Any:
    """A sparse float32 matrix, one row a text."""
    hstack = _learn("scipy.sparse").hstack
    vectorizer = _learn("sklearn.feature_extraction.text").HashingVectorizer
    characters = vectorizer(
        analyzer="char_wb", ngram_range=(2, 5), n_features=_CHARACTERS, dtype=np.float32
    )
    words = vectorizer(ngram_range=(1, 2), n_features=_WORDS, dtype=np.float32)
    return hstack([characters.transform(texts), words.transform(texts)], format="csr")


def _learn(module: str) -> Any:
    """A module of scikit-learn. Raises MissingExtraError."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtraError(
            "Classifying kinds needs scikit-learn", remedy='Install "opengovai[train]".'
        ) from error


def _both_sides(model: Any) -> tuple[Any, Any]:
    """A row a kind; scikit-learn gives one row for two kinds."""
    if len(model.classes_) > 2:
        return model.coef_, model.intercept_
    return np.vstack([-model.coef_, model.coef_]), np.hstack([-model.intercept_, model.intercept_])


def _best(scores: Any) -> tuple[Any, Any]:
    """The best kind's number and how far it is before the second."""
    top = np.sort(scores, axis=1)
    return scores.argmax(axis=1), top[:, -1] - top[:, -2]


def _floor(margin: Any, right: Any, risk: float) -> float:
    """The least margin from which (wrong + 1) / (n + 1) is at most the risk; infinite if none."""
    order = np.argsort(-margin)
    wrong = np.cumsum(~right[order])
    fine = np.flatnonzero((wrong + 1) / (np.arange(len(order)) + 2) <= risk)
    return float(margin[order][fine[-1]]) if len(fine) else float("inf")
