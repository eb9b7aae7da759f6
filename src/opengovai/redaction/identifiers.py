"""What a country file says about a number: its shape, its check, its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def listed(words: str) -> tuple[str, ...]:
    """The words of a list with commas."""
    return tuple(word.strip() for word in words.split(","))


@dataclass(frozen=True, kw_only=True, slots=True)
class Identifier:
    """One kind of number.

    `shape` is a pattern on the compact form (ASCII capitals and digits, nothing between) and
    matches all of it; `lengths` are its possible lengths. `context` names families of words.
    `check` takes the compact form; None where no check is published. `alone` is the score in
    [0, 1] where shape and check hold but no word of `context` is near; `written`, where given, is
    how the number must be written for `alone` to count (the folded text with its separators).
    `advisory` says that the check raises the score but a failure proves nothing; `doubtful`,
    that the shape is so general that any more specific kind goes first: numbers of countries
    without a pack, or a digit too many or too few.
    """

    entity: str
    shape: str
    lengths: tuple[int, ...]
    context: tuple[str, ...]
    check: Callable[[str], bool] | None = None
    alone: float = 0.0
    written: str = ""
    advisory: bool = False
    doubtful: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Country:
    """One country: its numbers, its words by family, its phone region."""

    code: str
    identifiers: tuple[Identifier, ...]
    words: dict[str, tuple[str, ...]]
    phones: bool = True
