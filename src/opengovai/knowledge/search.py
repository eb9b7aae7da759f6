"""One query, top to bottom.

1. cut the query as its own language says
2. the best of every language, each by its own statistics; in other languages by translated words
3. where there is an embedder, the nearest by meaning; both rankings fused by rank
4. the passages: current, in force, let through by the filter, none twice
5. where there is a reranker, the best of them in its order
6. how much of the query each of them holds
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from opengovai.errors import ModelError
from opengovai.knowledge.archive import Archive
from opengovai.knowledge.copies import Said
from opengovai.knowledge.filters import Filter
from opengovai.knowledge.fusion import fuse
from opengovai.knowledge.lexical import LexicalIndex
from opengovai.knowledge.query import LexicalQuery
from opengovai.knowledge.reranking import rerank
from opengovai.knowledge.weighing import FOREIGN, Asked
from opengovai.languages import SUPPORTED, identify
from opengovai.protocols import Reranker
from opengovai.types import Hit, Passage, RedactedText

if TYPE_CHECKING:
    from opengovai.knowledge.dense import DenseIndex, Floats

_BLOCK = 1000  # rows read at once
_WIDER = 8  # times as many candidates are taken where too many do not count
_FUSED = 100  # candidates of each ranking, at least


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """What a knowledge base searches with; `floor` is the least cosine that counts by itself."""

    archive: Archive
    index: LexicalIndex
    dense: DenseIndex | None = None
    floor: float | None = None
    reranker: Reranker | None = None

    def find(
        self,
        query: RedactedText,
        *,
        k: int,
        language: str | None,
        on: date | None = None,
        among: Filter | None = None,
    ) -> list[Hit]:
        """At most `k` hits, best first, in force on the day `on` (today, in UTC)."""
        spoken = language or identify(query, SUPPORTED).language  # 1
        asked = Asked.of(query, spoken)
        queries = {other: self.index.query(other, asked) for other in self.index.languages()}
        absent = self.archive.not_in_force((on or datetime.now(UTC).date()).isoformat())
        absent |= self.archive.outside(among or Filter())
        ranked = _Ranking(self, query, queries, spoken)
        limit = max(2 * k, _FUSED if self.dense or self.reranker else 0)
        found = ranked.best(limit)  # 2, 3
        passages = self._passages(found[:limit], absent)  # 4
        most = k if self.reranker is None else limit
        rows = _once(found, passages, queries, most)
        while len(rows) < k and len(found) >= limit:
            limit *= _WIDER
            found = ranked.best(limit)
            passages = self._passages(found, absent)
            rows = _once(found, passages, queries, most)
        if self.reranker is not None:  # 5
            rows = rerank(self.reranker, query, rows, passages)
        kept = rows[:k]
        shares = self._shares(queries, [row for row, _ in kept], passages)  # 6
        return [
            Hit(
                passage=passages[row],
                score=score,
                lexical=shares[row],
                dense=ranked.cosines.get(row),
                weights=queries[passages[row].language].weights,
                translated=passages[row].language != spoken
                and queries[passages[row].language].translated,
            )
            for row, score in kept
        ]

    def _passages(
        self, found: Sequence[tuple[int, float]], absent: AbstractSet[str]
    ) -> dict[int, Passage]:
        read: dict[int, Passage] = {}
        for first in range(0, len(found), _BLOCK):
            block = self.archive.passages([row for row, _ in found[first : first + _BLOCK]])
            read |= {row: p for row, p in block.items() if p.document_id not in absent}
        return read

    def _shares(
        self, queries: dict[str, LexicalQuery], rows: Sequence[int], passages: dict[int, Passage]
    ) -> dict[int, float]:
        shares: dict[int, float] = {}
        for language in sorted({passages[row].language for row in rows}):
            here = [row for row in rows if passages[row].language == language]
            shares |= self.index.shares(language, queries[language], here)
        return shares


class _Ranking:
    """Rows by score for one query; `cosines` has what the embedder said of them."""

    def __init__(
        self, search: Search, query: RedactedText, queries: dict[str, LexicalQuery], spoken: str
    ) -> None:
        self._search, self._queries, self._spoken = search, queries, spoken
        self._vector = _vector(search.dense, query)
        self.cosines: dict[int, float] = {}

    def best(self, limit: int) -> list[tuple[int, float]]:
        """Rows and scores, best first; at least `limit` where there are as many."""
        lexical = self._lexical(limit)
        dense, floor = self._search.dense, self._search.floor
        if dense is None or self._vector is None:
            return lexical
        least = dense.floor(self._vector) if floor is None else floor
        near = dense.near(self._vector, limit)
        known = {row for row, _ in lexical}
        self.cosines = {row: cosine for row, cosine in near if row in known or cosine >= least}
        return list(fuse([[row for row, _ in lexical], list(self.cosines)]).items())

    def _lexical(self, limit: int) -> list[tuple[int, float]]:
        found: list[tuple[int, float]] = []
        for other, prepared in self._queries.items():
            weight = 1.0 if other == self._spoken else FOREIGN
            best = self._search.index.best(other, prepared, limit)
            found.extend((row, weight * score) for row, score in best)
        found.sort(key=lambda item: (-item[1], item[0]))
        return found


def _vector(dense: DenseIndex | None, query: RedactedText) -> Floats | None:
    """None without an embedder, or where it fails: words then decide alone."""
    if dense is None:
        return None
    try:
        return dense.vector(query)
    except ModelError:
        return None


def _once(
    found: Iterable[tuple[int, float]],
    passages: dict[int, Passage],
    languages: Container[str],
    most: int,
) -> list[tuple[int, float]]:
    """Rows that count, in languages that are asked; of passages that say the same only the best."""
    said = Said()
    rows = (
        (row, score)
        for row, score in found
        if row in passages and passages[row].language in languages and said.adds(passages[row])
    )
    return list(islice(rows, most))
