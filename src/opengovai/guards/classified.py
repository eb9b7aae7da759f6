"""A guard that asks a classifier, such as a detector of prompt injections."""

from __future__ import annotations

from dataclasses import dataclass

from opengovai.errors import ConfigurationError
from opengovai.protocols import Classifier
from opengovai.types import Action, RedactedText, Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassifierGuard:
    """Does `action` where `label` is more likely than `threshold`.

    A classifier errs both ways: measure it on the service's own questions before it blocks.
    """

    classifier: Classifier
    label: str
    threshold: float
    action: Action

    def check(self, text: RedactedText, *, language: str) -> Verdict:
        """Raises ModelError where the classifier fails, ConfigurationError for an unknown label."""
        (shares,) = self.classifier.classify([text])
        if self.label not in shares:
            raise ConfigurationError(
                f"The classifier has no label {self.label!r}",
                where="label",
                remedy=f"Name one of {', '.join(sorted(shares))}.",
            )
        found = shares[self.label] > self.threshold
        reason = f"{self.label} {shares[self.label]:.2f}"
        return Verdict(
            action=self.action if found else Action.ALLOW, guard="classifier", reason=reason
        )
