"""Redaction, top to bottom: detect, choose, replace. Any failure stops the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from opengovai.errors import InputError, RedactionError
from opengovai.protocols import Recognizer
from opengovai.redaction import placeholders
from opengovai.redaction.conversations import Conversations
from opengovai.redaction.selection import select
from opengovai.redaction.vault import Pseudonyms, Vault
from opengovai.types import EntitySpan, RedactedText

THRESHOLD = 0.5
"""Score from which a span is masked."""

_LITERAL = "LITERAL"
"""Entity of a piece of input that looks like a placeholder and is replaced by a real one."""


class Redactor:
    """Turns a citizen's text into text that may travel. Thread-safe.

    Implements `opengovai.protocols.Redactor`. `recognizers` all run on every text; with none,
    nothing could be found, so an empty sequence is refused.
    """

    def __init__(
        self,
        recognizers: Sequence[Recognizer],
        *,
        conversations: Conversations | None = None,
        threshold: float = THRESHOLD,
    ) -> None:
        if not recognizers:
            raise InputError(
                "A redactor without recognizers would let everything through",
                remedy="Use Redactor.default() or name at least one recognizer.",
            )
        self._recognizers = tuple(recognizers)
        self._conversations = conversations or Conversations()
        self._threshold = threshold

    @classmethod
    def default(
        cls,
        countries: Sequence[str] | None = None,
        recognizers: Sequence[Recognizer] = (),
    ) -> Redactor:
        """All built-in patterns, and `recognizers` besides.

        `countries` (ISO 3166-1 alpha-2) limits the country packs; None means all of them.
        Raises ConfigurationError for a country without a pack.
        """
        from opengovai.redaction.detector import PatternRecognizer

        return cls([PatternRecognizer(countries), *recognizers])

    def detect(self, text: str) -> list[EntitySpan]:
        """Personal data in the text: disjoint spans in text order.

        Raises RedactionError if any recognizer fails, InputError if `text` is no string.
        """
        if not isinstance(text, str):
            raise InputError(f"Text to redact must be str, not {type(text).__name__}")
        found: list[EntitySpan] = []
        for recognizer in self._recognizers:
            found.extend(_recognize(recognizer, text))
        return select(found, threshold=self._threshold)

    def redact(self, text: str, *, conversation: str | None = None) -> tuple[RedactedText, Vault]:
        """The text with placeholders, and the vault that restores it.

        The same value in the same `conversation` gets the same placeholder for as long as the
        conversation is remembered; without a conversation every call stands alone.
        Raises RedactionError: fails closed.
        """
        spans = self.detect(text)
        pseudonyms = self._conversations.pseudonyms(conversation)
        redacted = _replace(text, [*_literals(text), *spans], pseudonyms)
        return RedactedText(redacted), Vault(pseudonyms, Counter(s.entity for s in spans))


def _recognize(recognizer: Recognizer, text: str) -> Iterator[EntitySpan]:
    """The recognizer's spans, checked. The cause is not chained: it could quote the text."""
    where = type(recognizer).__name__
    try:
        spans = list(recognizer.recognize(text))
    except Exception as error:  # noqa: BLE001 (whatever a plugin raises)
        raise RedactionError(
            f"A recognizer failed with {type(error).__name__}",
            where=where,
            remedy="The text was not passed on; fix or remove the recognizer.",
        ) from None
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            raise RedactionError(
                f"A recognizer gave the range {span.start}:{span.end} of {len(text)} characters",
                where=where,
                remedy="Offsets are code points, half open and not empty.",
            )
        yield span


def _literals(text: str) -> Iterator[EntitySpan]:
    for found in placeholders.find(text):
        yield EntitySpan(
            start=found.start, end=found.end, entity=_LITERAL, score=1.0, recognizer="placeholder"
        )


def _replace(text: str, spans: Sequence[EntitySpan], pseudonyms: Pseudonyms) -> str:
    out, at = [], 0
    for span in select(spans, threshold=0.0):
        value = text[span.start : span.end]
        out += [text[at : span.start], pseudonyms.placeholder(span.entity, value)]
        at = span.end
    return "".join([*out, text[at:]])
