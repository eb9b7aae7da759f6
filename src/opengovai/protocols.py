"""Every port, in one file: a Protocol with one verb over frozen values.

An adapter implements a port, raises only errors of `opengovai.errors`, and comes in through
an entry point (see `docs/reference/plugins.md`). `opengovai.testing` has their contract suites.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from opengovai.types import (
    AuditRecord,
    Case,
    Changes,
    Completion,
    Document,
    Draft,
    EntitySpan,
    Extent,
    Extraction,
    Fact,
    Generation,
    Hit,
    IndexedDocument,
    JournalEntry,
    Loaded,
    Match,
    Message,
    Notice,
    Packet,
    Passage,
    Question,
    Receipt,
    Recommendation,
    RedactedText,
    Referral,
    Rewritten,
    Skipped,
    Source,
    Status,
    StoredVersion,
    TermQuery,
    Turn,
    Verdict,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Vault(Protocol):
    """Knows which pseudonym stands for what, for one conversation."""

    def restore(self, text: str) -> str:
        """Put the originals back in one pass; unknown placeholders stay as they are."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How many pseudonyms of each entity type this conversation holds: fit for the log."""
        ...


@runtime_checkable
class Recognizer(Protocol):
    """Finds personal data."""

    def recognize(self, text: str) -> Iterable[EntitySpan]:
        """Spans of `text`, in any order, overlapping or not."""
        ...


class Redactor(Protocol):
    """Turns a citizen's text into text that may travel."""

    def redact(self, text: str, *, conversation: str | None = None) -> tuple[RedactedText, Vault]:
        """Same `conversation`, same person, same pseudonym. Raises RedactionError: fails closed."""
        ...


class DocumentLoader(Protocol):
    """Reads sources: files, folders, a site."""

    def load(
        self, paths: Sequence[Path], *, language: str | None = None
    ) -> Iterator[Loaded | Skipped]:
        """Documents in the order of their sources; `language` holds where a source states none.

        A bad source comes out as `Skipped`, with what to do about it, and never stops the run.
        Raises InputError where `paths` are not what it reads from.
        """
        ...


class Chunker(Protocol):
    """Cuts a document into passages."""

    def chunk(self, document: Document) -> Sequence[Passage]:
        """Passages in text order; `passage.text == document.text[start:end]`."""
        ...


class Retriever(Protocol):
    """Finds passages for a question."""

    def retrieve(
        self, query: RedactedText, *, k: int, language: str | None = None
    ) -> Sequence[Hit]:
        """At most `k` hits, best first. `language` is the query's: it analyses, never filters."""
        ...


class DocumentArchive(Protocol):
    """Keeps every version that was ever citable."""

    def document(self, document_id: str, version: str) -> Document | None:
        """That version of the document, or None if it was never stored."""
        ...


class KnowledgeStore(Retriever, DocumentArchive, Protocol):
    """A whole knowledge base: what `[store]` names. `opengovai.testing.stores` has its rules."""

    def add(self, documents: Iterable[Document]) -> Changes:
        """Store durably and make findable; a known id with a new text supersedes the old version.

        Raises InputError for a document that cannot be stored, StorageError.
        """
        ...

    def remove(self, document_id: str) -> bool:
        """Withdraw: no longer found, every version still readable. False if there was none."""
        ...

    def current(self) -> Mapping[str, str]:
        """The version of every document that is not withdrawn, by id."""
        ...

    def history(self) -> Iterator[Document]:
        """Every version ever stored, by id, oldest first; one in memory at a time."""
        ...

    def close(self) -> None:
        """Release what is open."""
        ...


@runtime_checkable
class PassageStore(Protocol):
    """Keeps documents, passages and their terms for many machines; the library does the rest:
    cutting, analysing, weighing. Every method raises StorageError."""

    def put(self, documents: Sequence[IndexedDocument]) -> Changes:
        """Make these the current versions in one transaction, visible all at once; a document
        whose fingerprint is stored already is left alone. Never removes or changes a text."""
        ...

    def remove(self, document_id: str) -> bool:
        """Remove the passages, keep the versions; False if there was no such document."""
        ...

    def fingerprints(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Those of the current documents among `ids`."""
        ...

    def document(self, document_id: str, version: str) -> Document | None:
        """That version of the document, or None if it was never stored."""
        ...

    def versions(self, document_id: str | None = None) -> Sequence[StoredVersion]:
        """All versions of one document, or of all by id; oldest first."""
        ...

    def passages(self, document_id: str) -> Sequence[Passage]:
        """The current passages of a document in text order."""
        ...

    def extents(self) -> Mapping[str, Extent]:
        """What can be found, by language; languages without passages are left out."""
        ...

    def frequencies(self, language: str, terms: Sequence[str]) -> Mapping[str, int]:
        """How many passages of the language hold each term; those that none holds may be absent."""
        ...

    def vocabulary(self, language: str, prefix: str, limit: int) -> Sequence[str]:
        """Terms that begin with `prefix`, those of the most passages first."""
        ...

    def best(self, query: TermQuery, limit: int) -> Sequence[Match]:
        """The passages in force on the day `query.on` that score best, best first."""
        ...


class Guard(Protocol):
    """Looks at a text before it goes on."""

    def check(self, text: RedactedText, *, language: str) -> Verdict:
        """Allow, block or escalate, with the reason."""


class Drafter(Protocol):
    """Proposes an answer from sources."""

    def draft(self, question: Question, sources: Sequence[Source]) -> Draft:
        """Claims with quotes under the sources' tokens; no claims means no answer."""


@runtime_checkable
class ChatModel(Protocol):
    """Completes a chat."""

    def complete(self, messages: Sequence[Message], generation: Generation) -> Completion:
        """The whole reply; with a schema, `text` is JSON that satisfies it.

        Raises ModelError, within the deadline of `generation`.
        """
        ...

    def stream(
        self, messages: Sequence[Message], generation: Generation
    ) -> Generator[str, None, Completion]:
        """Pieces of the reply as they come; returns the whole. Closing it cancels the call.

        Takes no schema: unverified pieces are for progress, not for parsing. Raises ModelError.
        """
        ...


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors."""

    def embed(self, texts: Sequence[RedactedText], *, query: bool = False) -> NDArray[np.float32]:
        """float32[n, d] of unit length; `query` where the texts ask. Raises ModelError."""
        ...


@runtime_checkable
class Reranker(Protocol):
    """Scores how well texts answer a query."""

    def score(self, query: RedactedText, texts: Sequence[RedactedText]) -> NDArray[np.float32]:
        """float32[n], higher is better, comparable within one call. Raises ModelError."""
        ...


@runtime_checkable
class Classifier(Protocol):
    """Sorts texts into labels of its own."""

    def classify(self, texts: Sequence[RedactedText]) -> Sequence[Mapping[str, float]]:
        """The probability of each label for each text, in their order. Raises ModelError."""
        ...

@runtime_checkable
class VectorStore(Protocol):
    """What a `PassageStore` may do besides: keep a vector of each passage, by its row."""

    embedder: Embedder | None
    reranker: Reranker | None
    dense_floor: float | None

    def begin_vectors(self, probe: NDArray[np.float32]) -> None:
        """`probe` is what the embedder says of one fixed text: vectors of another model go."""
        ...

    def without_vector(self, limit: int) -> Sequence[tuple[int, Passage]]:
        """Rows and passages that have none yet."""
        ...

    def put_vectors(self, found: Mapping[int, NDArray[np.float32]]) -> None:
        """Store unit vectors by row, durably. A row that is gone is passed over."""
        ...

    def near(
        self,
        vector: NDArray[np.float32],
        limit: int,
        *,
        on: str,
        marks: Mapping[str, Sequence[str]],
    ) -> Sequence[Match]:
        """The nearest passages in force on the day, nearest first; a match's score is its cosine,
        `held` which of its language's `marks` it holds."""
        ...

    def background(self) -> tuple[float, float]:
        """Mean and standard deviation of the cosines of unrelated passages."""
        ...


class HandOff(Protocol):
    """Knows who can help."""

    def refer(self, question: Question, status: Status, *, topic: str = "") -> Referral:
        """The next step for the person, in the question's language; `topic` as in `Verdict`."""


class Channel(Protocol):
    """Takes conversations to humans."""

    def deliver(self, packet: Packet) -> str:
        """Deliver once per `packet.key`; returns where. Raises DeliveryError: to be tried again."""


class ConversationMemory(Protocol):
    """Remembers redacted turns for a while. Every method raises StorageError."""

    def recall(self, conversation: str) -> Sequence[Turn]:
        """The latest, oldest first; none of an unknown, expired or forgotten conversation."""

    def keep(self, conversation: str, turn: Turn, *, subject: str = "") -> None:
        """Add a turn; `subject` is the pseudonym of the person whose conversation it is."""

    def forget(self, *, conversation: str = "", subject: str = "") -> int:
        """Erase for good: one, and all of a person's; how many there were."""


class Rewriter(Protocol):
    """Makes a follow-up a question that stands by itself."""

    def rewrite(self, question: Question, history: Sequence[Turn]) -> Rewritten:
        """With what it takes from `history`, oldest first."""


class Extractor(Protocol):
    """Finds the fields of a case."""

    def extract(self, case: Case) -> Sequence[Extraction]:
        """At most one value a field; every range lies in a part of the case."""
        ...


class RuleSet(Protocol):
    """Recommends."""

    def recommend(self, facts: Mapping[str, Fact]) -> Recommendation | None:
        """What the rules say of these facts; None where they do not."""
        ...


class Officers(Protocol):
    """Knows who may do what: the host application's own directory."""

    def roles(self, officer: str) -> frozenset[str]:
        """The roles of a named person; none for an unknown one, who then may do nothing."""
        ...


class Outbox(Protocol):
    """Delivers letters."""

    def deliver(self, notice: Notice) -> str:
        """Deliver once per `notice.key`, however often called and from however many processes;
        returns where it went. Raises StorageError or another OpenGovAIError: not delivered."""
        ...


class CaseTransaction(Protocol):
    """Statements that are durable together or not at all. `?` stands for a value."""

    def query(self, statement: str, values: Sequence[object] = ()) -> Sequence[Mapping[str, Any]]:
        """Rows by column name."""
        ...

    def execute(self, statement: str, values: Sequence[object] = ()) -> int:
        """How many rows it changed."""
        ...


@runtime_checkable
class CaseDatabase(Protocol):
    """The tables of cases (docs/spec/cases.md), in SQL that SQLite and PostgreSQL share, and the
    keys that cases are encrypted with. Every method raises StorageError."""

    @property
    def keys(self) -> KeyStore:
        """One key a case: destroying it is erasure."""
        ...

    def query(self, statement: str, values: Sequence[object] = ()) -> Sequence[Mapping[str, Any]]:
        """Rows by column name, as they are committed."""
        ...

    def write(self) -> AbstractContextManager[CaseTransaction]:
        """A transaction: durable where the block ends well, undone where it raises."""
        ...

    def close(self) -> None:
        """Release what is open."""
        ...


class AuditSink(Protocol):
    """Keeps records."""

    def append(self, record: AuditRecord) -> Receipt:
        """Returns once the record is on durable storage. Raises AuditError otherwise."""
        ...


@runtime_checkable
class Journal(Protocol):
    """Orders encoded records for many machines; what a shared log is made of."""

    def append(self, entries: Sequence[JournalEntry]) -> int:
        """Durably append with consecutive indices, all or none; returns the first index.

        Raises AuditError.
        """
        ...

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """The leaves `[start, end)` in order. Raises LogDamagedError where one is missing."""
        ...

    def size(self) -> int:
        """How many records are durable."""
        ...


@runtime_checkable
class KeyStore(Protocol):
    """Keeps the keys whose destruction is erasure."""

    def key(self, name: str) -> bytes:
        """The 32-byte key of that name, made on first use. Raises StorageError once destroyed."""
        ...

    def destroy(self, name: str) -> bool:
        """Destroy the key for good; True if there was one."""
        ...
