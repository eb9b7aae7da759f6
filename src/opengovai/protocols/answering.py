"""Guarding, drafting, remembering, and handing over to humans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from opengovai.types import (
    Draft,
    Packet,
    Question,
    RedactedText,
    Referral,
    Rewritten,
    Source,
    Status,
    Turn,
    Verdict,
)


class Guard(Protocol):
    """Looks at a text before it goes on."""

    def check(self, text: RedactedText, *, language: str) -> Verdict:
        """Allow, block or escalate, with the reason."""


class Drafter(Protocol):
    """Proposes an answer from sources."""

    def draft(self, question: Question, sources: Sequence[Source]) -> Draft:
        """Claims with quotes under the sources' tokens; no claims means no answer."""


class HandOff(Protocol):
    """Knows who can help."""

    def refer(self, question: Question, status: Status, *, topic: str = "") -> Referral:
        """The next step for the person, in the question's language; `topic` as in `Verdict`."""


class Channel(Protocol):
    """Takes conversations to humans."""

    def deliver(self, packet: Packet) -> str:
        """Deliver once per `packet.key`; returns where. Raises DeliveryError: to be tried again."""


class ConversationMemory(Protocol):
    """Remembers redacted turns for a while. Every method raises StorageError."""

    def recall(self, conversation: str) -> Sequence[Turn]:
        """The latest, oldest first; none of an unknown, expired or forgotten conversation."""

    def keep(self, conversation: str, turn: Turn, *, subject: str = "") -> None:
        """Add a turn; `subject` is the pseudonym of the person whose conversation it is."""

    def forget(self, *, conversation: str = "", subject: str = "") -> int:
        """Erase for good: one, and all of a person's; how many there were."""


class Rewriter(Protocol):
    """Makes a follow-up a question that stands by itself."""

    def rewrite(self, question: Question, history: Sequence[Turn]) -> Rewritten:
        """With what it takes from `history`, oldest first."""
