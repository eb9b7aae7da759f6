"""National numbers and other numbers with a fixed shape: hypotheses, checks, context."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from opengovai.redaction.candidates import Piece, Run
from opengovai.redaction.context import COUNTER, Said, Surroundings, Vocabulary
from opengovai.redaction.identifiers import Identifier
from opengovai.redaction.slips import SCORE as SLIP
from opengovai.redaction.slips import Slips
from opengovai.types import EntitySpan

CHECKED_IN_CONTEXT, UNCHECKED_IN_CONTEXT, FAILED_IN_CONTEXT = 1.0, 0.85, 0.7
DOUBTFUL_IN_CONTEXT = 0.6
NOTHING = 0.0
STRONG = 0.75
"""Score alone from which a number whose check holds is masked beside words such as `amount`."""
_UNPROVEN = 0.2
_NOT_NEAREST = 0.05
"""Taken off where another word is nearer: of two kinds that fit, the nearer word's counts."""
_LONG = 16
"""Digits from which a number may well begin with a date and be no file's."""
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


class _Fitting(NamedTuple):
    """The hypotheses of one length: all, those that need no word, and all their words."""

    every: tuple[_Hypothesis, ...]
    alone: tuple[_Hypothesis, ...]
    context: int


_NONE = _Fitting((), (), 0)


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
        self._slips = Slips(identifiers, vocabulary)
        self._fitting = {key: _fitting(hypotheses) for key, hypotheses in fitting.items()}

    def read(self, run: Run, context: Surroundings) -> Iterator[EntitySpan]:
        """Every hypothesis with a score above zero, overlapping ones too."""
        certain = 0, 0
        for piece in sorted(run.pieces, key=_length, reverse=True):
            if certain[0] <= piece.first and piece.stop <= certain[1]:
                continue  # no part of a number that is certain could weigh as much as all of it
            start, end = run.offsets(piece.first, piece.stop)
            for entity, score in self._scores(run, piece, context, start, end):
                if score >= CHECKED_IN_CONTEXT:
                    certain = piece.first, piece.stop
                yield EntitySpan(
                    start=start, end=end, entity=entity, score=score, recognizer="number"
                )

    def _scores(
        self, run: Run, piece: Piece, context: Surroundings, start: int, end: int
    ) -> Iterator[tuple[str, float]]:
        compact = piece.compact
        fitting = self._fitting.get((len(compact), compact.isdigit()), _NONE)
        said = context.around(start, end)
        named = far = said.named & fitting.context
        if not named and not said.nobodys and _reaches_far(piece, fitting, context, end):
            far = context.earlier(start) & fitting.context
        found = False
        for h in fitting.every if far else fitting.alone:
            if not (h.alone or h.context & far) or not h.matches(compact):
                continue
            score = _score(h, run, piece, said, far)
            if score > NOTHING:
                found = True
                yield h.identifier.entity, score
        if said.nearest and not found and not said.nobodys and _may_be_slip(run, piece):
            whole = piece.stop - piece.first == len(compact)
            for entity in self._slips.read(compact, context.introduced(start), whole=whole):
                yield entity, SLIP


def _length(piece: Piece) -> int:
    return piece.stop - piece.first


def _may_be_slip(run: Run, piece: Piece) -> bool:
    """Whether it could be a number at all, and not a date, an amount or a part of something."""
    return (
        run.stands_apart(piece)
        and not run.is_date(piece)
        and not (len(piece.compact) < _LONG and run.starts_with_date(piece))
        and not run.is_amount(piece)
    )


def _reaches_far(piece: Piece, fitting: _Fitting, context: Surroundings, end: int) -> bool:
    """Whether words further ahead count: the number's letters are telling, or the text speaks of
    its digits."""
    compact = piece.compact
    if compact.isdigit():
        return context.speaks_of_digits(end - len(compact), end)
    return bool(_TELLING.fullmatch(compact)) and any(h.matches(compact) for h in fitting.every)


def _fitting(hypotheses: Sequence[_Hypothesis]) -> _Fitting:
    context = 0
    for hypothesis in hypotheses:
        context |= hypothesis.context
    return _Fitting(tuple(hypotheses), tuple(h for h in hypotheses if h.alone), context)


def _score(h: _Hypothesis, run: Run, piece: Piece, said: Said, far: int) -> float:
    """What the number, its writing and the words around it are worth together."""
    score = NOTHING
    if h.context & said.named:
        score = _in_context(h.identifier, run, piece)
        score -= 0.0 if h.context & said.nearest else _NOT_NEAREST
    elif h.context & far:
        score = _far_from_context(h.identifier, run, piece)
    if h.alone and score <= NOTHING:
        score = _by_itself(h, run, piece, nobodys=said.nobodys)
    return score


def _by_itself(h: _Hypothesis, run: Run, piece: Piece, *, nobodys: bool) -> float:
    """The score where no word names it."""
    kind = h.identifier
    if kind.written and not h.written(run.folded, piece.first, piece.stop):
        return NOTHING
    holds = kind.check is None or kind.check(piece.compact)
    if nobodys and not (kind.check and holds and kind.alone >= STRONG):
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
