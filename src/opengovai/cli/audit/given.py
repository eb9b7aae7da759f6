"""Keys and checkpoints that a person gives: one that is none says nothing of the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from opengovai.cli.terminal import reading
from opengovai.errors import InputError, VerificationError

if TYPE_CHECKING:
    from opengovai.audit.cosignature import CosignerKey
    from opengovai.audit.note import VerifierKey

T = TypeVar("T")


def log_key(given: str, option: str) -> VerifierKey:
    """A log's verifier key. Raises InputError."""
    from opengovai.audit.note import VerifierKey

    return _parsed(VerifierKey.parse, given, option, "the log's owner", "the file vkey of the log")


def witness_key(given: str, option: str) -> CosignerKey:
    """A witness's verifier key. Raises InputError."""
    from opengovai.audit.cosignature import CosignerKey

    place = "`opengovai audit witness` prints it"
    return _parsed(CosignerKey.parse, given, option, "the witness", place)


def _parsed(parse: Callable[[str], T], given: str, option: str, owner: str, place: str) -> T:
    try:
        return parse(given)
    except VerificationError as error:
        raise InputError(
            f"This is no verifier key: {error.what}",
            where=option,
            remedy=f"Give the line that {owner} publishes ({place}).",
        ) from error


def require_checkpoint(path: Path) -> None:
    """Raises UnreadableSourceError, and InputError for a file that is no checkpoint at all; who
    signed it is for the verification to say."""
    from opengovai.audit.checkpoint import unsigned

    remedy = "Name a copy of the file `checkpoint` that was taken from the log earlier."
    try:
        with reading(path, remedy):
            unsigned(path.read_bytes())
    except VerificationError as error:
        raise InputError(
            f"This is no checkpoint: {error.what}", where=str(path), remedy=remedy
        ) from error
