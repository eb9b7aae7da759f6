"""Hand-over to a named authority."""

from __future__ import annotations

from dataclasses import dataclass

from opengovai.languages.messages import message
from opengovai.types import Question, Referral, Status

_MESSAGE = {
    Status.BLOCKED_QUESTION: "blocked",
    Status.ERROR: "failure",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactHandOff:
    """Refers to the authority that the configuration names, in the language of the question."""

    authority: str
    contact: str

    def refer(self, question: Question, status: Status) -> Referral:
        """Why there is no answer, and who can help."""
        reason = message(_MESSAGE.get(status, "no_answer"), question.language)
        step = message(
            "next_step", question.language, authority=self.authority, contact=self.contact
        )
        return Referral(authority=self.authority, contact=self.contact, message=f"{reason} {step}")
