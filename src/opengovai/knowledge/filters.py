"""Which documents a search may look at, and how many hits it may give."""

from __future__ import annotations

from dataclasses import dataclass

from opengovai.errors import InputError

_MOST_HITS = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """Documents in one of these languages, of one of these publishers (the authorities), whose id
    begins with one of these prefixes (a collection's folder or address); an empty set lets
    everything through. False where it lets every document through."""

    languages: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.languages or self.publishers or self.prefixes)

    def admits(self, document_id: str, *, language: str, publisher: str) -> bool:
        """Whether such a document may be found."""
        return (
            (not self.languages or language in self.languages)
            and (not self.publishers or publisher in self.publishers)
            and (not self.prefixes or document_id.startswith(tuple(self.prefixes)))
        )


def check_k(k: int) -> None:
    """Raises InputError for a number of hits that no search can give."""
    if not 1 <= k <= _MOST_HITS:
        raise InputError(
            "k must be at least 1" if k < 1 else "k is too large",
            where=f"k={k}",
            remedy=f"Ask for 1 to {_MOST_HITS:,} hits.",
        )
