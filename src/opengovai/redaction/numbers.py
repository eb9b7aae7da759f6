"""National numbers and other numbers with a fixed shape: hypotheses, checks, context."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from opengovai.redaction.candidates import RUN, Run, run_at
from opengovai.redaction.context import Vocabulary
from opengovai.redaction.identifiers import COUNTER, Identifier
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.redaction.phones import PhoneReader
from opengovai.types import EntitySpan

CHECKED_IN_CONTEXT, UNCHECKED_IN_CONTEXT, FAILED_IN_CONTEXT = 1.0, 0.85, 0.7
NOTHING = 0.0


class _Hypothesis:
    """An identifier made ready: compiled shapes and the mask of its words."""

    __slots__ = ("context", "identifier", "matches", "written")

    def __init__(self, identifier: Identifier, vocabulary: Vocabulary) -> None:
        self.identifier = identifier
        self.matches = re.compile(identifier.shape, re.ASCII).fullmatch
        self.written = re.compile(identifier.written, re.ASCII).fullmatch
        self.context = vocabulary.mask(identifier.context)

    def score(self, compact: str, written: str, sides: tuple[int, int], counter: int) -> float:
        """What the number, its writing and the words around it are worth together."""
        kind = self.identifier
        holds = kind.check is None or kind.check(compact)
        if self._in_context(*sides, counter):
            if kind.check is None:
                return UNCHECKED_IN_CONTEXT
            return CHECKED_IN_CONTEXT if holds else FAILED_IN_CONTEXT
        if (sides[0] | sides[1]) & counter:
            return NOTHING
        if not (holds or kind.advisory) or (kind.written and not self.written(written)):
            return NOTHING
        return kind.alone if holds else kind.alone - 0.2

    def _in_context(self, left: int, right: int, counter: int) -> bool:
        return bool(left & self.context or (right & self.context and not left & counter))


class NumberRecognizer:
    """Finds the numbers of all active countries in one pass over the runs of a text."""

    def __init__(
        self, identifiers: Sequence[Identifier], phones: PhoneReader, vocabulary: Vocabulary
    ) -> None:
        self._phones = phones
        self._pattern = compile_pattern(RUN)
        self._vocabulary = vocabulary
        self._counter = vocabulary.bits[COUNTER]
        self._by_length: dict[int, list[_Hypothesis]] = defaultdict(list)
        for identifier in identifiers:
            for length in identifier.lengths:
                self._by_length[length].append(_Hypothesis(identifier, vocabulary))

    def recognize(self, text: str) -> Iterable[EntitySpan]:
        """Every hypothesis with a score above zero, overlapping ones too."""
        return self.scan(Subject(text))

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """The same for a text that is encoded already."""
        for start, end in self._pattern.spans(subject):
            run = run_at(subject.text, start, end)
            yield from self._run(subject.text, run)
            yield from self._phones.read(subject.text, run)

    def _run(self, text: str, run: Run) -> Iterator[EntitySpan]:
        for first, stop, compact in run.pieces():
            fitting = [h for h in self._by_length.get(len(compact), ()) if h.matches(compact)]
            if not fitting:
                continue
            start, end = run.offsets(first, stop)
            sides = self._vocabulary.around(text, start, end)
            for hypothesis in fitting:
                score = hypothesis.score(compact, run.folded[first:stop], sides, self._counter)
                if score > 0:
                    entity = hypothesis.identifier.entity
                    yield EntitySpan(
                        start=start, end=end, entity=entity, score=score, recognizer="number"
                    )
