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
STRONG = 0.75
"""Score alone from which a number whose check holds is masked beside words such as `amount`."""
_UNPROVEN = 0.2


_HAS_LETTER = re.compile(r"[A-Z]")
NEEDS_LETTER = re.compile(r"(?!.*\|\\d)(?:\(\?!.*?\))?(?:\(\?:)?(?:[A-Z]|\[[A-Z-]+\])(?!\{0|[?*])")
"""Shapes that no digits alone fit: they begin with a letter, and so does each alternative."""


class _Hypothesis:
    """An identifier made ready: compiled shapes and the mask of its words."""

    __slots__ = ("alone", "context", "identifier", "matches", "written")

    def __init__(self, identifier: Identifier, vocabulary: Vocabulary) -> None:
        self.identifier = identifier
        self.alone = identifier.alone > 0
        self.matches = re.compile(identifier.shape, re.ASCII).fullmatch
        self.written = re.compile(identifier.written, re.ASCII).fullmatch
        self.context = vocabulary.mask(identifier.context)


class NumberReader:
    """Reads the numbers of all active countries out of runs."""

    def __init__(self, identifiers: Sequence[Identifier], vocabulary: Vocabulary) -> None:
        self._counter = vocabulary.bits[COUNTER]
        fitting: dict[tuple[int, bool], list[_Hypothesis]] = defaultdict(list)
        for identifier in identifiers:
            hypothesis = _Hypothesis(identifier, vocabulary)
            for length in identifier.lengths:
                if not NEEDS_LETTER.match(identifier.shape):
                    fitting[length, True].append(hypothesis)
                if _HAS_LETTER.search(identifier.shape):
                    fitting[length, False].append(hypothesis)
        self._fitting = dict(fitting)

    def read(self, run: Run, context: Surroundings) -> Iterator[EntitySpan]:
        """Every hypothesis with a score above zero, overlapping ones too."""
        for piece in run.pieces:
            compact = piece.compact
            hypotheses = self._fitting.get((len(compact), compact.isdigit()))
            if hypotheses:
                start, end = run.offsets(piece.first, piece.stop)
                telling = context.before(start) | context.behind(end)
                for hypothesis in hypotheses:
                    if hypothesis.alone or hypothesis.context & telling:
                        score = self._score(hypothesis, run, piece, context, (start, end))
                        if score > NOTHING:
                            yield EntitySpan(
                                start=start,
                                end=end,
                                entity=hypothesis.identifier.entity,
                                score=score,
                                recognizer="number",
                            )

    def _score(
        self,
        hypothesis: _Hypothesis,
        run: Run,
        piece: Piece,
        context: Surroundings,
        place: tuple[int, int],
    ) -> float:
        """What the number, its writing and the words around it are worth together."""
        kind = hypothesis.identifier
        if not hypothesis.matches(piece.compact):
            return NOTHING
        if context.say(hypothesis.context, *place, counter=self._counter):
            return _in_context(kind, run, piece)
        if not kind.alone:
            return NOTHING
        if kind.written and not hypothesis.written(run.folded, piece.first, piece.stop):
            return NOTHING
        holds = kind.check is None or kind.check(piece.compact)
        counted = (context.before(place[0]) | context.behind(place[1])) & self._counter
        if counted and not (kind.check and holds and kind.alone >= STRONG):
            return NOTHING
        return _by_itself(kind, holds=holds)


def _by_itself(kind: Identifier, *, holds: bool) -> float:
    if holds:
        return kind.alone
    return kind.alone - _UNPROVEN if kind.advisory else NOTHING


def _in_context(kind: Identifier, run: Run, piece: Piece) -> float:
    if kind.check is None:
        if run.is_date(piece) or not run.stands_apart(piece):
            return NOTHING
        return DOUBTFUL_IN_CONTEXT if kind.doubtful else UNCHECKED_IN_CONTEXT
    return CHECKED_IN_CONTEXT if kind.check(piece.compact) else FAILED_IN_CONTEXT
