"""What the log keeps and hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from opengovai.types.text import JSON, RedactedText


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


class Receipt(Struct, frozen=True, kw_only=True, gc=False):
    """Proof of recording handed out with an answer: log origin, entry index, leaf hash (hex).

    A struct, not a dataclass: it is made for every record, in a tenth of the time.
    """

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
