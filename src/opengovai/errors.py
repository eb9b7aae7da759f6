"""The error tree. Every error says what was wrong, where, and what to do next.

OpenGovAIError
├── ConfigurationError        the configuration cannot be used as written
│   └── PluginError           a plugin is unknown, ambiguous, broken or not allowed
│       └── MissingExtraError the plugin needs an optional dependency
├── InputError                what the caller gave cannot be used
│   ├── UnreadableSourceError a file, folder or stream cannot be read as text
│   └── TextTooLongError      a text is over its stated limit
├── RedactionError            redaction did not finish; the text must not go on
├── CaseworkError             a step of a case that is not allowed
│   ├── NotAuthorisedError    nobody with the needed role stands behind it
│   └── CaseStateError        the case is not in a state for it, or somebody else has it
├── StorageError              a knowledge base or vault cannot be read or written
│   ├── StoreBusyError        another process holds the writer's lock
│   └── StoreDamagedError     stored bytes are not what was written
├── DeliveryError             a conversation did not reach a human; it is kept for another try
├── ModelError                a model backend failed
│   ├── ModelUnavailableError it cannot be reached, is overloaded or was given a rest
│   ├── ModelTimeoutError     the deadline of the call passed
│   ├── ModelCancelledError   who asked no longer wants the reply
│   ├── ModelOutputError      its reply is broken, too large or not of the wanted form
│   └── BudgetExceededError   the budget of tokens, money or energy is spent
├── AuditError                the log cannot be written, so nobody is answered
│   ├── LogPoisonedError      an fsync failed; the log must be reopened and checked
│   └── LogDamagedError       the log is shorter or other than what was signed
└── VerificationError         a proof, quote or signature does not hold
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opengovai.types import Completion


class OpenGovAIError(Exception):
    """Root of the tree; `str(error)` is one readable line or two.

    `what` states the fault, `where` the place (path, key, index), `remedy` the next step.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        place = f" ({where})" if where else ""
        step = f" {remedy}" if remedy else ""
        super().__init__(f"{what.rstrip('.')}{place}.{step}")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.where, self.remedy)


def _rebuild(kind: type[OpenGovAIError], what: str, where: str, remedy: str) -> OpenGovAIError:
    return kind(what, where=where, remedy=remedy)


class ConfigurationError(OpenGovAIError):
    """The configuration cannot be used as written."""


class PluginError(ConfigurationError):
    """A plugin is unknown, ambiguous, broken or not allowed here."""


class MissingExtraError(PluginError):
    """The plugin needs an optional dependency that is not installed."""


class InputError(OpenGovAIError):
    """What the caller gave cannot be used."""


class UnreadableSourceError(InputError):
    """A file, folder or stream cannot be read as text."""


class TextTooLongError(InputError):
    """A text is over its stated limit."""


class RedactionError(OpenGovAIError):
    """Redaction did not finish; the text must not go on."""


class CaseworkError(OpenGovAIError):
    """A step of a case that is not allowed."""


class NotAuthorisedError(CaseworkError):
    """Nobody with the needed role stands behind it; nothing was decided or sent."""


class CaseStateError(CaseworkError):
    """The case is not in a state for it, or somebody else has it."""


class StorageError(OpenGovAIError):
    """A knowledge base or vault cannot be read or written."""


class StoreBusyError(StorageError):
    """Another process holds the writer's lock."""


class StoreDamagedError(StorageError):
    """Stored bytes are not what was written."""


class DeliveryError(OpenGovAIError):
    """A conversation did not reach a human; it is kept for another try."""


class ModelError(OpenGovAIError):
    """A model backend failed. `spent` is what the call took all the same, so that it is booked;
    None where it certainly took nothing."""

    spent: Completion | None = None


class ModelUnavailableError(ModelError):
    """The backend cannot be reached, is overloaded or was given a rest after many failures."""


class ModelTimeoutError(ModelError):
    """The deadline of the call passed."""


class ModelCancelledError(ModelError):
    """The caller set `Generation.cancelled`."""


class ModelOutputError(ModelError):
    """The backend's reply is broken, too large or not of the wanted form."""


class BudgetExceededError(ModelError):
    """The budget of tokens, money or energy is spent."""


class AuditError(OpenGovAIError):
    """The log cannot be written, so nobody is answered."""


class LogPoisonedError(AuditError):
    """An fsync failed; the log must be reopened and checked before it is used again."""


class LogDamagedError(AuditError):
    """The log is shorter or other than what was signed."""


class VerificationError(OpenGovAIError):
    """A proof, quote or signature does not hold."""


def why(error: OSError | ValueError) -> str:
    """Why a file could not be read or written, in words for its user; a parser's are its own."""
    if isinstance(error, UnicodeDecodeError):
        return f"it is not UTF-8 text (byte {error.start})"
    if isinstance(error, OSError):
        return (error.strerror or "the system gave no reason").lower()
    return str(error)
