"""Hiding and restoring what is personal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from opengovai.types import EntitySpan, RedactedText


class Vault(Protocol):
    """Knows which pseudonym stands for what, for one conversation."""

    def restore(self, text: str) -> str:
        """Put the originals back in one pass; unknown placeholders stay as they are."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How many pseudonyms of each entity type this conversation holds: fit for the log."""
        ...


@runtime_checkable
class Recognizer(Protocol):
    """Finds personal data."""

    def recognize(self, text: str) -> Iterable[EntitySpan]:
        """Spans of `text`, in any order, overlapping or not."""
        ...


class Redactor(Protocol):
    """Turns a citizen's text into text that may travel."""

    def redact(
        self, text: str, *, conversation: str | None = None, subject: str = ""
    ) -> tuple[RedactedText, Vault]:
        """Same `conversation`, same person, same pseudonym. `subject` is a pseudonym of the person
        whose conversation it is. Raises RedactionError: fails closed."""
        ...

    def erase(self, conversation: str = "", *, subject: str = "") -> bool:
        """Destroy what the pseudonyms of a conversation stand for, and of all of a subject's; True
        if there were any. Raises StorageError."""
        ...
