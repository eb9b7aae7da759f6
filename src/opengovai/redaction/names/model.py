"""The packaged weights: read once, checked against the digest that this file names."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO

import numpy as np

from opengovai.errors import StoreDamagedError
from opengovai.redaction.names.features import SURROUNDINGS
from opengovai.redaction.names.network import DILATIONS, Weights

MODEL_FILE = "model.npz"
MODEL_SHA256 = "c8b1cfb18a5d9554b27377d462c63f96188e6afc054ab83907cec1a7d6875afe"
"""Of `model.npz`; `training/names/train.py` prints the value of a new model."""


@cache
def packaged_weights() -> Weights:
    """The weights shipped with the library. Raises StoreDamagedError if the file is not ours."""
    content = (files("opengovai.redaction.names") / MODEL_FILE).read_bytes()
    if sha256(content).hexdigest() != MODEL_SHA256:
        raise StoreDamagedError(
            "The name tagger's model file is not the one this version was built with",
            where=MODEL_FILE,
            remedy="Reinstall opengovai.",
        )
    return read_weights(content)


def read_weights(content: bytes) -> Weights:
    """Weights from the bytes of an .npz file as `training/names/train.py` writes it."""
    with np.load(BytesIO(content), allow_pickle=False) as arrays:
        layers = range(len(DILATIONS))
        kernels = [arrays[f"kernel{layer}"].astype(np.float32) for layer in layers]
        first = kernels[0].reshape(3, -1, kernels[0].shape[1])
        word = first.shape[1] - SURROUNDINGS
        return Weights(
            table=arrays["table"],
            scale=arrays["scale"].astype(np.float32),
            words=np.concatenate(first[:, :word], axis=1),
            around=np.concatenate(first[:, word:], axis=0),
            kernels=tuple(kernels[1:]),
            biases=tuple(arrays[f"bias{layer}"].astype(np.float32) for layer in layers),
            output=arrays["output"].astype(np.float32),
            output_bias=arrays["output_bias"].astype(np.float32),
        )
