"""A knowledge base's passages in PostgreSQL: reading and searching."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql

from opengovai.adapters.postgres import store_rows as rows
from opengovai.adapters.postgres import vectors
from opengovai.adapters.postgres.migrations import migrate
from opengovai.adapters.postgres.session import Session
from opengovai.adapters.postgres.store_schema import PARTITION
from opengovai.adapters.postgres.store_writing import Writing
from opengovai.errors import InputError, StorageError
from opengovai.protocols import Embedder, Reranker
from opengovai.types import (
    Changes,
    Document,
    Extent,
    IndexedDocument,
    Match,
    Passage,
    StoredVersion,
    TermQuery,
)

_CONNECTIONS = 8  # at most, for the threads of one process; opened when needed

_BEST = """
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest(%(terms)s::text[], %(weights)s::float8[]) AS a (term, weight)
), scored AS (
    SELECT s.row, sum(a.weight) * 2.2::float8
        / (1.3::float8 + 0.9::float8 * min(s.length) / %(mean)s) AS score
    FROM asked a JOIN opengovai.search s ON s.terms @> ARRAY[a.term]
    WHERE s.collection = %(collection)s
      AND s.valid_from <= %(day)s::date AND %(day)s::date <= s.valid_until
    GROUP BY s.row ORDER BY score DESC, s.row LIMIT %(limit)s
)
SELECT p.id, p.document_id, p.version, p.first, p.last, p.language, p.content, scored.score,
    ARRAY(SELECT unnest(s.terms) INTERSECT SELECT unnest(%(marks)s::text[]))
FROM scored
JOIN opengovai.search s ON s.collection = %(collection)s AND s.row = scored.row
JOIN opengovai.passage p ON p.collection = %(collection)s AND p.row = scored.row
ORDER BY scored.score DESC, scored.row
"""


class PostgresStore:
    """`protocols.PassageStore` on PostgreSQL 13 or newer. Thread-safe, fork-safe; any number of
    processes may read and write. A `collection` is a knowledge base of its own."""

    def __init__(
        self,
        dsn: str,
        *,
        collection: str = "default",
        embedder: Embedder | None = None,
        reranker: Reranker | None = None,
        dense_floor: float | None = None,
    ) -> None:
        if not collection or "\0" in collection:
            raise InputError("A collection needs a name", where=repr(collection))
        self._collection = collection
        self.embedder, self.reranker, self.dense_floor = embedder, reranker, dense_floor
        self._sessions = [Session(dsn, failure=StorageError) for _ in range(_CONNECTIONS)]
        self._idle: queue.LifoQueue[Session] = queue.LifoQueue()
        for session in self._sessions:
            self._idle.put(session)

    def close(self) -> None:
        """Close the connections."""
        for session in self._sessions:
            session.close()

    # For the owner of the schema

    def migrate(self) -> int:
        """Make or update the tables, with an embedder those of vectors as well, which take the
        extension pgvector; returns the schema's version."""
        with self._lent() as connection:
            version = migrate(connection)
            if self.embedder is not None:
                connection.execute(vectors.STEP)
            return version

    def index_vectors(self) -> None:
        """Make a graph (HNSW) over this collection's vectors: faster, and not always exact."""
        with self._lent() as connection:
            vectors.index(connection, self._collection, f"hnsw_{self._collection}"[:63])

    def partition(self) -> None:
        """Give this collection tables of its own, before its first document: they are searched,
        vacuumed, moved and dropped by themselves."""
        names = (f"passage_{self._collection}", f"search_{self._collection}")
        parts = {
            "passage": sql.Identifier("opengovai", names[0]),
            "search": sql.Identifier("opengovai", names[1]),
            "name": sql.Literal(self._collection),
        }
        with self._lent() as connection, connection.transaction():
            for statement in PARTITION:
                connection.execute(sql.SQL(statement).format(**parts))

    # Writing

    def put(self, documents: Sequence[IndexedDocument]) -> Changes:
        """Store these versions and make them current, in one transaction."""
        if not documents:
            return Changes()
        with self._lent() as connection, connection.transaction():
            return Writing(connection, self._collection).put(documents)

    def remove(self, document_id: str) -> bool:
        """Remove the passages; the versions stay. False if there was no such document."""
        with self._lent() as connection, connection.transaction():
            return Writing(connection, self._collection).remove(document_id)

    # Reading

    def fingerprints(self, ids: Sequence[str]) -> dict[str, str]:
        """Those of the current documents among `ids`."""
        found = self._rows(
            "SELECT id, fingerprint FROM opengovai.document WHERE collection = %s AND id = ANY(%s)",
            self._collection,
            list(ids),
        )
        return dict(found)

    def document(self, document_id: str, version: str) -> Document | None:
        """That version of the document, or None if it was never stored."""
        found = self._rows(
            "SELECT metadata, text FROM opengovai.version"
            " WHERE collection = %s AND document_id = %s AND version = %s",
            self._collection,
            document_id,
            version,
        )
        return rows.document(document_id, version, *found[0]) if found else None

    def versions(self, document_id: str | None = None) -> list[StoredVersion]:
        """All versions of one document, or of all by id; oldest first."""
        found = self._rows(
            "SELECT v.document_id, v.version, v.metadata, v.version = coalesce(d.version, ''),"
            " CASE WHEN v.version = d.version THEN (SELECT count(*) FROM opengovai.passage p"
            "   WHERE p.collection = v.collection AND p.document_id = v.document_id) ELSE 0 END"
            " FROM opengovai.version v LEFT JOIN opengovai.document d"
            "   ON d.collection = v.collection AND d.id = v.document_id"
            " WHERE v.collection = %s AND coalesce(v.document_id = %s, true)"
            ' ORDER BY v.document_id COLLATE "C", v.stored',
            self._collection,
            document_id,
        )
        return [rows.stored_version(*row) for row in found]

    def passages(self, document_id: str) -> list[Passage]:
        """The current passages of a document in text order."""
        found = self._rows(
            "SELECT id, document_id, version, first, last, language, content"
            " FROM opengovai.passage WHERE collection = %s AND document_id = %s ORDER BY first",
            self._collection,
            document_id,
        )
        return [rows.passage(*row) for row in found]

    def extents(self) -> dict[str, Extent]:
        """What can be found, by language."""
        found = self._rows(
            "SELECT language, sum(passages)::bigint, sum(words)::bigint FROM opengovai.extent"
            " WHERE collection = %s GROUP BY language HAVING sum(passages) > 0",
            self._collection,
        )
        return {language: Extent(passages=n, words=words) for language, n, words in found}

    def frequencies(self, language: str, terms: Sequence[str]) -> dict[str, int]:
        """How many passages of the language hold each term."""
        found = self._rows(
            "SELECT term, sum(passages)::bigint FROM opengovai.frequency"
            " WHERE collection = %s AND language = %s AND term = ANY(%s) GROUP BY term",
            self._collection,
            language,
            list(terms),
        )
        return dict(found)

    def vocabulary(self, language: str, prefix: str, limit: int) -> list[str]:
        """Terms that begin with `prefix`, those of the most passages first."""
        found = self._rows(
            "SELECT term FROM opengovai.frequency WHERE collection = %s AND language = %s"
            " AND starts_with(term, %s) AND term >= %s AND term < %s"
            " GROUP BY term HAVING sum(passages) > 0 ORDER BY sum(passages) DESC, term LIMIT %s",
            self._collection,
            language,
            prefix,
            prefix,
            prefix + "\U0010ffff",
            limit,
        )
        return [term for (term,) in found]

    def best(self, query: TermQuery, limit: int) -> list[Match]:
        """The passages in force on the day that score best, best first."""
        values = {
            "collection": self._collection,
            "terms": [rows.key(query.language, term) for term in query.weights],
            "weights": list(query.weights.values()),
            "marks": [rows.key(query.language, term) for term in query.marks],
            "mean": query.mean_length,
            "day": query.on,
            "limit": limit,
        }
        with self._lent() as connection, connection.transaction():
            # The planner cannot know how few passages hold a term, and would read them all.
            connection.execute("SET LOCAL enable_seqscan = off")
            found = connection.execute(_BEST, values).fetchall()
        return [rows.match(row) for row in found]

    # Vectors

    def begin_vectors(self, probe: NDArray[np.float32]) -> None:
        """See the port."""
        with self._lent() as connection, connection.transaction():
            vectors.begin(connection, self._collection, probe)

    def without_vector(self, limit: int) -> list[tuple[int, Passage]]:
        """See the port."""
        with self._lent() as connection:
            return vectors.missing(connection, self._collection, limit)

    def put_vectors(self, found: Mapping[int, NDArray[np.float32]]) -> None:
        """See the port."""
        with self._lent() as connection, connection.transaction():
            vectors.put(connection, self._collection, found)

    def near(
        self,
        vector: NDArray[np.float32],
        limit: int,
        *,
        on: str,
        marks: Mapping[str, Sequence[str]],
    ) -> list[Match]:
        """See the port."""
        with self._lent() as connection:
            return vectors.near(
                connection, self._collection, vector, limit=limit, on=on, marks=marks
            )

    def background(self) -> tuple[float, float]:
        """See the port."""
        with self._lent() as connection:
            return vectors.background(connection, self._collection)

    # Inside

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        with self._lent() as connection:
            return connection.execute(statement, values).fetchall()

    @contextmanager
    def _lent(self) -> Iterator[psycopg.Connection]:
        session = self._idle.get()
        try:
            with session.lent() as connection:
                yield connection
        except StorageError as error:
            if isinstance(error.__cause__, psycopg.OperationalError):
                self._close_idle()  # the server went away: theirs are broken as well
            raise
        finally:
            self._idle.put(session)

    def _close_idle(self) -> None:
        idle = []
        with suppress(queue.Empty):
            while True:
                idle.append(self._idle.get_nowait())
        for session in idle:
            session.close()
            self._idle.put(session)
