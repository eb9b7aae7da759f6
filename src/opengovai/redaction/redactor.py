"""Redaction, top to bottom: window, recognize, choose, replace. Any failure stops the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from opengovai.errors import ConfigurationError, InputError, RedactionError
from opengovai.protocols import Recognizer
from opengovai.redaction import placeholders
from opengovai.redaction.conversations import Conversations
from opengovai.redaction.escapes import unescaped
from opengovai.redaction.latin_kazakh import in_cyrillic
from opengovai.redaction.misread import put_right
from opengovai.redaction.patterns import Subject
from opengovai.redaction.persons.widening import widen
from opengovai.redaction.selection import Selection, Settled
from opengovai.redaction.vault import Vault
from opengovai.redaction.windows import Window, Windows
from opengovai.types import EntitySpan, RedactedText

THRESHOLD = 0.5
"""Score from which a span is masked."""

LITERAL = "LITERAL"
"""Entity of a piece of input that looks like a placeholder and is replaced by a real one."""

Replacement = Callable[[str, str], str]
"""What stands for a value of an entity in text that nobody is to restore: `(entity, value)`."""


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
        self._conversations = Conversations() if conversations is None else conversations
        self._threshold = threshold

    @classmethod
    def default(
        cls,
        countries: Sequence[str] | None = None,
        recognizers: Sequence[Recognizer] = (),
        *,
        names: bool = True,
        bodies: bool = False,
        conversations: Conversations | None = None,
        vaults: Path | None = None,
    ) -> Redactor:
        """All built-in patterns, the packaged tagger of persons' names, and `recognizers` besides.

        `countries` (ISO 3166-1 alpha-2) limits the country packs; None means all of them. Without
        `names` the tagger is left out, which is five times faster and leaves names visible.
        With `bodies`, organisations and places are hidden too; by default they stay, since letters
        to an office are hard to answer without them.
        `vaults` is a folder that keeps the pseudonyms of conversations, encrypted, with its keys
        in `keys` inside it; for other keys, give `conversations` a shelf of your own.
        Raises ConfigurationError for a country without a pack, or for two places to keep vaults.
        """
        if vaults is not None:
            conversations = _kept_in(vaults, conversations)
        from opengovai.redaction.detector import PatternRecognizer
        from opengovai.redaction.names import open_names
        from opengovai.redaction.persons.listed import ListedNames

        more: list[Recognizer] = [open_names(), ListedNames()] if names else []
        if bodies:
            from opengovai.redaction.bodies.organisations import OrganisationRecognizer
            from opengovai.redaction.bodies.places import PlaceRecognizer

            more += [OrganisationRecognizer(), PlaceRecognizer()]
        return cls([PatternRecognizer(countries), *more, *recognizers], conversations=conversations)

    def detect(self, text: str) -> list[EntitySpan]:
        """Personal data in the text: disjoint spans in text order.

        Raises RedactionError if any recognizer fails, InputError if `text` is no string.
        """
        return [span for settled in self._settle([text]) for span in settled.spans]

    def redact(
        self, text: str, *, conversation: str | None = None, subject: str = ""
    ) -> tuple[RedactedText, Vault]:
        """The text with placeholders, and the vault that restores it.

        The same value in the same `conversation` gets the same placeholder for as long as the
        conversation is remembered; without a conversation every call stands alone. `subject` is a
        pseudonym of the person, by which all their conversations can be erased.
        Raises RedactionError: fails closed.
        """
        pieces, vault = self.redact_stream([text], conversation=conversation, subject=subject)
        return RedactedText("".join(pieces)), vault

    def redact_stream(
        self, chunks: Iterable[str], *, conversation: str | None = None, subject: str = ""
    ) -> tuple[Iterator[RedactedText], Vault]:
        """The same for a text that arrives in chunks; the vault is complete when they end.

        The joined pieces equal `redact` of the joined chunks, however they were split. Held back
        is what a finding may still change: at most a few thousand characters (`windows`).
        """
        session = self.session(conversation, subject=subject)

        def pieces() -> Iterator[RedactedText]:
            for piece in self._replaced(chunks, session.substitute, literals=True):
                yield RedactedText(piece)
            session.keep()

        return pieces(), session.vault

    def session(self, conversation: str | None = None, *, subject: str = "") -> Session:
        """Several short texts, such as the fields of a form, under one set of pseudonyms."""
        return Session(self, self._conversations, conversation, subject)

    def erase(self, conversation: str = "", *, subject: str = "") -> bool:
        """Forget the pseudonyms of a conversation for good, and of all of a subject's, on disk too;
        True if there were any.

        Their placeholders can be restored by nobody from then on. Raises StorageError.
        """
        return self._conversations.erase(conversation, subject=subject)

    def replace(self, text: str, replacement: Replacement) -> RedactedText:
        """The text with something else in place of personal data, for good (see `replacements`)."""
        return RedactedText("".join(self._replaced([text], replacement, literals=False)))

    def redact_field(self, text: str, session: Session, *, name: str) -> RedactedText:
        """One field's text; its name is context in front of it and not part of the result."""
        lead = f"{name}: " if name else ""
        out, at = [], len(lead)
        for settled in self._settle([lead, _text(text)], literals=True):
            for span in settled.spans:
                first = max(span.start, at)
                if span.end > first:
                    out += [text[at - len(lead) : first - len(lead)]]
                    value = text[first - len(lead) : span.end - len(lead)]
                    out += [session.substitute(span.entity, value)]
                    at = span.end
        return RedactedText("".join([*out, text[at - len(lead) :]]))

    def _replaced(
        self, chunks: Iterable[str], substitute: Replacement, *, literals: bool
    ) -> Iterator[str]:
        for settled in self._settle(chunks, literals=literals):
            out, at = [], 0
            for span in settled.spans:
                first, last = span.start - settled.offset, span.end - settled.offset
                out += [settled.text[at:first], substitute(span.entity, settled.text[first:last])]
                at = last
            yield "".join([*out, settled.text[at:]])

    def _settle(self, chunks: Iterable[str], *, literals: bool = False) -> Iterator[Settled]:
        """The text in pieces with their spans, each as soon as nothing can change it."""
        windows, selection = Windows(), Selection(self._threshold)
        for chunk in chunks:
            for window in windows.feed(_text(chunk)):
                yield selection.take(window, self._read(window, literals=literals))
        window = windows.close()
        yield selection.take(window, self._read(window, literals=literals))

    def _read(self, window: Window, *, literals: bool) -> list[EntitySpan]:
        found = self._found(window.text)
        view = unescaped(window.text)
        if view:
            found += [view.origin(span) for span in self._found(view.text)]
        found += self._read_otherwise(window.text)
        if literals:
            found.extend(_literals(window.text))
        return found

    def _read_otherwise(self, text: str) -> Iterator[EntitySpan]:
        """What shows once misread characters are put right, or Kazakh is in Cyrillic letters."""
        subject = Subject(text)
        right = put_right(subject)
        if right:
            subject, changed = Subject(right[0]), right[1]
            for span in self._found(subject.text):
                if any(span.start < end and start < span.end for start, end in changed):
                    yield span
        view = in_cyrillic(subject)
        if view:
            yield from (view.origin(span) for span in self._found(view.text))

    def _found(self, text: str) -> list[EntitySpan]:
        found: list[EntitySpan] = []
        for recognizer in self._recognizers:
            found.extend(_recognize(recognizer, text))
        return widen(text, found, self._threshold)


class Session:
    """Texts that share pseudonyms and one vault. `keep` ends it: what is to last is stored."""

    def __init__(
        self,
        redactor: Redactor,
        conversations: Conversations,
        conversation: str | None,
        subject: str,
    ) -> None:
        self._redactor = redactor
        self._conversations = conversations
        self._conversation = conversation
        self._subject = subject
        self._pseudonyms = conversations.pseudonyms(conversation, subject=subject)
        self._counts: Counter[str] = Counter()
        self.vault = Vault(self._pseudonyms, self._counts)

    def redact(self, text: str, *, name: str = "") -> RedactedText:
        """The text with placeholders; `name` says what field it is, as context."""
        return self._redactor.redact_field(text, self, name=name)

    def substitute(self, entity: str, value: str) -> str:
        """The placeholder of a value of this entity, counted."""
        if entity != LITERAL:
            self._counts[entity] += 1
        return self._pseudonyms.placeholder(entity, value)

    def keep(self) -> None:
        """Store the pseudonyms where the conversation is to last. Raises StorageError."""
        self._conversations.keep(self._conversation, self._pseudonyms, subject=self._subject)


def _kept_in(folder: Path, conversations: Conversations | None) -> Conversations:
    from opengovai.redaction.keyfiles import KeyFiles
    from opengovai.redaction.storage import VaultFolder

    if conversations is not None:
        raise ConfigurationError(
            "Both `conversations` and `vaults` are given",
            remedy="Give `conversations` a VaultFolder as its shelf, or leave it out.",
        )
    return Conversations(shelf=VaultFolder(folder, KeyFiles(folder / "keys")))


def _text(chunk: object) -> str:
    if not isinstance(chunk, str):
        raise InputError(f"Text to redact must be str, not {type(chunk).__name__}")
    return chunk


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
            start=found.start, end=found.end, entity=LITERAL, score=1.0, recognizer="placeholder"
        )
