"""One transaction that changes the knowledge base: versions, passages, terms and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from psycopg import Connection

from opengovai.adapters.postgres import store_rows as rows
from opengovai.types import Changes, Document, Extent, IndexedDocument, IndexedPassage

_FOLD = 64  # batches whose counts stand beside each other before they are added up

_REMOVE = """
WITH gone AS (
    DELETE FROM opengovai.search WHERE collection = %(collection)s AND row = ANY(%(rows)s)
    RETURNING language, lengths, terms
), lessened AS (
    INSERT INTO opengovai.frequency (collection, language, key, passages)
    SELECT %(collection)s, language, key, -count(*)
    FROM gone, unnest(terms) AS key GROUP BY language, key
)
SELECT language, lengths FROM gone
"""

_FOLD_FREQUENCIES = """
WITH several AS (
    SELECT key FROM opengovai.frequency WHERE collection = %(collection)s
    GROUP BY key HAVING count(*) > 1
), gone AS (
    DELETE FROM opengovai.frequency f USING several s
    WHERE f.collection = %(collection)s AND f.key = s.key
    RETURNING f.language, f.key, f.term, f.passages
)
INSERT INTO opengovai.frequency (collection, language, key, term, passages)
SELECT %(collection)s, language, key, max(term), sum(passages) FROM gone
GROUP BY language, key HAVING sum(passages) <> 0
"""


class Writing:
    """Statements of one open transaction on one collection."""

    def __init__(self, connection: Connection, collection: str) -> None:
        self._connection = connection
        self._collection = collection

    def put(self, documents: Sequence[IndexedDocument]) -> Changes:
        """Bring in what is new or changed, as `PassageStore.put` says."""
        known = self._locked(sorted(one.document.id for one in documents))
        changed = [d for d in documents if known[d.document.id] != d.fingerprint]
        self._put_versions([one.document for one in changed])
        passages = self._put_passages(changed)
        self._run_many(
            "UPDATE opengovai.document SET version = %s, fingerprint = %s"
            " WHERE collection = %s AND id = %s",
            [(d.document.version, d.fingerprint, self._collection, d.document.id) for d in changed],
        )
        self._fold()
        added = sum(not known[d.document.id] for d in changed)
        return Changes(
            added=added,
            updated=len(changed) - added,
            unchanged=len(documents) - len(changed),
            passages=passages,
        )

    def remove(self, document_id: str) -> bool:
        """Withdraw a document."""
        known = self._rows(
            "DELETE FROM opengovai.document WHERE collection = %s AND id = %s RETURNING id",
            self._collection,
            document_id,
        )
        found = self._rows(
            "SELECT row FROM opengovai.passage WHERE collection = %s AND document_id = %s",
            self._collection,
            document_id,
        )
        self._remove_passages([row for (row,) in found])
        self._fold()
        return bool(known)

    def _locked(self, ids: list[str]) -> dict[str, str]:
        """The fingerprint of each document, empty for a new one. Whoever else writes one of them
        waits; everybody locks in the order of the ids, so that nobody waits in a circle."""
        known: dict[str, str] = {}
        while len(known) < len(ids):  # one may be withdrawn between the two statements
            self._run(
                "INSERT INTO opengovai.document SELECT %s, id, '', '' FROM unnest(%s::text[]) id"
                ' ORDER BY id COLLATE "C" ON CONFLICT DO NOTHING',
                self._collection,
                ids,
            )
            known = dict(
                self._rows(
                    "SELECT id, fingerprint FROM opengovai.document WHERE collection = %s"
                    ' AND id = ANY(%s) ORDER BY id COLLATE "C" FOR UPDATE',
                    self._collection,
                    ids,
                )
            )
        return known

    def _put_versions(self, documents: Iterable[Document]) -> None:
        self._run_many(
            "INSERT INTO opengovai.version (collection, document_id, version, metadata, text)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (collection, document_id, version)"
            " DO UPDATE SET metadata = excluded.metadata",
            [
                (self._collection, d.id, d.version, rows.metadata(d), d.text.encode())
                for d in documents
            ],
        )

    def _put_passages(self, documents: Sequence[IndexedDocument]) -> int:
        """Write what is new, move what stands elsewhere, remove the rest; how many are new."""
        stored = self._rows(
            "SELECT id, row, digest FROM opengovai.passage"
            " WHERE collection = %s AND document_id = ANY(%s)",
            self._collection,
            [one.document.id for one in documents],
        )
        known = {(identifier, bytes(digest)): row for identifier, row, digest in stored}
        fresh: list[tuple[Document, IndexedPassage, bytes]] = []
        moved: list[tuple[int, Document, IndexedPassage]] = []
        for one in documents:
            for part in one.passages:
                mark = rows.digest(part)
                row = known.pop((part.passage.id, mark), None)
                if row is None:
                    fresh.append((one.document, part, mark))
                else:
                    moved.append((row, one.document, part))
        self._remove_passages(list(known.values()))
        self._move(moved)
        self._insert(fresh)
        return len(fresh)

    def _move(self, moved: Sequence[tuple[int, Document, IndexedPassage]]) -> None:
        self._run_many(
            "UPDATE opengovai.passage SET version = %s, first = %s, last = %s, content = %s"
            " WHERE collection = %s AND row = %s",
            [
                (p.version, p.start, p.end, rows.content(p), self._collection, row)
                for row, _, part in moved
                for p in (part.passage,)
            ],
        )
        self._run_many(
            "UPDATE opengovai.search SET valid_from = %s, valid_until = %s, publisher = %s"
            " WHERE collection = %s AND row = %s"
            " AND (valid_from, valid_until, publisher) <> (%s, %s, %s)",
            [
                (*_validity(document), self._collection, row, *_validity(document))
                for row, document, _ in moved
            ],
        )

    def _insert(self, fresh: Sequence[tuple[Document, IndexedPassage, bytes]]) -> None:
        if not fresh:
            return
        numbers = self._rows(
            "SELECT nextval('opengovai.passage_row') FROM generate_series(1, %s)", len(fresh)
        )
        numbered = [(row, *one) for (row,), one in zip(numbers, fresh, strict=True)]
        self._copy(
            "passage (collection, row, id, document_id, version, first, last, language, digest,"
            " content)",
            (
                (self._collection, row, p.id, p.document_id, p.version, p.start, p.end,
                 p.language, mark, rows.content(p))
                for row, _, part, mark in numbered
                for p in (part.passage,)
            ),
        )  # fmt: skip
        self._copy(
            "search (collection, row, language, document_id, valid_from, valid_until, publisher,"
            " length, lengths, terms, counts)",
            (
                (self._collection, row, p.language, p.document_id, *_validity(document),
                 part.lengths[0], rows.array(part.lengths), *rows.counted(p.language, part.terms))
                for row, document, part, _ in numbered
                for p in (part.passage,)
            ),
        )  # fmt: skip
        self._count([part for _, part, _ in fresh])

    def _count(self, parts: Sequence[IndexedPassage]) -> None:
        """Add to the sums: rows are only appended, so that nobody waits for anybody."""
        terms = Counter((part.passage.language, term) for part in parts for term in part.terms)
        self._copy(
            "frequency (collection, language, key, term, passages)",
            (
                (self._collection, language, rows.key(language, term), term, number)
                for (language, term), number in terms.items()
            ),
        )
        self._extend(((part.passage.language, part.lengths) for part in parts), sign=1)

    def _remove_passages(self, numbers: list[int]) -> None:
        if not numbers:
            return
        values = {"collection": self._collection, "rows": numbers}
        self._extend(self._connection.execute(_REMOVE, values).fetchall(), sign=-1)
        self._run(
            "DELETE FROM opengovai.passage WHERE collection = %s AND row = ANY(%s)",
            self._collection,
            numbers,
        )

    def _extend(self, passages: Iterable[tuple[str, Sequence[int]]], *, sign: int) -> None:
        extents = [(language, sign, [sign * n for n in lengths]) for language, lengths in passages]
        self._append_extents(rows.extents(extents))

    def _append_extents(self, extents: Mapping[str, Extent]) -> None:
        self._copy(
            "extent (collection, language, passages, lengths)",
            (
                (self._collection, language, extent.passages, rows.array(extent.lengths))
                for language, extent in extents.items()
            ),
        )

    def _fold(self) -> None:
        """Add up the sums' rows once there are many, if nobody else is at it."""
        ((batches,),) = self._rows(
            "SELECT count(*) FROM opengovai.extent WHERE collection = %s", self._collection
        )
        if batches < _FOLD:
            return
        ((mine,),) = self._rows(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", self._collection
        )
        if mine:
            self._connection.execute(_FOLD_FREQUENCIES, {"collection": self._collection})
            gone = self._rows(
                "DELETE FROM opengovai.extent WHERE collection = %s"
                " RETURNING language, passages, lengths",
                self._collection,
            )
            self._append_extents(rows.extents(gone))

    def _copy(self, target: str, values: Iterator[tuple[Any, ...]]) -> None:
        with (
            self._connection.cursor() as cursor,
            cursor.copy(f"COPY opengovai.{target} FROM STDIN") as copy,
        ):
            for value in values:
                copy.write_row(value)

    def _run(self, statement: str, *values: Any) -> None:
        self._connection.execute(statement, values)

    def _run_many(self, statement: str, values: Sequence[tuple[Any, ...]]) -> None:
        if values:
            with self._connection.cursor() as cursor:
                cursor.executemany(statement, values)

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        return self._connection.execute(statement, values).fetchall()


def _validity(document: Document) -> tuple[str, str, str]:
    """Since when, until when, and by whose authority it may be quoted."""
    bounds = document.valid_from or "-infinity", document.valid_until or "infinity"
    return (*bounds, rows.plain(document.publisher))
