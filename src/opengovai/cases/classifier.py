"""Kinds told by a classifier trained on the ministry's own examples, with a calibrated confidence.

Two unlike linear models over the same features (`cases.features`): a support vector machine (Fan et
al. 2008, LIBLINEAR) and multinomial naive Bayes (McCallum & Nigam 1998), mixed by weights that were
learned from held-out answers of both (stacking, Wolpert 1992). Below a sureness chosen on examples
that were held out, so that at most the stated share of what is routed goes wrong (after conformal
risk control, Angelopoulos et al. 2022), it does not say, and a person sorts. That person gets a
conformal set: the kinds among which the true one is, but for the same share (Sadinle et al. 2019).
Training needs the extra `train`; `cases.training` has it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from opengovai.cases.features import PLAIN, counted, weighed
from opengovai.cases.kinds import Told
from opengovai.cases.sureness import LEARNED, margins_of, signs, softmax, sureness
from opengovai.errors import StorageError
from opengovai.types import RedactedText

_ARRAYS = (
    "rare",
    "weights",
    "biases",
    "shares",
    "priors",
    "mix",
    "sizes",
    "sure",
    "trust",
    "margins",
    "right",
    "quantiles",
)
_BINS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Classifier:
    """A trained model. `view` says what it sees of a text, `rare` weighs these features; `weights`
    and `biases` are those of the support vector machine, `shares` and `priors` the logarithms of
    naive Bayes, a row a kind; `mix` weighs the two; `sizes` counts each kind's examples. `by` says
    how the margin is counted (`cases.sureness`), with `sure` and `trust` where that is learned.
    `floor` is the least margin at which it says a kind; `reach` how far below the best a kind of
    the conformal set may score; `margins` and `right` map a margin to the share that was right on
    held-out examples; `quantiles` are the 101 of their margins, for comparing later cases with
    (`drift`); `card` says what it was trained on and how well it does."""

    kinds: tuple[str, ...]
    rare: Any
    weights: Any
    biases: Any
    shares: Any
    priors: Any
    mix: Any
    sizes: Any
    sure: Any
    trust: Any
    floor: float
    reach: float
    margins: Any
    right: Any
    quantiles: Any
    by: str
    view: str
    card: dict[str, Any]

    def classify(self, texts: Sequence[RedactedText]) -> list[Told]:
        """One answer a text, in their order; the candidates are a conformal set."""
        scores, margin = self._judged(texts)
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

    def _judged(self, texts: Sequence[RedactedText]) -> tuple[Any, Any]:
        """Scores float64[n, kinds] and margins float64[n]."""
        matrix = weighed(counted(texts, self.view), self.rare, self.view)
        linear = np.asarray(matrix @ self.weights.astype(np.float32).T) + self.biases
        bayes = likely(np.asarray(matrix @ self.shares.astype(np.float32).T) + self.priors)
        scores = mixed(linear, bayes, self.mix)
        if self.by != LEARNED:
            return scores, margins_of(scores, self.by)
        found = signs(linear, bayes, scores, self.sizes, np.array([len(text) for text in texts]))
        return scores, sureness(found, scores.argmax(axis=1), self.sure, self.trust)

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
            "view": self.view,
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
                f"It cannot be written: {error.strerror}",
                where=str(path),
                remedy="Check free space and permissions.",
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
                view=about.get("view", PLAIN),  # the only one there was
                card=about["card"],
                **{name: file[name] for name in _ARRAYS},
            )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise StorageError(
            f"The classifier cannot be read: {error}",
            where=str(path),
            remedy="Train it again: opengovai case train",
        ) from error


def likely(logarithms: Any) -> Any:
    """Logarithms of chances, none below one in ten thousand: naive Bayes is too sure of itself."""
    return np.log(softmax(logarithms) + 1e-4)


def mixed(linear: Any, bayes: Any, mix: Any) -> Any:
    """What both models say of each kind, float64[n, kinds]."""
    return mix[0] * linear + mix[1] * bayes
