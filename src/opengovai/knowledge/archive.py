"""The source of truth of a knowledge base: one SQLite file (docs/spec/knowledge-base.md).

Every change is one transaction that also writes what the lexical index still has to learn (the
outbox), so that a crash at any moment loses nothing: the next writer reads the outbox on.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from opengovai.errors import StorageError
from opengovai.knowledge import records
from opengovai.knowledge.filters import Filter
from opengovai.knowledge.results import Listing, VersionListing
from opengovai.knowledge.sqlite import connect, storage_error
from opengovai.types import Document, Passage
from opengovai.wal import enter_wal

FILE = "knowledge.sqlite"
FORMAT = "1"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
  id TEXT PRIMARY KEY, version TEXT NOT NULL, fingerprint BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS versions (
  document_id TEXT NOT NULL, version TEXT NOT NULL, stored INTEGER NOT NULL,
  metadata BLOB NOT NULL, text BLOB NOT NULL, PRIMARY KEY (document_id, version));
CREATE TABLE IF NOT EXISTS passages (
  row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL,
  version TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, language TEXT NOT NULL,
  headings TEXT NOT NULL, title TEXT NOT NULL, uri TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS periods (
  document_id TEXT PRIMARY KEY, valid_from TEXT NOT NULL, valid_until TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS passages_by_document ON passages (document_id);
CREATE INDEX IF NOT EXISTS passages_by_language ON passages (language);
CREATE TABLE IF NOT EXISTS outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, row INTEGER NOT NULL, language TEXT NOT NULL);
"""


class Archive:
    """Documents with all their versions, the current passages, and the outbox. Thread-safe."""

    def __init__(self, folder: Path, *, read_only: bool) -> None:
        self.path = folder / FILE
        self._lock = threading.RLock()
        self._connection = connect(self.path, read_only=read_only)
        with self._translated():
            self._prepare(read_only=read_only)

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._connection.close()

    # Reading

    def meta(self, key: str) -> str | None:
        """A setting of this base."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    def fingerprints(self, ids: Sequence[str]) -> dict[str, bytes]:
        """What is stored of each document: equal fingerprints mean nothing changed."""
        marks = ",".join("?" * len(ids))
        query = f"SELECT id, fingerprint FROM documents WHERE id IN ({marks})"  # noqa: S608
        return dict(self._rows(query, ids))

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Passages by row; rows that are gone are left out."""
        marks = ",".join("?" * len(rows))
        query = f"SELECT {records.PASSAGE} FROM passages WHERE row IN ({marks})"  # noqa: S608
        return {found[0]: records.passage(found) for found in self._rows(query, rows)}

    def document(self, document_id: str, version: str) -> Document | None:
        """One version of a document, current or superseded."""
        rows = self._rows(
            "SELECT metadata, text FROM versions WHERE document_id = ? AND version = ?",
            (document_id, version),
        )
        return records.document(document_id, version, *rows[0]) if rows else None

    def listings(self) -> list[Listing]:
        """All current documents, by id."""
        rows = self._rows(
            """SELECT d.id, d.version, v.metadata,
                 (SELECT count(*) FROM versions o WHERE o.document_id = d.id),
                 (SELECT count(*) FROM passages p WHERE p.document_id = d.id)
               FROM documents d JOIN versions v ON v.document_id = d.id AND v.version = d.version
               ORDER BY d.id"""
        )
        return [records.listing(*row) for row in rows]

    def versions(self, document_id: str) -> list[VersionListing]:
        """All versions of a document, oldest first."""
        rows = self._rows(
            """SELECT v.version, v.metadata, v.version = coalesce(d.version, '')
               FROM versions v LEFT JOIN documents d ON d.id = v.document_id
               WHERE v.document_id = ? ORDER BY v.stored""",
            (document_id,),
        )
        return [records.version_listing(*row) for row in rows]

    def not_in_force(self, day: str) -> frozenset[str]:
        """Documents that are not in force on an ISO 8601 day."""
        if not self._has("periods"):  # a base that was last written before there were periods
            return frozenset()
        found = self._rows(
            "SELECT document_id FROM periods WHERE valid_from > ?1"
            " OR (valid_until <> '' AND valid_until < ?1)",
            (day,),
        )
        return frozenset(name for (name,) in found)

    def passage_counts(self) -> dict[str, int]:
        """Current passages per language."""
        return dict(self._rows("SELECT language, count(*) FROM passages GROUP BY language"))

    def passage_count(self) -> int:
        """Current passages of every language."""
        return int(self._rows("SELECT count(*) FROM passages")[0][0])

    def passages_after(self, row: int, limit: int) -> dict[int, Passage]:
        """The first passages whose row is greater, by row, ascending."""
        query = f"SELECT {records.PASSAGE} FROM passages WHERE row > ? ORDER BY row LIMIT ?"  # noqa: S608
        return {found[0]: records.passage(found) for found in self._rows(query, (row, limit))}

    def rows_between(self, after: int, last: int) -> list[int]:
        """Rows of passages in (after, last], ascending."""
        query = "SELECT row FROM passages WHERE row > ? AND row <= ? ORDER BY row"
        return [row for (row,) in self._rows(query, (after, last))]

    def outside(self, wanted: Filter) -> frozenset[str]:
        """Current documents that the filter does not let through."""
        if not wanted:
            return frozenset()
        found = self._rows(
            "SELECT d.id, v.metadata FROM documents d"
            " JOIN versions v ON v.document_id = d.id AND v.version = d.version"
        )
        return frozenset(
            name for name, metadata in found if not records.admits(wanted, name, metadata)
        )

    def rows_of(self, language: str) -> list[int]:
        """Rows of a language's passages, ascending."""
        found = self._rows("SELECT row FROM passages WHERE language = ? ORDER BY row", (language,))
        return [row for (row,) in found]

    def every_version(self) -> Iterator[Document]:
        """All stored versions of all documents, one in memory at a time."""
        keys = self._rows("SELECT document_id, version FROM versions ORDER BY document_id, stored")
        for document_id, version in keys:
            document = self.document(document_id, version)
            if document is not None:
                yield document

    def passages_of(self, document_id: str) -> list[Passage]:
        """A document's current passages in text order."""
        query = f"SELECT {records.PASSAGE} FROM passages WHERE document_id = ? ORDER BY start"  # noqa: S608
        return [records.passage(row) for row in self._rows(query, (document_id,))]

    def pending(self, limit: int) -> list[tuple[int, int, str]]:
        """The oldest outbox entries (seq, row, language), in order."""
        return self._rows("SELECT seq, row, language FROM outbox ORDER BY seq LIMIT ?", (limit,))

    def faults(self) -> list[str]:
        """What SQLite itself finds wrong with the file."""
        return [text for (text,) in self._rows("PRAGMA integrity_check") if text != "ok"]

    def data_version(self) -> int:
        """Changes whenever another connection has committed."""
        return int(self._rows("PRAGMA data_version")[0][0])

    # Writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One durable change; nothing of it stays if the block raises."""
        with self._lock, self._translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def put(self, document: Document, passages: Sequence[Passage]) -> int:
        """Make this the current version; returns how many passages were written anew."""
        metadata = records.metadata_of(document)
        self._run(
            "INSERT INTO versions VALUES (?, ?, (SELECT coalesce(max(stored), 0) + 1 FROM versions"
            " WHERE document_id = ?1), ?3, ?4)"
            " ON CONFLICT DO UPDATE SET metadata = excluded.metadata",
            (document.id, document.version, metadata, records.packed(document.text)),
        )
        self._run(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?)",
            (document.id, document.version, records.fingerprint(document)),
        )
        self._run("DELETE FROM periods WHERE document_id = ?", (document.id,))
        if document.valid_from or document.valid_until:
            self._run(
                "INSERT INTO periods VALUES (?, ?, ?)",
                (document.id, document.valid_from, document.valid_until),
            )
        return self._replace_passages(document.id, passages)

    def delete(self, document_id: str) -> bool:
        """Withdraw a document: no longer found, its versions still readable."""
        known = self._run("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount > 0
        self._replace_passages(document_id, ())
        return known

    def settle(self, last: int) -> None:
        """Forget outbox entries up to and including `last`: the index has them."""
        self._run("DELETE FROM outbox WHERE seq <= ?", (last,))

    def requeue(self, languages: Iterable[str]) -> None:
        """Put every passage of these languages into the outbox, for a rebuild."""
        for language in languages:
            self._run("DELETE FROM outbox WHERE language = ?", (language,))
            self._run(
                "INSERT INTO outbox (row, language)"
                " SELECT row, language FROM passages WHERE language = ? ORDER BY row",
                (language,),
            )

    def set_meta(self, key: str, value: str) -> None:
        """Store a setting of this base."""
        self._run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _replace_passages(self, document_id: str, passages: Sequence[Passage]) -> int:
        """Keep rows whose indexed content is the same, so that the index learns only the rest."""
        kept = {p.id: row for row, p in self._stored(document_id)}
        contents = {p.id: (p.language, p.title) for _, p in self._stored(document_id)}
        written = 0
        for passage in passages:
            if contents.get(passage.id) == (passage.language, passage.title):
                self._move(kept.pop(passage.id), passage)
            else:
                if passage.id in kept:
                    self._drop(kept.pop(passage.id))
                self._insert(passage)
                written += 1
        for row in kept.values():
            self._drop(row)
        return written

    def _stored(self, document_id: str) -> list[tuple[int, Passage]]:
        query = f"SELECT {records.PASSAGE} FROM passages WHERE document_id = ?"  # noqa: S608
        return [(row[0], records.passage(row)) for row in self._rows(query, (document_id,))]

    def _move(self, row: int, passage: Passage) -> None:
        self._run(
            "UPDATE passages SET version = ?, start = ?, end = ?, uri = ? WHERE row = ?",
            (passage.version, passage.start, passage.end, passage.uri, row),
        )

    def _drop(self, row: int) -> None:
        self._run(
            "INSERT INTO outbox (row, language) SELECT row, language FROM passages WHERE row = ?",
            (row,),
        )
        self._run("DELETE FROM passages WHERE row = ?", (row,))

    def _insert(self, p: Passage) -> None:
        headings = msgspec.json.encode(p.headings).decode()
        made = self._run(
            "INSERT INTO passages (id, document_id, version, text, start, end, headings, language,"
            " uri, title) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (p.id, p.document_id, p.version, p.text, p.start, p.end, headings, p.language, p.uri,
             p.title),
        )  # fmt: skip
        self._run("INSERT INTO outbox (row, language) VALUES (?, ?)", (made.lastrowid, p.language))

    # Plumbing

    def _prepare(self, *, read_only: bool) -> None:
        if not read_only:
            enter_wal(self._connection)
            self._connection.execute("PRAGMA synchronous = FULL")
            if not self._has("outbox") or not self._has("periods"):
                self._create()
        found = self.meta("format")
        if found != FORMAT:
            raise StorageError(
                f"The knowledge base has format {found}, this version reads format {FORMAT}",
                where=str(self.path),
                remedy="Use the version of opengovai that wrote it, or ingest the sources again.",
            )

    def _create(self) -> None:
        with self.transaction():
            for statement in _SCHEMA.split(";\n"):
                self._connection.execute(statement)
            self._run("INSERT OR IGNORE INTO meta VALUES ('format', ?)", (FORMAT,))

    def _has(self, table: str) -> bool:
        return bool(self._rows("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)))

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock, self._translated():
            return self._connection.execute(query, values).fetchall()

    def _run(self, statement: str, values: Sequence[Any]) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise storage_error(error, self.path) from error
