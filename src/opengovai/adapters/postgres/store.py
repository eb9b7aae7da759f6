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
from opengovai.adapters.postgres.store_scope import scoped
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
    Scope,
    StoredVersion,
    TermQuery,
)

_CONNECTIONS = 8  # at most, for the threads of one process; opened when needed

_BEST = """
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest(%(keys)s::bigint[], %(weights)s::float8[]) AS a (key, weight)
), scored AS (
    SELECT s.row, sum(a.weight) * 2.2::float8
        / (1.3::float8 + 0.9::float8 * min(s.length) / %(mean)s::float8) AS score
    FROM asked a JOIN opengovai.search s ON s.terms @> ARRAY[a.key]
    WHERE s.collection = %(collection)s AND {scope}
    GROUP BY s.row ORDER BY score DESC, s.row LIMIT %(limit)s
)
SELECT s.row, s.language, scored.score, s.lengths, array_send(s.terms), s.counts
FROM scored JOIN opengovai.search s ON s.collection = %(collection)s AND s.row = scored.row
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
            "SELECT language, passages, lengths FROM opengovai.extent WHERE collection = %s",
            self._collection,
        )
        return {language: one for language, one in rows.extents(found).items() if one.passages > 0}

    def frequencies(self, language: str, terms: Sequence[str]) -> dict[str, int]:
        """How many passages of the language hold each term."""
        named = {rows.key(language, term): term for term in terms}
        found = self._rows(
            "SELECT key, sum(passages)::bigint FROM opengovai.frequency"
            " WHERE collection = %s AND key = ANY(%s) GROUP BY key",
            self._collection,
            list(named),
        )
        return {named[key]: number for key, number in found}

    def vocabulary(self, language: str, prefix: str, limit: int) -> list[str]:
        """Terms that begin with `prefix`, those of the most passages first."""
        found = self._rows(
            "WITH alike AS (SELECT DISTINCT collection, key, term FROM opengovai.frequency"
            "   WHERE collection = %s AND language = %s"
            "     AND starts_with(term, %s) AND term >= %s AND term < %s)"
            " SELECT a.term FROM alike a JOIN opengovai.frequency f USING (collection, key)"
            " GROUP BY a.term HAVING sum(f.passages) > 0"
            " ORDER BY sum(f.passages) DESC, a.term LIMIT %s",
            self._collection,
            language,
            prefix,
            prefix,
            prefix + "\U0010ffff",
            limit,
        )
        return [term for (term,) in found]

    def best(self, query: TermQuery, limit: int) -> list[Match]:
        """The passages in the scope that score best, best first."""
        values = {
            "collection": self._collection,
            "keys": [rows.key(query.language, term) for term in query.weights],
            "weights": list(query.weights.values()),
            "mean": query.mean_length,
            "limit": limit,
        }
        scope, bounds = scoped(query.scope)
        statement = sql.SQL(_BEST).format(scope=scope)
        with self._lent() as connection, connection.transaction():
            # The planner cannot know how few passages hold a term, and would read them all.
            connection.execute("SET LOCAL enable_seqscan = off")
            found = connection.execute(
                statement, values | bounds, binary=True, prepare=False
            ).fetchall()
        counted = rows.Counted({query.language: query.counted})
        return [rows.match(row, counted) for row in found]

    def passages_at(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages of these rows; those that are gone are missing."""
        found = self._rows(
            "SELECT row, id, document_id, version, first, last, language, content"
            " FROM opengovai.passage WHERE collection = %s AND row = ANY(%s)",
            self._collection,
            list(numbers),
        )
        return {row: rows.passage(*passage) for row, *passage in found}

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
        scope: Scope,
        counted: Mapping[str, frozenset[str]],
    ) -> list[Match]:
        """See the port."""
        with self._lent() as connection:
            return vectors.near(
                connection, self._collection, vector, limit=limit, scope=scope, counted=counted
            )

    def sample_vectors(self, limit: int) -> NDArray[np.float32]:
        """See the port."""
        with self._lent() as connection:
            return vectors.sample(connection, self._collection, limit)

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
