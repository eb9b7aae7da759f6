"""The built-in recognizer: every shape, every active country, one list of hypotheses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Protocol

from opengovai.redaction import countries, phones, universal, unlisted
from opengovai.redaction.addresses import AddressRecognizer
from opengovai.redaction.births import BirthRecognizer
from opengovai.redaction.candidates import RUN, is_plain_date, run_at
from opengovai.redaction.context import Surroundings, Vocabulary
from opengovai.redaction.coordinates import CoordinateRecognizer
from opengovai.redaction.credentials import CredentialRecognizer
from opengovai.redaction.extensions import ExtensionRecognizer
from opengovai.redaction.half_hidden import HalfHiddenRecognizer
from opengovai.redaction.homes.recognizer import HomeRecognizer
from opengovai.redaction.labelled import LabelledReader
from opengovai.redaction.numbers import NumberReader
from opengovai.redaction.online import OnlineRecognizer
from opengovai.redaction.papers import PaperReader
from opengovai.redaction.patterns import Signs, Subject, compile_pattern
from opengovai.redaction.phones import PhoneReader
from opengovai.redaction.plates import PlateRecognizer
from opengovai.redaction.spoken import SpokenRecognizer
from opengovai.redaction.words import SHARED
from opengovai.types import EntitySpan

CERTAIN = 0.9
"""Score from which a number that fills its run is not read as a phone number too."""

KNOWN = 0.5
"""Score of a span that will be masked, so that a label before it adds nothing."""

_NUMBERED = 1 << 16
"""Stands for the readers of numbers among the scanners; they come last."""

_UNLISTED = 1 << 17
"""Stands for what `unlisted` reads in letters."""


class _Scanner(Protocol):
    """Finds what it finds only in texts that hold one of its signs (patterns)."""

    @property
    def signs(self) -> Sequence[str]: ...

    def scan(self, subject: Subject) -> Iterator[EntitySpan]: ...


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
        self._labelled = LabelledReader()
        self._papers = PaperReader()
        self._scanners: list[_Scanner] = [
            AddressRecognizer(),
            SpokenRecognizer(),
            OnlineRecognizer(),
            CredentialRecognizer(),
            BirthRecognizer(),
            PlateRecognizer(),
            CoordinateRecognizer(),
            ExtensionRecognizer(),
            HomeRecognizer(),
            HalfHiddenRecognizer(),
        ]
        owners = [(i, sign) for i, scanner in enumerate(self._scanners) for sign in scanner.signs]
        owners += [(_NUMBERED, sign) for sign in (self._runs.source, *self._labelled.signs)]
        owners.append((_UNLISTED, unlisted.SIGN))
        self._owners = [owner for owner, _ in owners]
        self._signs = Signs([sign for _, sign in owners])

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """All hypotheses with a score above zero, overlapping ones too."""
        subject = Subject(text)
        papers = self._papers.read(subject)
        wanted = sorted({self._owners[sign] for sign in self._signs.of(subject)})
        found: list[EntitySpan] = []
        for owner in wanted:
            if owner == _UNLISTED:
                papers = chain(papers, unlisted.read(subject))
                continue
            if owner != _NUMBERED:
                found += self._scanners[owner].scan(subject)
                continue
            context = Surroundings(self.vocabulary, subject)
            found += self._numbered(subject, context)
            known = [span for span in found if span.score >= KNOWN]
            found += [s for s in self._labelled.read(subject, context) if not _covered(s, known)]
        known = [span for span in found if span.score >= KNOWN]
        found += [span for span in papers if not _covered(span, known)]
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
