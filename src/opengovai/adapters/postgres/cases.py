"""The tables of cases in PostgreSQL, for officers and workers on many machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import dict_row

from opengovai.adapters.postgres.keystore import PostgresKeyStore
from opengovai.adapters.postgres.migrations import migrate
from opengovai.adapters.postgres.session import Session
from opengovai.errors import StorageError
from opengovai.protocols import KeyStore

_TABLES = "SET LOCAL search_path = opengovai"


class _Transaction:
    """Implements `protocols.CaseTransaction`."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Rows by column name."""
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(_marked(statement), values).fetchall()

    def execute(self, statement: str, values: Sequence[Any] = ()) -> int:
        """How many rows it changed."""
        return self._connection.execute(_marked(statement), values).rowcount


class PostgresCases:
    """`protocols.CaseDatabase` on PostgreSQL. Thread-safe, fork-safe; processes may share it.

    Read committed is enough: every change names the state that it was decided on in its own
    statement. `keys` are in the same database unless given.
    """

    def __init__(self, dsn: str, *, keys: KeyStore | None = None) -> None:
        self._session = Session(dsn, failure=StorageError)
        self.keys: KeyStore = keys or PostgresKeyStore(dsn)

    def migrate(self) -> int:
        """Make or update the tables, as their owner; returns the schema's version."""
        with self._session.lent() as connection:
            return migrate(connection)

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Rows by column name, as they are committed. Raises StorageError."""
        with self.write() as now:
            return now.query(statement, values)

    @contextmanager
    def write(self) -> Iterator[_Transaction]:
        """A transaction: all of it is durable afterwards, or none. Raises StorageError."""
        with self._session.lent() as connection, connection.transaction():
            connection.execute(_TABLES)
            yield _Transaction(connection)

    def close(self) -> None:
        """Close the connections that it opened."""
        self._session.close()
        if isinstance(self.keys, PostgresKeyStore):
            self.keys.close()


def _marked(statement: str) -> Any:
    """`?` as psycopg writes it; statements are the library's own and hold no other one."""
    return statement.replace("?", "%s")
