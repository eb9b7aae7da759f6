"""What a knowledge base reports about itself, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from opengovai.types import Changes, Passage

__all__ = ["Changes", "Difference", "Integrity", "Listing", "VersionListing"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """One document as an overview shows it; `versions` counts all that are kept."""

    id: str
    title: str
    language: str
    uri: str
    version: str
    versions: int
    passages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionListing:
    """One stored version of a document; a version that is not `current` is superseded or, if none
    is, withdrawn."""

    version: str
    title: str
    current: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What changed between two versions, passage by passage, in text order; `kept` passages say the
    same under the same headings."""

    added: tuple[Passage, ...]
    removed: tuple[Passage, ...]
    kept: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Integrity:
    """Result of a check: what was read, and one line for each fault found."""

    documents: int
    passages: int
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """No fault was found."""
        return not self.faults
