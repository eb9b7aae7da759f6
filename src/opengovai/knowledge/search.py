"""One query, top to bottom: language, terms, candidates of every language, hits."""

from __future__ import annotations

from collections.abc import Iterable

from opengovai.knowledge.archive import Archive
from opengovai.knowledge.lexical import LexicalIndex, Match
from opengovai.languages import SUPPORTED, identify
from opengovai.languages.analysis import words
from opengovai.types import Hit, RedactedText

_LONGEST_QUERY = 64  # distinct words; a longer text is searched by its rarest... first words
_FOREIGN = 0.7  # what a passage in another language than the query's keeps of its score


def find(
    archive: Archive, index: LexicalIndex, query: RedactedText, *, k: int, language: str | None
) -> list[Hit]:
    """At most `k` hits, best first."""
    spoken = language or identify(query, SUPPORTED).language
    asked = list(dict.fromkeys(words(query, spoken)))[:_LONGEST_QUERY]
    scored: list[tuple[float, Match]] = []
    for other in index.languages():
        weight = 1.0 if other == spoken else _FOREIGN
        found = index.search(other, asked, limit=2 * k)
        scored.extend((weight * match.score, match) for match in found)
    scored.sort(key=lambda item: (-item[0], item[1].row))
    return _hits(archive, scored[: 2 * k], k)


def _hits(archive: Archive, scored: Iterable[tuple[float, Match]], k: int) -> list[Hit]:
    """Passages of the best matches; a row that the archive no longer has is passed over."""
    ranked = list(scored)
    passages = archive.passages([match.row for _, match in ranked])
    hits = [
        Hit(passage=passages[match.row], score=score, lexical=match.share, weights=match.weights)
        for score, match in ranked
        if match.row in passages
    ]
    return hits[:k]
