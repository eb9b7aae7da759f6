"""One question through every real part: what the person gets, what the log keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from opengovai.assistant import Assistant
from opengovai.audit import verify
from opengovai.errors import AuditError, ModelError, RedactionError
from opengovai.guards.composition import AllOf
from opengovai.types import (
    Action,
    AuditRecord,
    Claim,
    Draft,
    Question,
    Receipt,
    RedactedText,
    Referral,
    Source,
    Status,
    Verdict,
)

ASKED = "How long is an ordinary passport valid?"


@dataclass
class Memory:
    """An audit sink that keeps records where a test can read them."""

    records: list[AuditRecord] = field(default_factory=list)

    def append(self, record: AuditRecord) -> Receipt:
        self.records.append(record)
        return Receipt(log="memory", index=len(self.records) - 1, leaf="00")

    def statuses(self) -> list[object]:
        return [record.data.get("status") for record in self.records]


@dataclass
class Scripted:
    """A drafter that says what a test tells it to, about the first source."""

    says: Callable[[str], Sequence[Claim]]
    confidence: float = 1.0
    seen: list[Question] = field(default_factory=list)

    def draft(self, question: Question, sources: Sequence[Source]) -> Draft:
        self.seen.append(question)
        return Draft(claims=tuple(self.says(sources[0].token)), confidence=self.confidence)


def _claim(token: str, text: str, quote: str | None = None) -> Claim:
    return Claim(text=RedactedText(text), quotes=((token, quote or text),))


def test_an_answer_quotes_the_stored_version(assistant: Assistant) -> None:
    answer = assistant.ask(ASKED)
    assert answer.status is Status.ANSWERED
    assert answer.language == "en"
    (first, *_) = answer.citations
    document = assistant.archive.document(first.document_id, first.version)
    assert document is not None
    assert document.text[first.start : first.end] == first.quote
    assert first.quote.startswith("An ordinary passport is valid for ten years.")
    assert first.uri == "https://example.org/passport-act"
    assert all(sentence.citations for sentence in answer.sentences)


@pytest.mark.parametrize("tag", ["en-GB", "EN", "xx", "Achieng Otieno", "x" * 5000, "\x00"])
def test_a_tag_is_brought_down_to_a_language_of_ours(assistant: Assistant, tag: str) -> None:
    sink = Memory()
    answer = replace(assistant, audit=sink).ask(ASKED, language=tag)
    assert (answer.status, answer.language) == (Status.ANSWERED, "en")
    assert sink.records[-1].data["language"] == "en"


@pytest.mark.parametrize("broken", ["\ud83d", "\ude00\ud83d"])
def test_an_emoji_that_a_web_form_cut_in_two_is_no_obstacle(
    assistant: Assistant, broken: str
) -> None:
    answer = assistant.ask(f"{broken} {ASKED}")
    assert answer.status is Status.ANSWERED


def test_the_asker_is_answered_in_their_own_language(assistant: Assistant) -> None:
    answer = assistant.ask("Je, pasipoti ya kawaida ni halali kwa muda gani?")
    assert (answer.status, answer.language) == (Status.ANSWERED, "sw")
    assert "miaka kumi" in answer.text


def test_small_talk_is_out_of_scope_and_searched_for_nowhere(assistant: Assistant) -> None:
    sink = Memory()
    quiet = replace(assistant, audit=sink, retriever=_Broken(AssertionError("searched")))
    answer = quiet.ask("Hello, how are you today?")
    assert (answer.status, answer.citations) == (Status.OUT_OF_SCOPE, ())
    (verdict,) = sink.records[-1].data["guards"]
    assert (verdict["guard"], verdict["reason"]) == ("boundaries", "small_talk")


def test_a_story_before_the_question_is_searched_too(assistant: Assistant) -> None:
    answer = assistant.ask("My passport is gone! Where do I have to report this?")
    assert answer.status is Status.ANSWERED
    assert "nearest police station" in answer.text


def test_what_the_texts_do_not_say_is_refused_with_the_next_step(assistant: Assistant) -> None:
    answer = assistant.ask("Which vaccinations does my dog need for travelling to Norway?")
    assert answer.status in {Status.NO_CONTENT, Status.LOW_CONFIDENCE}
    assert answer.citations == ()
    assert answer.handoff is not None
    assert answer.handoff.contact in answer.text


def test_every_answer_has_an_intent_and_a_result_in_a_log_that_verifies(
    assistant: Assistant, log: Path
) -> None:
    receipts = [assistant.ask(text).receipt for text in (ASKED, "?", "Where is the moon?")]
    assert [receipt.index for receipt in receipts] == [1, 3, 5]
    assistant.audit.close()  # type: ignore[attr-defined]
    report = verify(log)
    assert report.ok, report
    assert report.size == 6


def test_personal_data_reaches_nobody_but_the_one_who_asked(
    assistant: Assistant, log: Path
) -> None:
    phone = "0712 345 678"
    drafter = Scripted(
        lambda token: [_claim(token, "An ordinary passport is valid for ten years.")]
    )
    sink = Memory()
    watched = replace(assistant, drafter=drafter, audit=sink)
    answer = watched.ask(f"Call me on {phone}. {ASKED}")
    assert answer.status is Status.ANSWERED
    (question,) = drafter.seen
    assert "PHONE" in question.text
    for text in (question.text, question.query, repr(sink.records)):
        assert phone not in text
        assert "345 678" not in text
    assert sink.records[-1].data["redactions"] == {"PHONE": 1}


def test_the_answer_is_restored_for_the_asker_and_sealed_redacted(assistant: Assistant) -> None:
    quote = "Whoever loses a passport shall report the loss"

    class Echo:
        def draft(self, question: Question, sources: Sequence[Source]) -> Draft:
            token = next(s.token for s in sources if quote in s.hit.passage.text)
            mark = next(word for word in question.text.split() if word.startswith("[PHONE"))
            text = RedactedText(f"We note {mark} and quote.")
            return Draft(claims=(Claim(text=text, quotes=((token, quote),)),), confidence=1.0)

    sink = Memory()
    echoing = replace(assistant, drafter=Echo(), audit=sink)
    answer = echoing.ask("My phone is 0712 345 678. Where do I report the loss of a passport?")
    assert answer.status is Status.ANSWERED
    assert "0712 345 678" not in repr(sink.records)
    assert "0712 345 678" in answer.text


@pytest.mark.parametrize(
    ("says", "confidence", "status"),
    [
        (lambda t: [], 1.0, Status.UNSUPPORTED),
        (lambda t: [_claim(t, "Passports are free.")], 1.0, Status.UNSUPPORTED),
        (lambda t: [_claim("S9-ffffff", "An ordinary passport")], 1.0, Status.UNSUPPORTED),
        (lambda t: [_claim(t, "An ordinary passport")], 0.1, Status.LOW_CONFIDENCE),
        (
            lambda t: [_claim(t, "Twenty 20 years.", "An ordinary passport")],
            1.0,
            Status.UNSUPPORTED,
        ),
        (
            lambda t: [_claim(t, "ten\u202e years", "An ordinary passport")],
            1.0,
            Status.BLOCKED_ANSWER,
        ),
    ],
    ids=["silent", "no quote", "invented source", "unsure", "wrong number", "hidden characters"],
)
def test_a_drafter_that_goes_wrong_never_reaches_the_citizen(
    assistant: Assistant,
    says: Callable[[str], Sequence[Claim]],
    confidence: float,
    status: Status,
) -> None:
    sink = Memory()
    broken = replace(assistant, drafter=Scripted(says, confidence), audit=sink)
    answer = broken.ask(ASKED)
    assert (answer.status, answer.citations) == (status, ())
    assert sink.statuses() == [None, status.value]


@pytest.mark.parametrize("text", ["", "x" * 100_000, "ring \x07 bell", "\u202egnp.exe"])
def test_bad_questions_are_refused_and_recorded(assistant: Assistant, text: str) -> None:
    sink = Memory()
    answer = replace(assistant, audit=sink).ask(text)
    assert answer.status in {Status.BLOCKED_QUESTION, Status.ERROR}
    assert answer.handoff is not None
    assert sink.statuses() == [None, answer.status.value]


def test_without_guards_nothing_passes(assistant: Assistant) -> None:
    assert replace(assistant, question_guard=AllOf([])).ask(ASKED).status is Status.BLOCKED_QUESTION
    assert replace(assistant, answer_guard=AllOf([])).ask(ASKED).status is Status.BLOCKED_ANSWER


def test_a_guard_may_hand_over_to_people(assistant: Assistant) -> None:
    class Alarm:
        def check(self, text: RedactedText, *, language: str) -> Verdict:
            return Verdict(action=Action.ESCALATE, guard="alarm", reason="emergency")

    sink = Memory()
    answer = replace(assistant, question_guard=Alarm(), audit=sink).ask(ASKED)
    assert answer.status is Status.HANDED_OVER
    assert sink.records[-1].data["guards"] == [
        {"guard": "alarm", "action": "escalate", "reason": "emergency"}
    ]


class _Broken:
    """Any port, failing."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def redact(self, text: str, **_: object) -> None:
        raise self._error

    def retrieve(self, query: RedactedText, *, k: int, language: str | None = None) -> None:
        raise self._error

    def draft(self, question: Question, sources: Sequence[Source]) -> None:
        raise self._error

    def refer(self, question: Question, status: Status, *, topic: str = "") -> Referral:
        raise self._error

    def append(self, record: AuditRecord) -> Receipt:
        raise self._error


@pytest.mark.parametrize(
    ("port", "error"),
    [
        ("redactor", RedactionError("no")),
        ("retriever", OSError("disk")),
        ("drafter", ModelError("down")),
        ("drafter", ZeroDivisionError()),
    ],
)
def test_whatever_breaks_is_refused_and_recorded_without_the_text(
    assistant: Assistant, port: str, error: Exception
) -> None:
    sink = Memory()
    broken = replace(assistant, audit=sink, **{port: _Broken(error)})
    answer = broken.ask(ASKED)
    assert answer.status is Status.ERROR
    assert sink.statuses() == [None, "error"]
    assert sink.records[-1].data["error"] == type(error).__name__
    if port == "redactor":
        assert ASKED not in repr(sink.records)


def test_a_broken_hand_over_still_refuses_in_the_right_language(assistant: Assistant) -> None:
    broken = replace(assistant, handoff=_Broken(ValueError()))
    answer = broken.ask("Je, mbwa wangu anahitaji chanjo gani ili kusafiri kwenda Norwe?")
    assert answer.status is Status.ERROR
    assert "Hitilafu" in answer.text


def test_no_record_no_answer(assistant: Assistant) -> None:
    deaf = replace(assistant, audit=_Broken(AuditError("disk full")))
    with pytest.raises(AuditError, match="disk full"):
        deaf.ask(ASKED)


def test_an_intent_that_was_recorded_but_a_result_that_was_not_gives_no_answer(
    assistant: Assistant,
) -> None:
    class Half(Memory):
        def append(self, record: AuditRecord) -> Receipt:
            if record.phase == "result":
                raise AuditError("disk full")
            return super().append(record)

    sink = Half()
    with pytest.raises(AuditError):
        replace(assistant, audit=sink).ask(ASKED)
    assert [record.phase for record in sink.records] == ["intent"]


def test_many_people_may_ask_at_once(assistant: Assistant, log: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(assistant.ask, [ASKED] * 40))
    assert {answer.status for answer in answers} == {Status.ANSWERED}
    assert len({answer.receipt.index for answer in answers}) == 40
    assistant.audit.close()  # type: ignore[attr-defined]
    assert verify(log).size == 80
