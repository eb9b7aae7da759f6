"""The packaged weights: read once, checked against the digest that this file names."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO

import numpy as np

from opengovai.errors import StoreDamagedError
from opengovai.redaction.names.network import DILATIONS, Weights

MODEL_FILE = "model.npz"
MODEL_SHA256 = "9efbe53b32bed4be61344d654a972f4c515775511ca8df0361f8c47718180af3"
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
        return Weights(
            table=arrays["table"],
            scale=arrays["scale"].astype(np.float32),
            kernels=tuple(arrays[f"kernel{layer}"].astype(np.float32) for layer in layers),
            biases=tuple(arrays[f"bias{layer}"].astype(np.float32) for layer in layers),
            output=arrays["output"].astype(np.float32),
            output_bias=arrays["output_bias"].astype(np.float32),
        )
