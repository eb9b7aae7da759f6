"""Every port: a Protocol with one verb over frozen values. Import the names from here.

An adapter implements a port, raises only errors of `opengovai.errors`, and comes in through
an entry point (see `docs/reference/plugins.md`). `opengovai.testing` has their contract suites.
"""

from __future__ import annotations

from opengovai.protocols.answering import (
    Channel,
    ConversationMemory,
    Drafter,
    Guard,
    HandOff,
    Rewriter,
)
from opengovai.protocols.audit import AuditSink, Journal, KeyStore
from opengovai.protocols.cases import (
    CaseDatabase,
    CaseTransaction,
    Extractor,
    Officers,
    Outbox,
    RuleSet,
)
from opengovai.protocols.knowledge import (
    Chunker,
    DocumentArchive,
    DocumentLoader,
    KnowledgeStore,
    PassageStore,
    Retriever,
    VectorStore,
)
from opengovai.protocols.models import ChatModel, Classifier, Embedder, Reranker
from opengovai.protocols.privacy import Recognizer, Redactor, Vault

__all__ = [
    "AuditSink",
    "CaseDatabase",
    "CaseTransaction",
    "Channel",
    "ChatModel",
    "Chunker",
    "Classifier",
    "ConversationMemory",
    "DocumentArchive",
    "DocumentLoader",
    "Drafter",
    "Embedder",
    "Extractor",
    "Guard",
    "HandOff",
    "Journal",
    "KeyStore",
    "KnowledgeStore",
    "Officers",
    "Outbox",
    "PassageStore",
    "Recognizer",
    "Redactor",
    "Reranker",
    "Retriever",
    "Rewriter",
    "RuleSet",
    "Vault",
    "VectorStore",
]
