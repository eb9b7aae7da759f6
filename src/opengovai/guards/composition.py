"""Many guards as one: the first that does not allow decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opengovai.protocols import Guard
from opengovai.types import Action, RedactedText, Verdict


@dataclass(frozen=True, slots=True)
class AllOf:
    """Allows what every guard allows. Without a guard it blocks: an empty policy denies."""

    guards: Sequence[Guard]

    def check(self, text: RedactedText, *, language: str) -> Verdict:
        """The first refusal, or an allowance that says how many guards looked and what they
        noticed."""
        if not self.guards:
            reason = "no guard is configured, so nothing may pass"
            return Verdict(action=Action.BLOCK, guard="all-of", reason=reason)
        reasons = [f"{len(self.guards)} allowed"]
        for guard in self.guards:
            verdict = guard.check(text, language=language)
            if verdict.action is not Action.ALLOW:
                return verdict
            if verdict.reason:
                reasons.append(f"{verdict.guard}: {verdict.reason}")
        return Verdict(action=Action.ALLOW, guard="all-of", reason="; ".join(reasons))
