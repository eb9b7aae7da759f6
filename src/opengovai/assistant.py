"""One citizen question, top to bottom.

1.  open the audit trail: the intent is durable before anything else happens
2.  redact: from here on only the vault knows who asked
3.  identify the language
4.  guard the question; small talk and the like ends here
5.  retrieve, for the part that asks and for the story around it
6.  draft: the drafter sees sources under names that live for this request only
7.  verify: every sentence stands on a quote in the cited version, or it is dropped; what is not
    likely enough to be an answer is none
8.  guard the answer
9.  seal the redacted outcome in the log: without a record nobody is answered
10. restore, for the one who asked
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opengovai import protocols as port
from opengovai.answering.focus import focus, unread
from opengovai.answering.gathering import gather
from opengovai.answering.scope import out_of_scope
from opengovai.answering.tokens import name_sources
from opengovai.answering.verification import verify_draft
from opengovai.audit.trail import Trail
from opengovai.evaluation.calibration import Calibration
from opengovai.languages import identify
from opengovai.outcomes import Exit, Outcome, answered, describe, refused, require, trace
from opengovai.types import JSON, Answer, Question, Status


@dataclass(frozen=True, kw_only=True, slots=True)
class Assistant:
    """Answers from official documents; thread safe where its parts are.

    `calibration` turns a draft's confidence into a probability and has the floor below which
    nobody is answered (step 7). `facts` describe this deployment in every intent record.
    """

    redactor: port.Redactor
    languages: Sequence[str]
    question_guard: port.Guard
    retriever: port.Retriever
    passages: int
    drafter: port.Drafter
    archive: port.DocumentArchive
    calibration: Calibration
    answer_guard: port.Guard
    handoff: port.HandOff
    audit: port.AuditSink
    service: str
    facts: Mapping[str, JSON]

    def ask(
        self, text: str, *, language: str | None = None, conversation: str | None = None
    ) -> Answer:
        """Answer `text`, or refuse with the next step; `language` overrules identification.

        Raises AuditError when the record cannot be written, and nothing else.
        """
        trail = Trail.open(self.audit, source=self.service, kind=_EVENT, facts=self.facts)  # 1
        vault = None
        question = unread(trail.id, language or self.languages[0])
        try:
            redacted, vault = self.redactor.redact(text, conversation=conversation)  # 2
            tag = language or identify(redacted, self.languages).language  # 3
            question = focus(trail.id, redacted, tag)
            trail.note(language=tag, redactions=dict(vault.counts()))
            outcome = self._compose(question, trail)  # 4 to 8
        except Exit as refusal:
            outcome = refused(question, refusal.status, self.handoff)
        except Exception as error:  # noqa: BLE001 every exit is recorded, that of a bug too
            trail.note(error=type(error).__name__)
            outcome = refused(question, Status.ERROR, self.handoff)
        receipt = trail.seal(  # 9
            status=outcome.status, private={"question": question.text, "answer": outcome.text}
        )
        return outcome.restored(question, receipt, vault)  # 10

    def _compose(self, question: Question, trail: Trail) -> Outcome:
        asked = self.question_guard.check(question.text, language=question.language)  # 4
        trail.note(guards=[describe(asked)])
        require(asked, Status.BLOCKED_QUESTION)
        if kind := out_of_scope(question):
            trail.note(scope=kind)
            raise Exit(Status.OUT_OF_SCOPE)

        hits = gather(self.retriever, question, k=self.passages)  # 5
        sources = name_sources(hits)
        trail.note(sources=trace([source.hit for source in sources]))
        if not sources:
            raise Exit(Status.NO_CONTENT)

        draft = self.drafter.draft(question, sources)  # 6
        confidence = self.calibration.probability(draft.confidence, question.language)
        trail.note(confidence_ppm=round(confidence * 1_000_000))

        verified = verify_draft(draft, sources, self.archive)  # 7
        trail.note(claims=len(draft.claims), dropped=verified.dropped, invented=verified.invented)
        if not verified.sentences:
            raise Exit(Status.UNSUPPORTED)
        if confidence < self.calibration.floor:
            raise Exit(Status.LOW_CONFIDENCE)

        outcome = answered(question, verified.sentences, confidence)
        told = self.answer_guard.check(outcome.text, language=question.language)  # 8
        trail.note(guards=[describe(asked), describe(told)])
        require(told, Status.BLOCKED_ANSWER)
        return outcome


_EVENT = "org.opengovai.question"
