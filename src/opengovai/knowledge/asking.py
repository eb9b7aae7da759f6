"""One query to a `PassageStore`: what its words weigh in each language, and what they find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opengovai.knowledge import terms
from opengovai.knowledge.copies import Said
from opengovai.knowledge.translated import TranslatedWeights, is_translated
from opengovai.knowledge.weighing import FOREIGN, MOST_CANDIDATES, Asked, Weights
from opengovai.protocols import PassageStore
from opengovai.types import Extent, Hit, Match, Scope, TermQuery

_AT_ONCE = 20  # passages read, at least


class Asking:
    """A query in the terms of every language that its scope has."""

    def __init__(self, store: PassageStore, asked: Asked, scope: Scope) -> None:
        self.scope = scope
        self._store, self._asked = store, asked
        self._extents = {
            language: extent
            for language, extent in store.extents().items()
            if not scope.languages or language in scope.languages
        }
        self._weights = {at: self._weighed(at, extent) for at, extent in self._extents.items()}
        self._rankings = {at: self._ranking(at, extent) for at, extent in self._extents.items()}

    @property
    def counted(self) -> Mapping[str, frozenset[str]]:
        """By language, the terms whose counts decide a passage's share."""
        return {language: terms.marks(of) for language, of in self._weights.items()}

    def by_words(self, limit: int) -> tuple[list[tuple[float, Match]], bool]:
        """Scores and matches, best first, and whether a language has more than `limit` of them."""
        ranked: list[tuple[float, Match]] = []
        more = False
        for language, ranking in self._rankings.items():
            proposing = ranking.proposing()
            if not proposing:
                continue
            query = TermQuery(
                language=language,
                weights=proposing,
                counted=ranking.counted,
                mean_length=ranking.mean_length,
                scope=self.scope,
            )
            matches = self._store.best(query, limit)
            more |= len(matches) >= limit
            factor = 1.0 if language == self._asked.language else FOREIGN
            ranked += [(factor * ranking.score(match), match) for match in matches]
        ranked.sort(key=lambda entry: (-entry[0], entry[1].row))
        return ranked, more

    def hits(self, ranked: Sequence[tuple[float, Match]], most: int) -> list[Hit]:
        """The first `most` of them with their passages, what is said again left out."""
        said, found = Said(), list[Hit]()
        step = max(_AT_ONCE, most)
        for first in range(0, len(ranked), step):
            block = ranked[first : first + step]
            passages = self._store.passages_at([match.row for _, match in block])
            for score, match in block:
                passage = passages.get(match.row)
                if passage is None or match.language not in self._rankings:
                    continue
                if len(found) < most and said.adds(passage):
                    weights = self._weights[match.language]
                    found.append(
                        Hit(
                            passage=passage,
                            score=score,
                            lexical=self._rankings[match.language].share(match),
                            weights=weights.of,
                            translated=weights.translated,
                        )
                    )
            if len(found) >= most:
                break
        return found

    def _ranking(self, language: str, extent: Extent) -> terms.Ranking:
        wanted = terms.wanted(self._weights[language], self._asked)
        every = [*wanted, *terms.levels(wanted)]
        holding = self._store.frequencies(language, every)
        return terms.Ranking(self._weights[language], extent, wanted, holding)

    def _weighed(self, language: str, extent: Extent) -> Weights | TranslatedWeights:
        known = self._store.frequencies(language, terms.decisive(self._asked, language))
        weigh = TranslatedWeights if is_translated(self._asked, language) else Weights
        return weigh(
            self._asked,
            language,
            passages=extent.passages,
            holding=lambda term: known.get(term, 0),
            near=lambda prefix: self._store.vocabulary(language, prefix, MOST_CANDIDATES),
        )
