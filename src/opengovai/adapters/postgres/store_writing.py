"""One transaction that changes the knowledge base: versions, passages, terms and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from psycopg import Connection

from opengovai.adapters.postgres import store_rows as rows
from opengovai.types import Changes, Document, IndexedDocument, IndexedPassage

_FOLD = 64  # batches whose counts stand beside each other before they are added up

_REMOVE = """
WITH gone AS (
    DELETE FROM opengovai.passage WHERE collection = %(collection)s AND row = ANY(%(rows)s)
    RETURNING row, language
), terms AS (
    DELETE FROM opengovai.search WHERE collection = %(collection)s AND row = ANY(%(rows)s)
    RETURNING row, length, terms
), lessened AS (
    INSERT INTO opengovai.extent
    SELECT %(collection)s, language, -count(*), -sum(length)
    FROM gone JOIN terms USING (row) GROUP BY language
)
INSERT INTO opengovai.frequency
SELECT %(collection)s, split_part(key, ' ', 1), split_part(key, ' ', 2), -count(*)
FROM terms, unnest(terms) AS key GROUP BY key
"""

_FOLD_FREQUENCIES = """
WITH several AS (
    SELECT language, term FROM opengovai.frequency WHERE collection = %(collection)s
    GROUP BY language, term HAVING count(*) > 1
), gone AS (
    DELETE FROM opengovai.frequency f USING several s
    WHERE f.collection = %(collection)s AND f.language = s.language AND f.term = s.term
    RETURNING f.language, f.term, f.passages
)
INSERT INTO opengovai.frequency
SELECT %(collection)s, language, term, sum(passages) FROM gone
GROUP BY language, term HAVING sum(passages) <> 0
"""

_FOLD_EXTENTS = """
WITH gone AS (
    DELETE FROM opengovai.extent WHERE collection = %(collection)s
    RETURNING language, passages, words
)
INSERT INTO opengovai.extent
SELECT %(collection)s, language, sum(passages), sum(words) FROM gone GROUP BY language
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
                mark = rows.digest(part.terms)
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
            "UPDATE opengovai.search SET valid_from = %s, valid_until = %s"
            " WHERE collection = %s AND row = %s AND (valid_from, valid_until) <> (%s, %s)",
            [
                (*_period(document), self._collection, row, *_period(document))
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
            "search (collection, row, length, valid_from, valid_until, terms)",
            (
                (self._collection, row, part.length, *_period(document),
                 [rows.key(part.passage.language, term) for term in sorted(part.terms)])
                for row, document, part, _ in numbered
            ),
        )  # fmt: skip
        self._count([part for _, part, _ in fresh])

    def _count(self, parts: Sequence[IndexedPassage]) -> None:
        """Add to the sums: rows are only appended, so that nobody waits for anybody."""
        terms: Counter[tuple[str, str]] = Counter()
        passages: Counter[str] = Counter()
        words: Counter[str] = Counter()
        for part in parts:
            language = part.passage.language
            terms.update((language, term) for term in part.terms)
            passages[language] += 1
            words[language] += part.length
        self._copy(
            "frequency (collection, language, term, passages)",
            ((self._collection, *key, number) for key, number in terms.items()),
        )
        self._copy(
            "extent (collection, language, passages, words)",
            ((self._collection, key, number, words[key]) for key, number in passages.items()),
        )

    def _remove_passages(self, numbers: list[int]) -> None:
        if numbers:
            self._connection.execute(_REMOVE, {"collection": self._collection, "rows": numbers})

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
            values = {"collection": self._collection}
            self._connection.execute(_FOLD_FREQUENCIES, values)
            self._connection.execute(_FOLD_EXTENTS, values)

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


def _period(document: Document) -> tuple[str, str]:
    return document.valid_from or "-infinity", document.valid_until or "infinity"
