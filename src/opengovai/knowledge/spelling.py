"""The word of an index that a misspelt one most likely stands for."""

from __future__ import annotations

from collections.abc import Iterable

_PREFIX = 2  # people rarely mistype the first two letters, and it keeps the search short
_SHORTEST = 5


def prefix_of(term: str) -> str | None:
    """What the candidates for `term` begin with; None if it is too short to correct or a number."""
    return term[:_PREFIX] if len(term) >= _SHORTEST and term.isalpha() else None


def nearest(term: str, candidates: Iterable[str]) -> list[str]:
    """Candidates within one edit of `term`, or two if it has nine letters: the nearest only.

    An edit inserts, drops, changes or swaps neighbouring letters (Damerau 1964).
    """
    best, found = 2 if len(term) >= 9 else 1, list[str]()
    for candidate in candidates:
        if abs(len(candidate) - len(term)) > best:
            continue
        edits = _edits(term, candidate)
        if edits < best:
            best, found = edits, [candidate]
        elif edits == best:
            found.append(candidate)
    return found


def _edits(a: str, b: str) -> int:
    before: list[int] = []
    above = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            edits = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                edits = min(edits, before[j - 2] + 1)
            row.append(edits)
        before, above = above, row
    return above[-1]
