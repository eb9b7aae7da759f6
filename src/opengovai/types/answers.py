"""From a question to an answer: what each step of `assistant.py` passes on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from opengovai.types.audit import Receipt
from opengovai.types.documents import Citation, Hit
from opengovai.types.models import Completion
from opengovai.types.text import RedactedText


class Status(StrEnum):
    """Every way out of the question path; exactly one stands in each answer and record."""

    ANSWERED = "answered"
    CLARIFICATION = "clarification"
    OUT_OF_SCOPE = "out_of_scope"
    NO_CONTENT = "no_content"
    UNSUPPORTED = "unsupported"
    LOW_CONFIDENCE = "low_confidence"
    BLOCKED_QUESTION = "blocked_question"
    BLOCKED_ANSWER = "blocked_answer"
    HANDED_OVER = "handed_over"
    ERROR = "error"


class Action(StrEnum):
    """What a guard asks for."""

    ALLOW = "allow"
    BLOCK = "block"
    ESCALATE = "escalate"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One shown sentence and what it rests on; `citations` is never empty in an answer."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a guard decided, and why, in words fit for the log (no personal data).

    `topic` is what the person is told about, where the catalogue of messages has it ("crisis");
    `status` the way out that goes with it, where it is not the usual one of the step.
    """

    action: Action
    guard: str
    reason: str = ""
    topic: str = ""
    status: Status | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """The redacted question as every step after redaction sees it.

    `query` is the part of `text` that asks (`opengovai.answering.focus`), for search and coverage.
    """

    id: str
    text: RedactedText
    query: RedactedText
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A hit under the name it has for one request only; drafters cite `token`, never a URL."""

    token: str
    hit: Hit


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One drafted sentence: its text, the source tokens it cites and a quote for each."""

    text: RedactedText
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What a drafter proposes, unverified. No claims means: the sources do not answer.

    `confidence` in [0, 1] is the drafter's own estimate that the sources support the claims.
    `completions` are the model calls it took, in order.
    """

    claims: tuple[Claim, ...]
    confidence: float
    completions: tuple[Completion, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Referral:
    """Who can help where the assistant cannot. `office_hours` as the configuration words them."""

    authority: str
    contact: str
    message: str
    office_hours: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the person who asked gets. `text` is restored; `receipt` finds it in the log.

    `notice` says that a machine answers, on first contact (Article 50(1) of Regulation (EU)
    2024/1689); to be shown before `text`.
    """

    id: str
    status: Status
    text: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    language: str
    confidence: float = 0.0
    handoff: Referral | None = None
    notice: str = ""
    receipt: Receipt
