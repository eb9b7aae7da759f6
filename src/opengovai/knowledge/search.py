"""One query, top to bottom: language, candidates of every language, passages, shares."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime

from opengovai.knowledge.archive import Archive
from opengovai.knowledge.lexical import LexicalIndex
from opengovai.knowledge.query import LexicalQuery
from opengovai.knowledge.weighing import FOREIGN, Asked
from opengovai.languages import SUPPORTED, identify
from opengovai.types import Hit, Passage, RedactedText

Found = tuple[float, int, str]
_BLOCK = 1000  # rows read at once
_WIDER = 8  # times as many candidates are taken where too many are not in force


def find(
    archive: Archive,
    index: LexicalIndex,
    query: RedactedText,
    *,
    k: int,
    language: str | None,
    on: date | None = None,
) -> list[Hit]:
    """At most `k` hits, best first, in force on the day `on` (today, in UTC)."""
    # 1. cut the query as its own language says
    spoken = language or identify(query, SUPPORTED).language
    asked = Asked.of(query, spoken)
    # 2. the best of every language, each by its own statistics
    queries = {other: index.query(other, asked) for other in index.languages()}
    found = _candidates(index, queries, spoken, 2 * k)
    # 3. the passages; a row that the archive no longer has is passed over, and what is not in force
    absent = archive.not_in_force((on or datetime.now(UTC).date()).isoformat())
    passages = _passages(archive, found[: 2 * k], absent)
    limit = 2 * k
    while absent and len(passages) < k and len(found) >= limit:
        limit *= _WIDER
        found = _candidates(index, queries, spoken, limit)
        passages = _passages(archive, found, absent)
    kept = [item for item in found if item[1] in passages][:k]
    # 4. how much of the query each of them holds
    shares = _shares(index, queries, kept)
    return [
        Hit(
            passage=passages[row],
            score=score,
            lexical=shares[row],
            weights=queries[other].weights,
            translated=queries[other].translated,
        )
        for score, row, other in kept
    ]


def _candidates(
    index: LexicalIndex, queries: dict[str, LexicalQuery], spoken: str, limit: int
) -> list[Found]:
    found: list[Found] = []
    for other, prepared in queries.items():
        weight = 1.0 if other == spoken else FOREIGN
        best = index.best(other, prepared, limit)
        found.extend((weight * score, row, other) for row, score in best)
    found.sort(key=lambda item: (-item[0], item[1]))
    return found


def _passages(
    archive: Archive, found: Sequence[Found], absent: AbstractSet[str]
) -> dict[int, Passage]:
    read: dict[int, Passage] = {}
    for first in range(0, len(found), _BLOCK):
        block = archive.passages([row for _, row, _ in found[first : first + _BLOCK]])
        read |= {row: p for row, p in block.items() if p.document_id not in absent}
    return read


def _shares(
    index: LexicalIndex, queries: dict[str, LexicalQuery], kept: Sequence[Found]
) -> dict[int, float]:
    shares: dict[int, float] = {}
    for language in sorted({language for _, _, language in kept}):
        rows = [row for _, row, at in kept if at == language]
        shares |= index.shares(language, queries[language], rows)
    return shares
