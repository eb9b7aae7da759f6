"""From a letter to an officer's decision: what each step of `casework.py` passes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from opengovai.types.documents import Citation

Fact = None | bool | Decimal | str | date
"""What a decision table compares."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A piece of a case's source with offsets of its own.

    `name` says what it is and where it stands: "text", "form:<field name>" (several joined by
    "+" for a value that is spread over several boxes), "json:<RFC 6901 pointer>",
    "header:<name>" of an e-mail, "attachment:<file name>". `labels` are the words that stand
    beside a form field.
    """

    name: str
    text: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What came in: a file of a citizen for one service, as parts; holds personal data.
    No parts: it could not be read."""

    id: str
    service: str
    language: str
    kind: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Extraction:
    """A field's value and where it stands: `part.text[start:end]` of the part that `source` names.

    `value` is that text in the normal form of the field's type (an ISO 8601 date, a plain decimal
    number, "true" or "false"). `confidence` in [0, 1].
    """

    field: str
    value: str
    start: int
    end: int
    source: str
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something an officer must know: `code` from a closed list, `message` without personal data.

    `blocking` says that no favourable recommendation may be made.
    """

    code: str
    field: str
    message: str
    blocking: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommendation:
    """What the decision table says, which is not a decision. `rule` fired; `citation` is the
    verified passage of law it stands on."""

    outcome: str
    reason: str
    rule: str
    note: str = ""
    citation: Citation | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewTask:
    """A prepared case on the desk. No `recommendation` means: the rules do not say.

    `due` is an ISO 8601 date. `blind`: the recommendation is shown only after the decision;
    `twice`: two officers decide it, each for himself. `candidates`: the kinds that it may be, for
    the person who sorts what is not clear.
    """

    case: str
    service: str
    state: str
    kind: str
    language: str
    queue: str
    received: str
    due: str
    confidence: float
    extractions: tuple[Extraction, ...]
    findings: tuple[Finding, ...]
    recommendation: Recommendation | None
    candidates: tuple[str, ...] = ()
    blind: bool = False
    twice: bool = False
    assignee: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewDecision:
    """A named officer's decision. `reason` is a reason code of the service; `justification` is
    needed where it departs from the recommendation, and holds no personal data."""

    officer: str
    outcome: str
    reason: str
    justification: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A letter. `key` is its idempotency key: an outbox delivers one letter per key, ever.

    `text` is the draft with `{field}` marks until it is delivered; only then are they filled.
    """

    case: str
    key: str
    language: str
    recipient: str
    subject: str
    text: str
