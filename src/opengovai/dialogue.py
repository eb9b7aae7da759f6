"""What can be done with a conversation besides asking: passed on to a human, or forgotten.

Both are recorded like a question: an intent, then a result.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from opengovai.answering.focus import unread
from opengovai.assistant import Assistant, is_personal, require_pseudonym
from opengovai.audit.trail import Trail
from opengovai.errors import ConfigurationError, DeliveryError, InputError
from opengovai.languages.messages import message
from opengovai.types import JSON, Answer, Packet, RedactedText, Referral, Status

_EVENT = "org.opengovai.conversation"


def hand_over(assistant: Assistant, conversation: str, *, subject: str = "") -> Answer:
    """Pass a conversation on to a human, because the person asks for it: that is the consent.

    The packet has redacted text only. Once it is kept it is not lost: a channel that does not take
    it now gets it later, and the person is told so. Raises ConfigurationError without a channel,
    InputError where nothing of the conversation is remembered or the subject is personal data,
    StorageError, AuditError.
    """
    require_pseudonym(assistant.redactor, subject)
    if assistant.channel is None:
        raise ConfigurationError(
            "Nobody takes conversations over",
            where="[[channels]]",
            remedy="Configure a channel, such as `mail`.",
        )
    turns = tuple(assistant.memory.recall(conversation))
    if not turns:
        raise InputError(
            "Nothing of this conversation is remembered",
            where=conversation,
            remedy="It has expired, was erased, or never was; ask again first.",
        )
    trail = _open(assistant, "hand_over", conversation, subject)
    question = unread(trail.id, turns[-1].language)
    referral = assistant.handoff.refer(question, Status.HANDED_OVER)
    packet = Packet(
        key=trail.id,
        service=assistant.service,
        language=question.language,
        consent=datetime.now(UTC).isoformat(timespec="seconds"),
        referral=referral,
        turns=turns,
    )
    told = _deliver(assistant, packet, trail)
    receipt = trail.seal(status=Status.HANDED_OVER, private={"answer": told})
    return Answer(
        id=question.id,
        status=Status.HANDED_OVER,
        text=told,
        language=question.language,
        handoff=referral,
        receipt=receipt,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgotten:
    """What there was to forget: remembered conversations, and whether what pseudonyms stand for
    was destroyed, which a redactor may keep longer than conversations are remembered."""

    conversations: int
    pseudonyms: bool


def forget(assistant: Assistant, *, conversation: str = "", subject: str = "") -> Forgotten:
    """Erase what is remembered of a conversation, or of all conversations of a person. What their
    pseudonyms stand for is destroyed as well, where the redactor keeps it.

    The log has its own erasure (`opengovai audit erase`); it is not told of a subject that is
    personal data, as an earlier version may have kept. Raises StorageError, AuditError.
    """
    told = "" if is_personal(assistant.redactor, subject) else subject
    trail = _open(assistant, "forget", conversation, told)
    destroyed = assistant.redactor.erase(conversation, subject=subject)
    gone = assistant.memory.forget(conversation=conversation, subject=subject)
    trail.note(forgotten=gone, pseudonyms_destroyed=destroyed)
    trail.seal(status="done", private={})
    return Forgotten(conversations=gone, pseudonyms=destroyed)


def _deliver(assistant: Assistant, packet: Packet, trail: Trail) -> RedactedText:
    referral, language = packet.referral, packet.language
    assert assistant.channel is not None  # noqa: S101 hand_over has seen to it
    try:
        assistant.channel.deliver(packet)
    except DeliveryError:
        trail.note(delivered=False)
        return RedactedText(message("not_passed_on", language))
    trail.note(delivered=True)
    said = [
        message("passed_on", language, authority=referral.authority),
        *_hours(referral, language),
    ]
    return RedactedText(" ".join(said))


def _hours(referral: Referral, language: str) -> list[str]:
    hours = referral.office_hours
    return [message("office_hours", language, hours=hours)] if hours else []


def _open(assistant: Assistant, what: str, conversation: str, subject: str) -> Trail:
    digest = sha256(conversation.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    facts: dict[str, JSON] = {**assistant.facts}
    if conversation:
        facts["gen_ai.conversation.id"] = digest
    return Trail.open(
        assistant.audit,
        source=assistant.service,
        kind=f"{_EVENT}.{what}",
        subject=subject,
        facts=facts,
    )
