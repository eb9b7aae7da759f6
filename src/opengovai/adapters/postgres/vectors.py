"""Vectors of passages in PostgreSQL, with the extension pgvector 0.5 or newer.

Search is exact until the owner makes a graph with `index` (HNSW; Malkov & Yashunin 2018).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection, sql

from opengovai.adapters.postgres import store_rows as rows
from opengovai.types import Match, Passage

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
_SAMPLE = 60  # passages whose likeness tells how alike unrelated ones are

_NEAR = """
WITH near AS MATERIALIZED (
    SELECT e.row, 1 - (e.vector::vector({width}) <=> %(vector)s::vector({width})) AS cosine
    FROM opengovai.embedding e JOIN opengovai.search s USING (collection, row)
    WHERE e.collection = {collection}
      AND s.valid_from <= %(day)s::date AND %(day)s::date <= s.valid_until
    ORDER BY e.vector::vector({width}) <=> %(vector)s::vector({width}) LIMIT %(limit)s
)
SELECT p.id, p.document_id, p.version, p.first, p.last, p.language, p.content, near.cosine,
    ARRAY(SELECT unnest(s.terms) INTERSECT SELECT unnest(%(marks)s::text[]))
FROM near
JOIN opengovai.search s ON s.collection = {collection} AND s.row = near.row
JOIN opengovai.passage p ON p.collection = {collection} AND p.row = near.row
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
    on: str,
    marks: Mapping[str, Sequence[str]],
) -> list[Match]:
    """The nearest passages in force on the day, nearest first; a match's score is its cosine."""
    statement = sql.SQL(_NEAR).format(
        width=sql.Literal(len(vector)), collection=sql.Literal(collection)
    )
    keys = [rows.key(language, term) for language, terms in marks.items() for term in terms]
    values = {"vector": _literal(vector), "day": on, "limit": limit, "marks": keys}
    found = connection.execute(statement, values).fetchall()
    return [rows.match(row) for row in found]


def background(connection: Connection, collection: str) -> tuple[float, float]:
    """Mean and deviation of the cosines of passages that have nothing to do with each other."""
    found = connection.execute(
        "WITH some AS (SELECT row, vector FROM opengovai.embedding WHERE collection = %s"
        "   ORDER BY hashint8(row) LIMIT %s)"
        " SELECT avg(1 - (a.vector <=> b.vector)), stddev_pop(1 - (a.vector <=> b.vector))"
        " FROM some a JOIN some b ON a.row < b.row",
        (collection, _SAMPLE),
    ).fetchone()
    mean, deviation = found or (None, None)
    return float(mean or 0.0), float(deviation or 0.0)


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
