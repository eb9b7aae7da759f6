"""One query, top to bottom: language, candidates of every language, passages, shares."""

from __future__ import annotations

from collections.abc import Sequence

from opengovai.knowledge.archive import Archive
from opengovai.knowledge.lexical import LexicalIndex
from opengovai.knowledge.query import LexicalQuery
from opengovai.knowledge.weighing import Asked
from opengovai.languages import SUPPORTED, identify
from opengovai.types import Hit, RedactedText

_FOREIGN = 0.4  # what a passage in another language than the query's keeps of its score

Found = tuple[float, int, str]


def find(
    archive: Archive, index: LexicalIndex, query: RedactedText, *, k: int, language: str | None
) -> list[Hit]:
    """At most `k` hits, best first."""
    # 1. cut the query as its own language says
    spoken = language or identify(query, SUPPORTED).language
    asked = Asked.of(query, spoken)
    # 2. the best of every language, each by its own statistics
    queries = {other: index.query(other, asked) for other in index.languages()}
    found: list[Found] = []
    for other, prepared in queries.items():
        weight = 1.0 if other == spoken else _FOREIGN
        best = index.best(other, prepared, 2 * k)
        found.extend((weight * score, row, other) for row, score in best)
    found.sort(key=lambda item: (-item[0], item[1]))
    # 3. the passages; a row that the archive no longer has is passed over
    passages = archive.passages([row for _, row, _ in found[: 2 * k]])
    kept = [item for item in found if item[1] in passages][:k]
    # 4. how much of the query each of them holds
    shares = _shares(index, queries, kept)
    return [
        Hit(
            passage=passages[row],
            score=score,
            lexical=shares[row],
            weights=queries[other].weights,
        )
        for score, row, other in kept
    ]


def _shares(
    index: LexicalIndex, queries: dict[str, LexicalQuery], kept: Sequence[Found]
) -> dict[int, float]:
    shares: dict[int, float] = {}
    for language in sorted({language for _, _, language in kept}):
        rows = [row for _, row, at in kept if at == language]
        shares |= index.shares(language, queries[language], rows)
    return shares
