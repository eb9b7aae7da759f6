"""What is remembered of a conversation, and what of it goes to a human: redacted text only."""

from __future__ import annotations

from dataclasses import dataclass

from opengovai.types.answers import Question, Referral, Status
from opengovai.types.models import Completion
from opengovai.types.text import RedactedText


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One question and what came of it.

    `asked` is what the person wrote, `understood` the question by itself that was made of it,
    `record` the id under which the log has it, `documents` the ids of the documents whose passages
    were found, `options` what a question back offered. `time` is RFC 3339 in UTC.
    """

    record: str
    time: str
    language: str
    asked: RedactedText
    understood: RedactedText
    answer: RedactedText
    status: Status
    documents: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewritten:
    """A question that stands by itself. `rule` says how it became so, "" where it already was;
    `completions` are the model calls it took."""

    question: Question
    rule: str = ""
    completions: tuple[Completion, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Packet:
    """What a human gets who takes a conversation over.

    `key` is its idempotency key: a channel delivers one packet per key, ever. `consent` is when the
    person agreed that it is passed on, RFC 3339 in UTC; without it there is no packet.
    """

    key: str
    service: str
    language: str
    consent: str
    referral: Referral
    turns: tuple[Turn, ...]
