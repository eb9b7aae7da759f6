"""Hand-over to a named authority, and the signposts of a crisis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from opengovai.languages.messages import message
from opengovai.types import Question, Referral, Status

_MESSAGE = {
    Status.BLOCKED_QUESTION: "blocked",
    Status.OUT_OF_SCOPE: "out_of_scope",
    Status.ERROR: "failure",
}
_URGENT = ("crisis", "emergency")
_EVERYWHERE = "all"


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactHandOff:
    """Refers to the authority that the configuration names, in the language of the question; one
    without a name is "the responsible public office".

    `emergency` and `helplines` (for a crisis) have the numbers to call, by language or under "all",
    as the ministry words them. Without any, the person is pointed to the local emergency number:
    no number is ever made up.
    """

    authority: str
    contact: str
    office_hours: str = ""
    emergency: Mapping[str, str] = field(default_factory=dict)
    helplines: Mapping[str, str] = field(default_factory=dict)

    def refer(self, question: Question, status: Status, *, topic: str = "") -> Referral:
        """Why there is no answer, and who can help; in an emergency, whom to call and no more."""
        language = question.language
        authority = self.authority or message("unnamed_authority", language)
        contact = self.contact or message("unnamed_contact", language)
        step = message("next_step", language, authority=authority, contact=contact)
        said = self._urgent(language, topic) if topic in _URGENT else None
        return Referral(
            authority=authority,
            contact=contact,
            office_hours=self.office_hours,
            message=" ".join(said or self._usual(language, status, topic, step)),
        )

    def _usual(self, language: str, status: Status, topic: str, step: str) -> list[str]:
        reason = message(topic or _MESSAGE.get(status, "no_answer"), language)
        hours = self.office_hours and [message("office_hours", language, hours=self.office_hours)]
        return [reason, step, *hours]

    def _urgent(self, language: str, topic: str) -> list[str]:
        lines = (self.helplines, self.emergency) if topic == "crisis" else (self.emergency,)
        numbers = [line.get(language) or line.get(_EVERYWHERE) for line in lines]
        known = ", ".join(number for number in numbers if number)
        call = (
            message("call", language, numbers=known) if known else message("call_local", language)
        )
        return [message(topic, language), call]
