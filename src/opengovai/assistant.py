"""One citizen question, top to bottom.

1.  open the audit trail: the intent is durable before anything else happens
2.  redact: from here on only the vault knows who asked
3.  understand: its language and script, and what it takes from the conversation so far
4.  guard the question; a crisis, small talk and the like end here
5.  retrieve, for the part that asks and for the story around it; where two services fit a question
    too short to tell, ask back
6.  draft: the drafter sees sources under names that live for this request only
7.  verify: every sentence stands on a quote in the cited version, or it is dropped; what is not
    likely enough to be an answer is none
8.  guard the answer, and where its links lead
9.  remember the redacted turn, seal the redacted outcome: without a record nobody is answered
10. restore, for the one who asked; at first contact say that this is a machine
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opengovai import protocols as port
from opengovai.answering.focus import focus, unread
from opengovai.answering.gathering import gather
from opengovai.answering.tokens import name_sources
from opengovai.answering.verification import verify_draft
from opengovai.audit.trail import Trail
from opengovai.audit.usage import model_calls
from opengovai.conversation.clarification import choices
from opengovai.conversation.listening import listen
from opengovai.conversation.remembering import Thread
from opengovai.errors import InputError
from opengovai.evaluation.calibration import Calibration
from opengovai.guards.answers import check_answer
from opengovai.languages import SUPPORTED
from opengovai.languages.normalization import well_formed
from opengovai.outcomes import Exit, Outcome, answered, describe, refused, require, trace
from opengovai.types import JSON, Answer, Completion, Hit, Question, RedactedText, Status


@dataclass(frozen=True, kw_only=True, slots=True)
class Assistant:
    """Answers from official documents; thread safe where its parts are.

    `calibration` turns a draft's confidence into a probability and has the floor below which
    nobody is answered (step 7). `facts` describe this deployment in every intent record. `channel`
    takes conversations to humans (`opengovai.dialogue`); None where there is none.
    """

    redactor: port.Redactor
    languages: Sequence[str]
    memory: port.ConversationMemory
    rewriter: port.Rewriter
    question_guard: port.Guard
    retriever: port.Retriever
    passages: int
    drafter: port.Drafter
    archive: port.DocumentArchive
    calibration: Calibration
    answer_guard: port.Guard
    handoff: port.HandOff
    channel: port.Channel | None
    audit: port.AuditSink
    service: str
    facts: Mapping[str, JSON]

    def ask(
        self,
        text: str,
        *,
        language: str | None = None,
        conversation: str | None = None,
        subject: str = "",
    ) -> Answer:
        """Answer `text`, or refuse with the next step; `language` overrules identification, if it
        is one of ours (of "de-DE", "de" counts): it stands in the record as it is.

        `conversation` names what this belongs to; without it the question stands alone. `subject`
        is a pseudonym of the person, under which record and conversation can be erased.
        Raises InputError for a subject that is personal data, AuditError when the record cannot be
        written, and nothing else.
        """
        require_pseudonym(self.redactor, subject)
        language = _primary(language)
        trail = Trail.open(  # 1
            self.audit, source=self.service, kind=_EVENT, subject=subject, facts=self.facts
        )
        thread = Thread(self.memory, conversation, subject=subject)
        question = unread(trail.id, language or self.languages[0])
        asked, vault, hits, calls = question.text, None, list[Hit](), list[Completion]()
        try:
            asked, vault = self.redactor.redact(  # 2
                well_formed(text), conversation=conversation, subject=subject
            )
            question = focus(trail.id, asked, question.language)
            trail.note(redactions=dict(vault.counts()))
            question = self._understand(asked, question, language, thread, trail, calls)  # 3
            outcome = self._compose(question, asked, trail, hits, calls)  # 4 to 8
        except Exit as way_out:
            outcome = refused(question, way_out, self.handoff)
        except Exception as error:  # noqa: BLE001 every exit is recorded, that of a bug too
            trail.note(error=type(error).__name__)
            outcome = refused(question, Exit(Status.ERROR), self.handoff)
        trail.note(
            **model_calls(calls), **thread.keep(outcome.turn(trail.id, asked, question, hits))
        )  # 9
        receipt = trail.seal(
            status=outcome.status,
            private={"question": asked, "understood": question.text, "answer": outcome.text},
        )
        return outcome.restored(question, receipt, vault, notice=thread.notice(question))  # 10

    def _understand(
        self,
        asked: RedactedText,
        question: Question,
        language: str | None,
        thread: Thread,
        trail: Trail,
        calls: list[Completion],
    ) -> Question:
        history = thread.recall()
        heard = listen(asked, self.languages, language=language, history=history)
        trail.note(language=heard.language, romanised=heard.romanised)
        spoken = focus(question.id, heard.text, heard.language)
        rewritten = self.rewriter.rewrite(spoken, history)
        trail.note(follow_up=rewritten.rule)
        calls += rewritten.completions
        return rewritten.question

    def _compose(
        self,
        question: Question,
        asked: RedactedText,
        trail: Trail,
        hits: list[Hit],
        calls: list[Completion],
    ) -> Outcome:
        passed = self.question_guard.check(asked, language=question.language)  # 4
        trail.note(guards=[describe(passed)])
        require(passed, Status.BLOCKED_QUESTION)

        hits += gather(self.retriever, question, k=self.passages)  # 5
        sources = name_sources(hits)
        trail.note(sources=trace(hits))
        if not sources:
            raise Exit(Status.NO_CONTENT)
        if options := choices(question, hits):
            raise Exit(Status.CLARIFICATION, options=options)

        draft = self.drafter.draft(question, sources)  # 6
        calls += draft.completions
        confidence = self.calibration.probability(draft.confidence, question.language)
        trail.note(confidence_ppm=round(confidence * 1_000_000))

        verified = verify_draft(draft, sources, self.archive)  # 7
        trail.note(claims=len(draft.claims), dropped=verified.dropped, invented=verified.invented)
        if not verified.sentences:
            raise Exit(Status.UNSUPPORTED)
        if confidence < self.calibration.floor_for(question.language):
            raise Exit(Status.LOW_CONFIDENCE)

        outcome = answered(question, verified.sentences, confidence)
        told = self.answer_guard.check(outcome.text, language=question.language)  # 8
        cited = [one for sentence in outcome.sentences for one in sentence.citations]
        led = check_answer(outcome.text, cited, asked, question.language)
        trail.note(guards=[describe(verdict) for verdict in (passed, told, led)])
        require(told, Status.BLOCKED_ANSWER)
        require(led, Status.BLOCKED_ANSWER)
        return outcome


def is_personal(redactor: port.Redactor, subject: str) -> bool:
    """Whether the redactor finds anything in a subject, or cannot tell."""
    try:
        return bool(subject) and bool(redactor.redact(subject)[1].counts())
    except Exception:  # noqa: BLE001 what cannot be checked is not signed
        return True


def _primary(tag: str | None) -> str | None:
    language = (tag or "").partition("-")[0].lower()
    return language if language in SUPPORTED else None


def require_pseudonym(redactor: port.Redactor, subject: str) -> None:
    """A subject is signed into the log as it is, for good. Raises InputError for one that is
    personal data."""
    if is_personal(redactor, subject):
        raise InputError(
            "The subject is personal data, and would stand in the log for good",
            where="subject",
            remedy="Give a pseudonym, such as a random identifier that you keep with the account.",
        )


_EVENT = "org.opengovai.question"
