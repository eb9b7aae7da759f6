"""National numbers and other numbers with a fixed shape: hypotheses, checks, context."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from opengovai.redaction.candidates import Piece, Run
from opengovai.redaction.context import COUNTER, Surroundings, Vocabulary
from opengovai.redaction.identifiers import Identifier
from opengovai.types import EntitySpan

CHECKED_IN_CONTEXT, UNCHECKED_IN_CONTEXT, FAILED_IN_CONTEXT = 1.0, 0.85, 0.7
DOUBTFUL_IN_CONTEXT = 0.6
NOTHING = 0.0


class _Hypothesis:
    """An identifier made ready: compiled shapes and the mask of its words."""

    __slots__ = ("context", "identifier", "matches", "written")

    def __init__(self, identifier: Identifier, vocabulary: Vocabulary) -> None:
        self.identifier = identifier
        self.matches = re.compile(identifier.shape, re.ASCII).fullmatch
        self.written = re.compile(identifier.written, re.ASCII).fullmatch
        self.context = vocabulary.mask(identifier.context)


class NumberReader:
    """Reads the numbers of all active countries out of runs."""

    def __init__(self, identifiers: Sequence[Identifier], vocabulary: Vocabulary) -> None:
        self._counter = vocabulary.bits[COUNTER]
        self._by_length: dict[int, list[_Hypothesis]] = defaultdict(list)
        for identifier in identifiers:
            for length in identifier.lengths:
                self._by_length[length].append(_Hypothesis(identifier, vocabulary))

    def read(self, run: Run, context: Surroundings) -> Iterator[EntitySpan]:
        """Every hypothesis with a score above zero, overlapping ones too."""
        for piece in run.pieces:
            compact = piece.compact
            for hypothesis in self._by_length.get(len(compact), ()):
                if hypothesis.matches(compact):
                    score = self._score(hypothesis, run, piece, context)
                    if score > NOTHING:
                        start, end = run.offsets(piece.first, piece.stop)
                        yield EntitySpan(
                            start=start,
                            end=end,
                            entity=hypothesis.identifier.entity,
                            score=score,
                            recognizer="number",
                        )

    def _score(
        self, hypothesis: _Hypothesis, run: Run, piece: Piece, context: Surroundings
    ) -> float:
        """What the number, its writing and the words around it are worth together."""
        kind = hypothesis.identifier
        holds = kind.check is None or kind.check(piece.compact)
        if kind.check is None and run.is_date(piece):
            return NOTHING
        start, end = run.offsets(piece.first, piece.stop)
        if context.say(hypothesis.context, start, end, counter=self._counter):
            if kind.check is None:
                return DOUBTFUL_IN_CONTEXT if kind.doubtful else UNCHECKED_IN_CONTEXT
            return CHECKED_IN_CONTEXT if holds else FAILED_IN_CONTEXT
        return self._alone(hypothesis, run.folded[piece.first : piece.stop], holds=holds) and (
            self._unless_counted(kind, start, end, context, holds=holds)
        )

    def _alone(self, hypothesis: _Hypothesis, written: str, *, holds: bool) -> bool:
        kind = hypothesis.identifier
        if not kind.alone or not (holds or kind.advisory):
            return False
        return not kind.written or hypothesis.written(written) is not None

    def _unless_counted(
        self, kind: Identifier, start: int, end: int, context: Surroundings, *, holds: bool
    ) -> float:
        if (context.before(start) | context.behind(end)) & self._counter:
            return NOTHING
        return kind.alone if holds else kind.alone - 0.2
