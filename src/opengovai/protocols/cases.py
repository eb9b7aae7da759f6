"""Casework: reading, recommending, deciding who may, sending, keeping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, runtime_checkable

from opengovai.protocols.audit import KeyStore
from opengovai.types import Case, Extraction, Fact, Notice, Recommendation


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

    def erase(self, key: str) -> None:
        """Remove what this outbox itself still keeps of the letter with that key; nothing where it
        keeps none. May be repeated. Raises StorageError: something may still be there."""
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

    def migrate(self) -> int:
        """Make or update the tables, as their owner; the version that they have then."""
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
