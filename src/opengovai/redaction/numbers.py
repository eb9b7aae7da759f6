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
_NOT_NEAREST = 0.05
"""Taken off where another word is nearer: of two kinds that fit, the nearer word's counts."""
_CROWDED = 0.2
"""Taken off where other groups of digits join the number: it may be a part of a longer one."""
_TELLING = re.compile(r"(?=.*[A-Z])(?=.*\d.*\d)[A-Z0-9]{8,}")
"""Letters among the digits are telling by themselves."""


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
            hypotheses = self._fitting.get((len(compact), compact.isdigit()), ())
            fitting = [h for h in hypotheses if h.matches(compact)]
            if not fitting:
                continue
            start, end = run.offsets(piece.first, piece.stop)
            said = context.named(start, end, counter=self._counter)
            counted = (context.before(start) | context.behind(end)) & self._counter
            nearest = context.nearest(start)
            far = 0 if counted or said else self._far(compact, context, start, end)
            for h in fitting:
                if h.context & said:
                    score = _in_context(h.identifier, run, piece)
                    score -= 0.0 if h.context & nearest else _NOT_NEAREST
                elif h.context & far:
                    score = _far_from_context(h.identifier, run, piece)
                else:
                    score = 0.0
                if h.alone and not score:
                    score = _by_itself(h, run, piece, counted=counted)
                if score > NOTHING:
                    yield EntitySpan(
                        start=start,
                        end=end,
                        entity=h.identifier.entity,
                        score=score,
                        recognizer="number",
                    )

    def _far(self, compact: str, context: Surroundings, start: int, end: int) -> int:
        """What words further ahead say, where the number or the text calls for it: its letters
        are telling, or the text speaks of its digits."""
        telling = _TELLING.fullmatch(compact)
        if telling or context.counted_out(start, end):
            return context.earlier(start) & ~self._counter
        return 0


def _by_itself(h: _Hypothesis, run: Run, piece: Piece, *, counted: int) -> float:
    """The score where no word names it."""
    kind = h.identifier
    if kind.written and not h.written(run.folded, piece.first, piece.stop):
        return NOTHING
    holds = kind.check is None or kind.check(piece.compact)
    if counted and not (kind.check and holds and kind.alone >= STRONG):
        return NOTHING
    if not holds:
        return kind.alone - _UNPROVEN if kind.advisory else NOTHING
    return kind.alone if run.stands_apart(piece) else kind.alone - _CROWDED


def _in_context(kind: Identifier, run: Run, piece: Piece) -> float:
    """The score where a word near names it."""
    if kind.check is None:
        if run.is_date(piece) or run.is_amount(piece) or not run.stands_apart(piece):
            return NOTHING
        return DOUBTFUL_IN_CONTEXT if kind.doubtful else UNCHECKED_IN_CONTEXT
    if kind.check(piece.compact):
        return CHECKED_IN_CONTEXT
    return NOTHING if run.starts_with_date(piece) else FAILED_IN_CONTEXT


def _far_from_context(kind: Identifier, run: Run, piece: Piece) -> float:
    """The score where only words further ahead name it."""
    if run.is_date(piece) or run.starts_with_date(piece) or not run.stands_apart(piece):
        return NOTHING
    return DOUBTFUL_IN_CONTEXT - (_NOT_NEAREST if kind.doubtful else 0.0)
