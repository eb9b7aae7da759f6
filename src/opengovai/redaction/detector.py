"""The built-in recognizer: every shape, every active country, one list of hypotheses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opengovai.redaction import countries, phones, universal
from opengovai.redaction.context import Vocabulary
from opengovai.redaction.numbers import NumberRecognizer
from opengovai.redaction.online import OnlineRecognizer
from opengovai.redaction.patterns import Subject
from opengovai.redaction.words import SHARED
from opengovai.types import EntitySpan


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
        self._numbers = NumberRecognizer(
            identifiers, phones.PhoneReader(regions, self.vocabulary), self.vocabulary
        )
        self._online = OnlineRecognizer()

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """All hypotheses with a score above zero, overlapping ones too."""
        subject = Subject(text)
        yield from self._online.scan(subject)
        yield from self._numbers.scan(subject)
