"""What the service does not answer, and where it points instead: boundaries of a ministry's choice.

Rules of words in seven languages (`cues`), no model. What they cost, questions refused that should
not be, and what they miss are measured by `benchmarks/guards`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opengovai.errors import ConfigurationError
from opengovai.guards.cues import fold, of_family
from opengovai.types import Action, RedactedText, Status, Verdict

ACTIONS = ("allow", "log", "refuse", "hand_over")
"""`allow`: not looked at. `log`: noticed in the record, and answered."""

FAMILIES: Mapping[str, Status] = {
    "crisis": Status.HANDED_OVER,
    "emergency": Status.HANDED_OVER,
    "others_data": Status.BLOCKED_QUESTION,
    "prompt_leak": Status.BLOCKED_QUESTION,
    "politics": Status.OUT_OF_SCOPE,
    "legal_advice": Status.OUT_OF_SCOPE,
    "medical_advice": Status.OUT_OF_SCOPE,
    "off_topic": Status.OUT_OF_SCOPE,
    "small_talk": Status.OUT_OF_SCOPE,
    "injection": Status.BLOCKED_QUESTION,
}
"""Families of cues in the order in which they are looked at, and how a refusal ends."""

DEFAULTS: Mapping[str, str] = {
    **dict.fromkeys(FAMILIES, "refuse"),
    "crisis": "hand_over",
    "emergency": "hand_over",
    "injection": "log",
}
"""Phrases of injection only log: what protects are the tokens, the verification and that nothing
untrusted gets a tool; people also ask about such phrases."""

_TOPICS = {"small_talk": "out_of_scope", "off_topic": "out_of_scope", "injection": "blocked"}


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Implements `opengovai.protocols.Guard`. `actions` says what happens at each family."""

    actions: Mapping[str, str]

    def check(self, text: RedactedText, *, language: str) -> Verdict:
        """The first family that the text is of and that is not to be answered decides. The reason
        names families, never words of the text."""
        folded = fold(text)
        noticed: list[str] = []
        for family in FAMILIES:
            action = self.actions[family]
            if action == "allow" or not of_family(family, folded, language):
                continue
            if action == "log":
                noticed.append(family)
                continue
            return _verdict(family, action)
        reason = f"noticed {', '.join(noticed)}" if noticed else ""
        return Verdict(action=Action.ALLOW, guard="boundaries", reason=reason)


def boundaries(table: Mapping[str, str]) -> Boundaries:
    """From the table `[boundaries]` of a configuration. Raises ConfigurationError."""
    for family, action in table.items():
        if action not in ACTIONS:
            raise ConfigurationError(
                f"{family} = {action!r} is no action",
                where="[boundaries]",
                remedy=f"Choose one of {', '.join(ACTIONS)}.",
            )
    return Boundaries(dict(table))


def _verdict(family: str, action: str) -> Verdict:
    topic = _TOPICS.get(family, family)
    if action == "hand_over":
        return Verdict(action=Action.ESCALATE, guard="boundaries", reason=family, topic=topic)
    status = FAMILIES[family]
    return Verdict(
        action=Action.BLOCK, guard="boundaries", reason=family, topic=topic, status=status
    )
