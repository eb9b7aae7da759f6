"""A journal that many machines share: one head row gives the indices, one COPY writes a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opengovai.adapters.postgres.migrations import migrate
from opengovai.adapters.postgres.session import Session
from opengovai.errors import AuditError, LogDamagedError
from opengovai.types import JournalEntry

_PAGE = 4_096  # entries fetched at once


class PostgresJournal:
    """`protocols.Journal` on PostgreSQL. Thread-safe, fork-safe; processes may share a database.

    The lock on the head row is what orders the writers: who holds it knows the next index, and it
    is released by the commit that makes the batch durable.
    """

    def __init__(self, dsn: str) -> None:
        self._session = Session(dsn, failure=AuditError)

    def migrate(self) -> int:
        """Make or update the tables, as their owner; returns the schema's version."""
        with self._session.lent() as connection:
            return migrate(connection)

    def append(self, entries: Sequence[JournalEntry]) -> int:
        """Durably append; returns the first index. Raises AuditError.

        After an error whose cause was the connection, nobody knows whether the batch is recorded;
        nobody was answered on its account.
        """
        with self._session.lent() as connection, connection.transaction():
            row = connection.execute("SELECT size FROM opengovai.head FOR UPDATE").fetchone()
            if row is None:
                raise LogDamagedError("The journal has no head row", remedy="Restore the database.")
            first = int(row[0])
            rows = list(enumerate(entries, start=first))
            with (
                connection.cursor() as cursor,
                cursor.copy(
                    "COPY opengovai.entry (index, leaf) FROM STDIN (FORMAT binary)"
                ) as copy,
            ):
                copy.set_types(["int8", "bytea"])
                for index, entry in rows:
                    copy.write_row((index, entry.entry))
            private = [(index, e.subject, e.sealed) for index, e in rows if e.sealed]
            if private:
                with connection.cursor() as cursor, cursor.copy(_COPY_PRIVATE) as copy:
                    copy.set_types(["int8", "text", "bytea"])
                    for values in private:
                        copy.write_row(values)
            connection.execute("UPDATE opengovai.head SET size = %s", (first + len(entries),))
            return first

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """The leaves `[start, end)`. Raises LogDamagedError naming the first that is missing."""
        for low in range(start, end, _PAGE):
            high = min(low + _PAGE, end)
            with self._session.lent() as connection:
                rows = connection.execute(
                    "SELECT index, leaf FROM opengovai.entry "
                    "WHERE index >= %s AND index < %s ORDER BY index",
                    (low, high),
                ).fetchall()
            for expected, (index, leaf) in zip(range(low, high), rows, strict=False):
                if index != expected:
                    raise _missing(expected)
                yield bytes(leaf)
            if len(rows) < high - low:
                raise _missing(low + len(rows))

    def size(self) -> int:
        """How many records are committed."""
        with self._session.lent() as connection:
            row = connection.execute("SELECT size FROM opengovai.head").fetchone()
        return int(row[0]) if row else 0

    def private(self, index: int) -> tuple[str, bytes] | None:
        """Subject and encrypted part of an entry, or None if it has none (any more)."""
        with self._session.lent() as connection:
            row = connection.execute(
                "SELECT subject, sealed FROM opengovai.private WHERE index = %s", (index,)
            ).fetchone()
        return (str(row[0]), bytes(row[1])) if row else None

    def erase(self, subject: str) -> int:
        """Remove the encrypted parts of a subject; returns how many. Needs the eraser's role."""
        with self._session.lent() as connection:
            gone = connection.execute(
                "DELETE FROM opengovai.private WHERE subject = %s", (subject,)
            )
            return gone.rowcount

    def close(self) -> None:
        """Close the connection."""
        self._session.close()


_COPY_PRIVATE = "COPY opengovai.private (index, subject, sealed) FROM STDIN (FORMAT binary)"


def _missing(index: int) -> LogDamagedError:
    return LogDamagedError(
        "A committed record is missing from the journal",
        where=f"entry {index}",
        remedy="Do not publish from this database: restore it and compare with the tiles.",
    )
