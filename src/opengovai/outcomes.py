"""What a request comes to: an answer in the making, or a refusal with its next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from opengovai.languages.messages import message
from opengovai.protocols import HandOff, Vault
from opengovai.types import (
    JSON,
    Action,
    Answer,
    Hit,
    Question,
    Receipt,
    RedactedText,
    Referral,
    Sentence,
    Status,
    Turn,
    Verdict,
)


class Exit(Exception):  # noqa: N818 a way out, not an error
    """Leaves the numbered steps with a status other than answered; never leaves `ask`.

    `topic` as in `Verdict`; `options` are what a question back offers.
    """

    def __init__(self, status: Status, *, topic: str = "", options: Sequence[str] = ()) -> None:
        self.status, self.topic, self.options = status, topic, tuple(options)
        super().__init__(status.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """The redacted end of a request: what the log seals, before anything is restored."""

    status: Status
    text: RedactedText
    sentences: tuple[Sentence, ...] = ()
    confidence: float = 0.0
    referral: Referral | None = None
    options: tuple[str, ...] = ()

    def restored(
        self, question: Question, receipt: Receipt, vault: Vault | None, *, notice: str
    ) -> Answer:
        """The answer with the asker's own words back in place."""

        def restore(text: str) -> str:
            return vault.restore(text) if vault else text

        sentences = tuple(
            Sentence(text=restore(sentence.text), citations=sentence.citations)
            for sentence in self.sentences
        )
        return Answer(
            id=question.id,
            status=self.status,
            text=restore(self.text),
            sentences=sentences,
            citations=tuple(dict.fromkeys(c for s in sentences for c in s.citations)),
            language=question.language,
            confidence=self.confidence,
            handoff=self.referral,
            notice=notice,
            receipt=receipt,
        )

    def turn(
        self, record: str, asked: RedactedText, question: Question, hits: Sequence[Hit]
    ) -> Turn:
        """What a conversation remembers of it."""
        return Turn(
            record=record,
            time=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            language=question.language,
            asked=asked,
            understood=question.text,
            answer=self.text,
            status=self.status,
            documents=tuple(dict.fromkeys(hit.passage.document_id for hit in hits)),
            options=self.options,
        )


def answered(question: Question, sentences: Sequence[Sentence], confidence: float) -> Outcome:
    """The verified sentences as one text, with a plain notice where they are in another language
    than the question."""
    languages = {c.language for sentence in sentences for c in sentence.citations}
    foreign = languages and question.language not in languages
    notice = (message("other_language", question.language),) if foreign else ()
    text = "\n".join((*notice, *(sentence.text for sentence in sentences)))
    return Outcome(
        status=Status.ANSWERED,
        text=RedactedText(text),
        sentences=tuple(sentences),
        confidence=confidence,
    )


def refused(question: Question, way_out: Exit, handoff: HandOff) -> Outcome:
    """The refusal with its next step, or the question back; a broken hand-over still refuses in the
    right language."""
    if way_out.options:
        offered = [f"{n}. {option}" for n, option in enumerate(way_out.options, start=1)]
        text = "\n".join((message("clarification", question.language), *offered))
        return Outcome(status=way_out.status, text=RedactedText(text), options=way_out.options)
    try:
        referral = handoff.refer(question, way_out.status, topic=way_out.topic)
    except Exception:  # noqa: BLE001 a refusal must be sealed whatever its helper does
        return Outcome(
            status=Status.ERROR, text=RedactedText(message("failure", question.language))
        )
    return Outcome(status=way_out.status, text=RedactedText(referral.message), referral=referral)


def require(verdict: Verdict, status: Status) -> None:
    """Raise Exit unless the guard allows: with its own status or `status`, or HANDED_OVER where it
    escalates."""
    if verdict.action is Action.ALLOW:
        return
    usual = Status.HANDED_OVER if verdict.action is Action.ESCALATE else status
    raise Exit(verdict.status or usual, topic=verdict.topic)


def describe(verdict: Verdict) -> JSON:
    """A verdict as the log writes it."""
    return {"guard": verdict.guard, "action": verdict.action.value, "reason": verdict.reason}


def trace(hits: Sequence[Hit]) -> JSON:
    """Where the drafter's sources stand and how well they matched, in millionths."""
    return [
        {
            "document_id": hit.passage.document_id,
            "version": hit.passage.version,
            "passage_id": hit.passage.id,
            "score_ppm": round(hit.lexical * 1_000_000),
        }
        for hit in hits
    ]
