"""The frozen values that travel through the library. Nothing here does I/O or imports ours.

Offsets are always code points (Python `str` indices), half open: `text[start:end]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any, Literal, NewType

RedactedText = NewType("RedactedText", str)
"""The only text that a model, an index query, a guard or the log accepts.

Only `opengovai.redaction` makes one; `tests/unit/test_redacted_text.py` lists the sites.
"""

PLACEHOLDER = re.compile(r"\[[A-Z]+(?:-[A-Z]+)*-\d+[a-z]*-[a-z]{6}\]")
"""A pseudonym as it stands in redacted text (`docs/spec/pseudonyms.md`)."""

JSON = None | bool | int | str | Sequence["JSON"] | Mapping[str, "JSON"]
"""What an audit record may hold: JSON without floats (see `docs/spec/audit-log.md`)."""


Fact = None | bool | Decimal | str | date
"""What a decision table compares."""


class Status(StrEnum):
    """Every way out of the question path; exactly one stands in each answer and record."""

    ANSWERED = "answered"
    CLARIFICATION = "clarification"
    OUT_OF_SCOPE = "out_of_scope"
    NO_CONTENT = "no_content"
    UNSUPPORTED = "unsupported"
    LOW_CONFIDENCE = "low_confidence"
    BLOCKED_QUESTION = "blocked_question"
    BLOCKED_ANSWER = "blocked_answer"
    HANDED_OVER = "handed_over"
    ERROR = "error"


class Action(StrEnum):
    """What a guard asks for."""

    ALLOW = "allow"
    BLOCK = "block"
    ESCALATE = "escalate"


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One heading's span of a document: `text[start:end]` runs from the heading to the next
    heading of the same or a higher level. `level` counts from 1; `page` from 1, where known."""

    heading: str
    level: int
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One official text in one language. `version` is the SHA-256 of the UTF-8 text, in hex."""

    id: str
    title: str
    text: str
    language: str
    uri: str
    version: str
    licence: str = ""
    publisher: str = ""
    published: str = ""
    note: str = ""
    sections: tuple[Section, ...] = ()

    @staticmethod
    def digest(text: str) -> str:
        """The version of a text: SHA-256 of its UTF-8 bytes, 64 hex digits."""
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A quotable range of a document version: `text == document.text[start:end]`, always.

    `headings` is the path from the document's top to the passage, without the title.
    """

    id: str
    document_id: str
    version: str
    text: str
    start: int
    end: int
    headings: tuple[str, ...]
    language: str
    uri: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A passage found. `score` orders hits of one query and means nothing across queries.

    `lexical` in [0, 1] is the share of the query's idf mass that the passage holds, so that a
    floor means the same for every query; `dense` is a cosine in [-1, 1], or None without a model.
    `weights` are the query's terms, analysed in the passage's language, with their idf in the
    index, so that a drafter can weigh sentences as the index weighs passages.
    """

    passage: Passage
    score: float
    lexical: float
    dense: float | None = None
    weights: Mapping[str, float] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class EntitySpan:
    """Personal data found at `text[start:end]` of the input; `score` in [0, 1]."""

    start: int
    end: int
    entity: str
    score: float
    recognizer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A verified quote: `quote == document.text[start:end]` of that version."""

    document_id: str
    version: str
    uri: str
    quote: str
    start: int
    end: int
    title: str = ""
    headings: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One shown sentence and what it rests on; `citations` is never empty in an answer."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a guard decided, and why, in words fit for the log (no personal data)."""

    action: Action
    guard: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """The redacted question as every step after redaction sees it.

    `query` is the part of `text` that asks (`opengovai.answering.focus`), for search and coverage.
    """

    id: str
    text: RedactedText
    query: RedactedText
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A hit under the name it has for one request only; drafters cite `token`, never a URL."""

    token: str
    hit: Hit


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One drafted sentence: its text, the source tokens it cites and a quote for each."""

    text: RedactedText
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What a drafter proposes, unverified. No claims means: the sources do not answer.

    `confidence` in [0, 1] is the drafter's own estimate that the sources support the claims.
    `completions` are the model calls it took, in order.
    """

    claims: tuple[Claim, ...]
    confidence: float
    completions: tuple[Completion, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One turn of a chat with a model."""

    role: Literal["system", "user", "assistant"]
    text: RedactedText


@dataclass(frozen=True, kw_only=True, slots=True)
class Generation:
    """How a model is to complete.

    `schema` is a JSON Schema (draft 2020-12) that the reply must satisfy; `deadline` is the time
    for the whole call in seconds, retries and repairs included.
    """

    max_tokens: int = 1024
    temperature: float = 0.0
    seed: int | None = None
    stop: tuple[str, ...] = ()
    schema: Mapping[str, Any] | None = None
    deadline: float = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Energy:
    """Energy in watt-hours: the best figure, and the range in which the true one is expected."""

    wh: float
    low: float
    high: float
    method: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """What one call took. `counted` is False where the backend did not say and the tokens are
    our upper estimate. `cost` is in units of `currency` (ISO 4217), 0 where there is no price."""

    input_tokens: int
    output_tokens: int
    counted: bool = True
    cost: Decimal = Decimal(0)
    currency: str = ""
    energy: Energy | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Completion:
    """A model's reply. `finish`: it ended by itself, at `max_tokens`, or at the backend's filter.

    `cached` says that no model was called for it.
    """

    text: str
    model: str
    finish: Literal["stop", "length", "filter"]
    usage: Usage
    cached: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelCard:
    """What a ministry declares about a model that it uses.

    `licence` is an SPDX expression for the weights, `weights` "open" or "closed", `residency` an
    ISO 3166-1 code of where it runs, or "local". Prices are per million tokens in `currency`.
    Parameters are in billions; with them the energy of a call is estimated.
    """

    licence: str
    weights: Literal["open", "closed"]
    residency: str
    url: str = ""
    input_price: Decimal = Decimal(0)
    output_price: Decimal = Decimal(0)
    currency: str = ""
    active_parameters: float = 0.0
    total_parameters: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Referral:
    """Who can help where the assistant cannot."""

    authority: str
    contact: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditRecord:
    """One event of the log: a CloudEvents-like envelope around non-personal `data`.

    `private` holds redacted texts. They are never in a leaf: the leaf carries a salted
    commitment of each, the text itself lies encrypted beside the log and can be erased.
    `time` is RFC 3339 in UTC. `subject` is a pseudonym, never an identifier of a person.
    """

    id: str
    source: str
    type: str
    time: str
    subject: str
    phase: str
    data: Mapping[str, JSON] = field(default_factory=dict)
    private: Mapping[str, RedactedText] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """Proof of recording handed out with an answer: log origin, entry index, leaf hash (hex)."""

    log: str
    index: int
    leaf: str


@dataclass(frozen=True, kw_only=True, slots=True)
class JournalEntry:
    """An encoded record on its way into a shared journal: the leaf's bytes (canonical JSON, at most
    65,535), and its encrypted private part under the subject's key, or nothing."""

    entry: bytes
    subject: str = ""
    sealed: bytes = b""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the person who asked gets. `text` is restored; `record_id` finds it in the log."""

    id: str
    status: Status
    text: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    language: str
    confidence: float = 0.0
    handoff: Referral | None = None
    receipt: Receipt


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
    """What came in: a file of a citizen for one service, as parts; holds personal data."""

    id: str
    service: str
    language: str
    kind: str
    parts: tuple[Part, ...]


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

    `due` is an ISO 8601 date. `blind`: the recommendation is shown only after the decision.
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
    blind: bool = False
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


@dataclass(frozen=True, kw_only=True, slots=True)
class PluginInfo:
    """What a plugin declares about itself, beside its factory in a `Plugin`.

    `api_version` is the port version it was written for. `licence` is an SPDX expression.
    `egress` says where data goes: "none", or a host or service name, or "configured": to the
    hosts of the URLs under the configuration keys that `egress_keys` names. `jurisdiction` is an
    ISO 3166-1 code or "local".
    """

    name: str
    version: str
    api_version: int
    licence: str
    egress: str = "none"
    egress_keys: tuple[str, ...] = ()
    jurisdiction: str = "local"
    model_card: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plugin:
    """What an entry point names: a declaration and a factory.

    The factory's keyword arguments are the keys of the plugin's configuration table; it raises
    ConfigurationError for a bad value and imports what is heavy only when called.
    """

    info: PluginInfo
    open: Callable[..., object]
