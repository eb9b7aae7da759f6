"""The built-in recognizer: every shape, every active country, one list of hypotheses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opengovai.redaction import countries, phones, universal
from opengovai.redaction.addresses import AddressRecognizer
from opengovai.redaction.births import BirthRecognizer
from opengovai.redaction.candidates import RUN, is_plain_date, run_at
from opengovai.redaction.context import Surroundings, Vocabulary
from opengovai.redaction.coordinates import CoordinateRecognizer
from opengovai.redaction.credentials import CredentialRecognizer
from opengovai.redaction.extensions import ExtensionRecognizer
from opengovai.redaction.labelled import LabelledReader
from opengovai.redaction.numbers import NumberReader
from opengovai.redaction.online import OnlineRecognizer
from opengovai.redaction.patterns import Subject, any_of, compile_pattern
from opengovai.redaction.phones import PhoneReader
from opengovai.redaction.plates import PlateRecognizer
from opengovai.redaction.spoken import SpokenRecognizer
from opengovai.redaction.words import SHARED
from opengovai.types import EntitySpan

CERTAIN = 0.9
"""Score from which a number that fills its run is not read as a phone number too."""

KNOWN = 0.5
"""Score of a span that will be masked, so that a label before it adds nothing."""


class PatternRecognizer:
    """Patterns and identifiers of these countries (all, where None)."""

    def __init__(self, codes: Sequence[str] | None = None) -> None:
        packs = countries.load(codes)
        families: dict[str, tuple[str, ...]] = dict(SHARED)
        for words in (universal.WORDS, phones.WORDS, *(pack.words for pack in packs)):
            families.update(words)
        self.vocabulary = Vocabulary(families)
        identifiers = [*universal.IDENTIFIERS, *(i for pack in packs for i in pack.identifiers)]
        regions = [pack.code for pack in packs if pack.phones]
        self._runs = compile_pattern(RUN)
        self._numbers = NumberReader(identifiers, self.vocabulary)
        self._phones = PhoneReader(regions, self.vocabulary)
        self._addresses = AddressRecognizer()
        self._labelled = LabelledReader()
        self._spoken = SpokenRecognizer()
        self._scanners = (
            OnlineRecognizer(),
            CredentialRecognizer(),
            BirthRecognizer(),
            PlateRecognizer(),
            CoordinateRecognizer(),
            ExtensionRecognizer(),
        )
        shapes = [shape for scanner in self._scanners for shape in scanner.shapes]
        shapes += self._labelled.shapes
        self._anything = any_of([*shapes, self._runs])

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """All hypotheses with a score above zero, overlapping ones too."""
        subject = Subject(text)
        found = [*self._addresses.scan(subject), *self._spoken.scan(subject)]
        if self._anything.found(subject):
            for scanner in self._scanners:
                found += scanner.scan(subject)
            context = Surroundings(self.vocabulary, text)
            found += self._numbered(subject, context)
            known = [span for span in found if span.score >= KNOWN]
            found += [s for s in self._labelled.read(subject, context) if not _covered(s, known)]
        return iter(found)

    def _numbered(self, subject: Subject, context: Surroundings) -> Iterator[EntitySpan]:
        """What the runs of digits and capitals may be."""
        text = subject.text
        for start, end in self._runs.spans(subject):
            if is_plain_date(text, start, end):
                continue
            run = run_at(text, start, end)
            numbers = list(self._numbers.read(run, context))
            yield from numbers
            if not any(_settles(span, start, end) for span in numbers):
                yield from self._phones.read(run, context)


def _covered(span: EntitySpan, known: Sequence[EntitySpan]) -> bool:
    """Whether the digits of a labelled number are known by their kind; letters before them may be
    the label."""
    return any(k.start < span.end <= k.end for k in known)


def _settles(span: EntitySpan, start: int, end: int) -> bool:
    return span.score >= CERTAIN and span.start <= start and span.end >= end
