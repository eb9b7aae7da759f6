"""Vectors of passages in PostgreSQL, with the extension pgvector 0.5 or newer.

Search is exact until the owner makes a graph with `index` (HNSW; Malkov & Yashunin 2018).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection, sql

from opengovai.adapters.postgres import store_rows as rows
from opengovai.adapters.postgres.store_scope import scoped
from opengovai.types import Match, Passage, Scope

STEP = """
CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE IF NOT EXISTS opengovai.embedding (
    collection text, row bigint, vector vector NOT NULL,
    PRIMARY KEY (collection, row),
    FOREIGN KEY (collection, row) REFERENCES opengovai.passage (collection, row) ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS opengovai.embedder (collection text PRIMARY KEY, probe vector NOT NULL);
GRANT SELECT ON opengovai.embedding, opengovai.embedder TO opengovai_reader, opengovai_editor;
GRANT INSERT, UPDATE, DELETE ON opengovai.embedding, opengovai.embedder TO opengovai_editor;
"""
"""Made only where an embedder is used: it needs the extension, and the right to create it."""

_SAME_MODEL = 0.98  # cosine of what two models say of one text

_NEAR = """
WITH near AS MATERIALIZED (
    SELECT e.row, 1 - (e.vector::vector({width}) <=> %(vector)s::vector({width})) AS cosine
    FROM opengovai.embedding e JOIN opengovai.search s USING (collection, row)
    WHERE e.collection = {collection} AND {scope}
    ORDER BY e.vector::vector({width}) <=> %(vector)s::vector({width}) LIMIT %(limit)s
)
SELECT s.row, s.language, near.cosine, s.lengths, array_send(s.terms), s.counts
FROM near JOIN opengovai.search s ON s.collection = {collection} AND s.row = near.row
ORDER BY near.cosine DESC, near.row
"""


_GRAPH = """
CREATE INDEX IF NOT EXISTS {name} ON opengovai.embedding
    USING hnsw ((vector::vector({width})) vector_cosine_ops) WHERE collection = {collection}
"""


def begin(connection: Connection, collection: str, probe: NDArray[np.float32]) -> None:
    """Drop what another model made: its vector of the same text was another one."""
    found = connection.execute(
        "SELECT probe::real[] FROM opengovai.embedder WHERE collection = %s FOR UPDATE",
        (collection,),
    ).fetchone()
    known = np.asarray(found[0] if found else (), np.float32)
    if known.shape == probe.shape and float(known @ probe) >= _SAME_MODEL:
        return
    connection.execute("DELETE FROM opengovai.embedding WHERE collection = %s", (collection,))
    connection.execute(
        "INSERT INTO opengovai.embedder VALUES (%s, %s::vector)"
        " ON CONFLICT (collection) DO UPDATE SET probe = excluded.probe",
        (collection, _literal(probe)),
    )


def missing(connection: Connection, collection: str, limit: int) -> list[tuple[int, Passage]]:
    """Passages without a vector, and their rows."""
    found = connection.execute(
        "SELECT p.row, p.id, p.document_id, p.version, p.first, p.last, p.language, p.content"
        " FROM opengovai.passage p LEFT JOIN opengovai.embedding e USING (collection, row)"
        " WHERE p.collection = %s AND e.row IS NULL ORDER BY p.row LIMIT %s",
        (collection, limit),
    ).fetchall()
    return [(row[0], rows.passage(*row[1:])) for row in found]


def put(
    connection: Connection, collection: str, vectors: Mapping[int, NDArray[np.float32]]
) -> None:
    """Store vectors by row; what was removed meanwhile, or stored by another, is passed over."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO opengovai.embedding SELECT collection, row, %s::vector"
            " FROM (SELECT collection, row FROM opengovai.passage"
            "   WHERE collection = %s AND row = %s FOR KEY SHARE) AS there ON CONFLICT DO NOTHING",
            [(_literal(vector), collection, row) for row, vector in vectors.items()],
        )


def near(
    connection: Connection,
    collection: str,
    vector: NDArray[np.float32],
    *,
    limit: int,
    scope: Scope,
    counted: Mapping[str, frozenset[str]],
) -> list[Match]:
    """The nearest passages in the scope, nearest first; a match's score is its cosine."""
    condition, bounds = scoped(scope)
    statement = sql.SQL(_NEAR).format(
        width=sql.Literal(len(vector)), collection=sql.Literal(collection), scope=condition
    )
    values = {"vector": _literal(vector), "limit": limit}
    found = connection.execute(statement, values | bounds, binary=True).fetchall()
    reading = rows.Counted(counted)
    return [rows.match(row, reading) for row in found]


def sample(connection: Connection, collection: str, limit: int) -> NDArray[np.float32]:
    """float32[n, d]: the vectors of passages that a digest of their rows draws."""
    found = connection.execute(
        "SELECT vector::real[] FROM opengovai.embedding WHERE collection = %s"
        " ORDER BY hashint8(row) LIMIT %s",
        (collection, limit),
        binary=True,
    ).fetchall()
    return np.array([vector for (vector,) in found], np.float32).reshape(len(found), -1)


def index(connection: Connection, collection: str, name: str) -> None:
    """Make a graph over the collection's vectors; they have to be of one width."""
    found = connection.execute(
        "SELECT max(vector_dims(vector)) FROM opengovai.embedding WHERE collection = %s",
        (collection,),
    ).fetchone()
    if found is None or found[0] is None:
        return
    connection.execute(
        sql.SQL(_GRAPH).format(
            name=sql.Identifier(name),
            width=sql.Literal(int(found[0])),
            collection=sql.Literal(collection),
        )
    )


def _literal(vector: NDArray[np.float32]) -> str:
    return "[" + ",".join(map(repr, vector.tolist())) + "]"
