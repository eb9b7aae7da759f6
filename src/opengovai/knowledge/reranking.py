"""The best candidates in the order of a cross-encoder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opengovai.errors import ModelError
from opengovai.knowledge.reading import as_read
from opengovai.protocols import Reranker
from opengovai.types import Passage, RedactedText

_MOST = 30  # candidates that the reranker reads


def rerank(
    reranker: Reranker,
    query: RedactedText,
    rows: Sequence[tuple[int, float]],
    passages: Mapping[int, Passage],
) -> list[tuple[int, float]]:
    """The same rows, the first `_MOST` in the reranker's order; the scores stay with the places.

    Where the reranker fails, the order stays as it was.
    """
    read, rest = list(rows[:_MOST]), list(rows[_MOST:])
    if len(read) < 2:
        return [*read, *rest]
    try:
        scores = reranker.score(query, [as_read(passages[row]) for row, _ in read])
    except ModelError:
        return [*read, *rest]
    order = sorted(range(len(read)), key=lambda place: -scores[place])
    moved = [(read[place][0], read[at][1]) for at, place in enumerate(order)]
    return [*moved, *rest]
