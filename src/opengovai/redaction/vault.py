"""Pseudonyms of one conversation, and the vault that puts originals back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from threading import Lock

from opengovai.errors import RedactionError
from opengovai.redaction import placeholders

MOST_VALUES = 100_000
"""Different values that one conversation may hold."""

_TITLE = re.compile(r"(?:(?:mr|mrs|ms|miss|mx|dr|prof|sir|messrs)\b\.?\s*)+(?=\w)")
_KEY = re.compile(r"[\W_]+")


def canonical(entity: str, value: str) -> str:
    """What two writings of the same value have in common; a person's title is none of it."""
    folded = value.casefold()
    if entity == "PERSON":
        folded = _TITLE.sub("", folded)
    folded = _KEY.sub("", folded)
    return folded[-9:] if entity == "PHONE" else folded


class Pseudonyms:
    """The two-way table of one conversation. All methods may be called from any thread."""

    def __init__(self, nonce: str | None = None) -> None:
        self.nonce = nonce or placeholders.new_nonce()
        self._pattern = placeholders.nonce_pattern(self.nonce)
        self._lock = Lock()
        self._names: dict[tuple[str, str], str] = {}
        self._values: dict[str, str] = {}
        self._exact: dict[str, str] = {}
        self._groups: dict[tuple[str, str], tuple[int, int]] = {}
        self._numbers: Counter[str] = Counter()

    @classmethod
    def rebuilt(cls, nonce: str, entries: Iterable[tuple[str, str]]) -> Pseudonyms:
        """The table that `entries()` of another gave, with the same placeholders."""
        table = cls(nonce)
        for entity, value in entries:
            table.placeholder(entity, value)
        return table

    def entries(self) -> list[tuple[str, str]]:
        """Entity and value of every pseudonym, oldest first: personal data."""
        with self._lock:
            return list(self._names)

    def placeholder(self, entity: str, value: str) -> str:
        """The placeholder of this value; the same value of the same kind gets the same one.

        Another writing of it gets the same number and a letter, so that both come back exactly.
        Raises RedactionError beyond MOST_VALUES.
        """
        with self._lock:
            known = self._names.get((entity, value))
            return f"[{known or self._add(entity, value)}-{self.nonce}]"

    def _add(self, entity: str, value: str) -> str:
        if len(self._names) >= MOST_VALUES:
            raise RedactionError(
                f"More than {MOST_VALUES} values in one conversation",
                remedy="Start a new conversation.",
            )
        label = placeholders.label(entity)
        group = label, canonical(entity, value)
        number, variants = self._groups.get(group, (0, 0))
        if not number:
            self._numbers[label] += 1
            number = self._numbers[label]
        self._groups[group] = number, variants + 1
        name = placeholders.numbered(entity, number, variants)
        self._names[entity, value] = name
        self._exact[name] = self._values[name.upper()] = value
        return name

    def restore(self, text: str, *, before: str = "") -> str:
        """Originals in place of their placeholders; one pass, nothing restored twice.

        `before` is the character that precedes the text in a stream.
        """
        count = text.lower().count(self.nonce)
        if not count:
            return text
        exact = self._restore_exact(text, count)
        return self._restore_leniently(text, before) if exact is None else exact

    def _restore_exact(self, text: str, count: int) -> str | None:
        """The fast way, where all `count` placeholders stand as they were given; else None."""
        parts = text.split(f"-{self.nonce}]")
        if len(parts) != count + 1:
            return None
        out: list[str] = []
        for part in parts[:-1]:
            head, bracket, name = part.rpartition("[")
            value = self._exact.get(name) if bracket else None
            if value is None:
                return None
            out += [head, value]
        return "".join([*out, parts[-1]])

    def _restore_leniently(self, text: str, before: str) -> str:
        out, at = [], 0
        for found in placeholders.find(text, self._pattern, before=before):
            value = self._values.get(found.name)
            if value is not None:
                out += [text[at : found.start], value]
                at = found.end
        return "".join([*out, text[at:]]) if out else text

    def beginnings(self) -> frozenset[str]:
        """Every beginning of every placeholder without its brackets, in capitals."""
        with self._lock:
            names = [f"{name}-{self.nonce}".upper() for name in self._values]
        return frozenset(name[:i] for name in names for i in range(len(name) + 1))

    def __repr__(self) -> str:
        return f"Pseudonyms({len(self._names)} values)"


class Vault:
    """What one redaction replaced. Restores every placeholder of its conversation."""

    def __init__(self, pseudonyms: Pseudonyms, counts: Mapping[str, int]) -> None:
        self._pseudonyms = pseudonyms
        self._counts = counts

    def restore(self, text: str) -> str:
        """Put the originals back in one pass; unknown placeholders stay as they are."""
        return self._pseudonyms.restore(text)

    def restore_stream(self, tokens: Iterable[str]) -> Iterator[str]:
        """The same over a model's stream of tokens, for pseudonyms known when it begins.

        Holds back only what may still become a placeholder; the joined result equals
        `restore` of the joined tokens, however they were split. If `tokens` raises, what is held
        is a beginning of a placeholder at most and is given out before the error goes on.
        """
        beginnings = self._pseudonyms.beginnings()
        buffer = before = ""
        try:
            for token in tokens:
                buffer += token
                ready = placeholders.held(buffer, beginnings, before=before)
                if ready:
                    yield self._pseudonyms.restore(buffer[:ready], before=before)
                    before, buffer = buffer[ready - 1], buffer[ready:]
        except Exception:
            if buffer:
                yield self._pseudonyms.restore(buffer, before=before)
            raise
        if buffer:
            yield self._pseudonyms.restore(buffer, before=before)

    def counts(self) -> Mapping[str, int]:
        """How many spans of each entity this redaction masked; holds no personal data."""
        return dict(self._counts)

    def __repr__(self) -> str:
        return f"Vault({sum(self._counts.values())} spans)"
