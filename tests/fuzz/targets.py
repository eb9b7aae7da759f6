"""What is fuzzed: everything that reads bytes a stranger may have made. Each target may raise the
library's own errors and nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from opengovai.audit.note import VerifierKey, open_note
from opengovai.audit.proofs import verify_proof
from opengovai.config import load_settings
from opengovai.errors import OpenGovAIError
from opengovai.knowledge.loading import load
from opengovai.rules import dmn

KEY = "fuzz.example/log+46b1a2ef+AcMkV9OcVKNnqS8Lw7tQ8TT5Cz2kCdPAyvMaCGWmLlSV"
Target = Callable[[bytes], None]


def note(data: bytes) -> None:
    """A signed note, as a log or a witness serves it."""
    open_note(data, [])


def verifier_key(data: bytes) -> None:
    """What is read as a verifier key is written as it was read."""
    text = data.decode("utf-8", "replace")
    assert str(VerifierKey.parse(text)) == text


def proof(data: bytes) -> None:
    """A proof file; with a key that signed nothing, none may hold."""
    verify_proof(data.decode("utf-8", "replace"), keys=[KEY])
    raise AssertionError("a proof held under a key that signed nothing")


def decision_table(data: bytes) -> None:
    """A DMN file; what was read can be written and read again."""
    tables = dmn.read(data)
    assert dmn.read(dmn.write(tables)) == tables


def configuration(data: bytes) -> None:
    """A configuration file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "opengovai.toml"
        path.write_bytes(data)
        load_settings(path)


def document(data: bytes) -> None:
    """A file of unknown kind, on its way into a knowledge base; it never raises."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        for _ in load([path]):
            pass


TARGETS: dict[str, Target] = {
    target.__name__: target
    for target in (note, verifier_key, proof, decision_table, configuration, document)
}


def attempt(target: Target, data: bytes) -> None:
    """Run `target`; the library's own errors are how bad input is meant to end."""
    try:
        target(data)
    except OpenGovAIError:
        return
