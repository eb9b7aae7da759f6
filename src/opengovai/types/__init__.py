"""The frozen values that travel through the library. Nothing here does I/O or imports ours.

Offsets are always code points (Python `str` indices), half open: `text[start:end]`. Import the
names from here; the modules are how they are kept readable.
"""

from __future__ import annotations

from opengovai.types.answers import (
    Action,
    Answer,
    Claim,
    Draft,
    Question,
    Referral,
    Sentence,
    Source,
    Status,
    Verdict,
)
from opengovai.types.audit import AuditRecord, JournalEntry, Receipt
from opengovai.types.cases import (
    Case,
    Extraction,
    Fact,
    Finding,
    Notice,
    Part,
    Recommendation,
    ReviewDecision,
    ReviewTask,
)
from opengovai.types.conversations import Packet, Rewritten, Turn
from opengovai.types.documents import Citation, Document, Hit, Loaded, Passage, Section, Skipped
from opengovai.types.models import Completion, Energy, Generation, Message, ModelCard, Usage
from opengovai.types.plugin import Plugin, PluginInfo
from opengovai.types.stores import (
    Changes,
    Extent,
    IndexedDocument,
    IndexedPassage,
    Match,
    Scope,
    StoredVersion,
    TermQuery,
)
from opengovai.types.text import JSON, PLACEHOLDER, EntitySpan, RedactedText

__all__ = [
    "JSON",
    "PLACEHOLDER",
    "Action",
    "Answer",
    "AuditRecord",
    "Case",
    "Changes",
    "Citation",
    "Claim",
    "Completion",
    "Document",
    "Draft",
    "Energy",
    "EntitySpan",
    "Extent",
    "Extraction",
    "Fact",
    "Finding",
    "Generation",
    "Hit",
    "IndexedDocument",
    "IndexedPassage",
    "JournalEntry",
    "Loaded",
    "Match",
    "Message",
    "ModelCard",
    "Notice",
    "Packet",
    "Part",
    "Passage",
    "Plugin",
    "PluginInfo",
    "Question",
    "Receipt",
    "Recommendation",
    "RedactedText",
    "Referral",
    "ReviewDecision",
    "ReviewTask",
    "Rewritten",
    "Scope",
    "Section",
    "Sentence",
    "Skipped",
    "Source",
    "Status",
    "StoredVersion",
    "TermQuery",
    "Turn",
    "Usage",
    "Verdict",
]
