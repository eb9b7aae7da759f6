"""The lexical index: one tantivy (BM25) index per language, derived from the archive.

Terms come analysed (`languages.analyze`), so that tantivy only splits at spaces. One index a
language keeps document frequencies and lengths honest: a word common in one language is not
rare because the base is mostly in another.
"""

from __future__ import annotations

import math
import re
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import tantivy

from opengovai.errors import StorageError, StoreDamagedError
from opengovai.languages.analysis import grams, stem, words
from opengovai.types import Passage

FORMAT = "1"
"""Raised whenever terms or fields change; a base with another one is indexed anew on opening."""

_HEAP = 64_000_000  # bytes of a writer's buffer
_HEAD_BOOST = 1.0
_GRAM_BOOST = 0.3
_CANDIDATES = 100  # passages found by whole terms and then ranked with the parts of words
_RARE_GRAMS = 4  # of a word that no passage holds, how many parts bring candidates
_FEWEST_GRAMS = 4  # a shorter word is held whole or not at all
_SIMILAR = 0.6  # share of a word's parts that make a passage hold a variant of it
_PARTIAL = 0.7  # what holding a variant counts
_SAFE_NAME = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")
_FOOTER_MAGIC = 1337


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """One candidate: its row, BM25 relative to the most that the query could earn, the share of the
    query's idf mass it holds, and that idf, term by term."""

    row: int
    score: float
    share: float
    weights: Mapping[str, float]


class LexicalIndex:
    """All languages' indexes under one folder. Reading is thread-safe; writing needs the caller
    to hold the archive's transaction."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: dict[str, Any] = {}

    def languages(self) -> list[str]:
        """Languages that have an index on disk."""
        if not self._folder.is_dir():
            return []
        return sorted(p.name for p in self._folder.iterdir() if (p / "meta.json").is_file())

    def count(self, language: str) -> int:
        """Passages in a language's index."""
        return int(self._searcher(language).num_docs)

    def rows(self, language: str) -> list[int]:
        """Every row in a language's index, ascending."""
        searcher = self._searcher(language)
        with self._sound(language):
            found = searcher.search(
                tantivy.Query.all_query(), limit=max(1, searcher.num_docs), count=False
            )
            return sorted(searcher.fast_field_values("row", [at for _, at in found.hits]))

    def apply(self, language: str, added: Mapping[int, Passage], deleted: Iterable[int]) -> None:
        """Make the changes durable in one tantivy commit; doing it twice changes nothing."""
        with self._sound(language):
            index = self._index(language, create=True)
            writer = index.writer(_HEAP, 1)
            try:
                for row in (*deleted, *added):
                    writer.delete_documents_by_term("row", row)
                for row, passage in added.items():
                    writer.add_document(_indexed(row, passage))
                writer.commit()
            finally:
                writer.wait_merging_threads()
            index.reload()

    def reload(self) -> None:
        """See what other processes have committed."""
        for language, index in self._opened.items():
            with self._sound(language):
                index.reload()

    def drop(self, language: str) -> None:
        """Remove a language's index; the archive can make it again."""
        self._opened.pop(language, None)
        shutil.rmtree(self._folder / _name(language), ignore_errors=True)

    def faults(self, language: str) -> list[str]:
        """Files whose checksum is not the one tantivy wrote at their end."""
        files = sorted((self._folder / _name(language)).glob("*.*"))
        return [
            f"index file {language}/{path.name} is not what was written"
            for path in files
            if path.suffix not in (".json", ".lock") and not _checksum_holds(path.read_bytes())
        ]

    def search(self, language: str, asked: Sequence[str], *, limit: int) -> list[Match]:
        """The best `limit` passages of one language for these words, best first."""
        searcher, schema = self._searcher(language), self._index(language).schema
        with self._sound(language):
            query = _Query(schema, searcher, asked, language)
            if not query.terms:
                return []
            return _ranked(searcher, query, limit)

    def _searcher(self, language: str) -> Any:
        return self._index(language).searcher()

    def _index(self, language: str, *, create: bool = False) -> Any:
        opened = self._opened.get(language)
        if opened is None:
            path = self._folder / _name(language)
            with self._sound(language):
                if create:
                    path.mkdir(parents=True, exist_ok=True)
                opened = (
                    tantivy.Index(_schema(), str(path)) if create else tantivy.Index.open(str(path))
                )
                opened.config_reader("manual")
                opened.reload()
            self._opened[language] = opened
        return opened

    @contextmanager
    def _sound(self, language: str) -> Iterator[None]:
        """Whatever tantivy raises becomes ours; a panic of its Rust code means damaged files."""
        try:
            yield
        except OSError as error:
            raise StorageError(
                f"The lexical index cannot be used: {error}",
                where=str(self._folder / _name(language)),
                remedy="Check free space and permissions; the documents are intact.",
            ) from error
        except BaseException as error:
            if isinstance(error, ValueError) or type(error).__name__ == "PanicException":
                raise StoreDamagedError(
                    f"The lexical index is damaged: {error}",
                    where=str(self._folder / _name(language)),
                    remedy="Open the knowledge base for writing once; it rebuilds the index.",
                ) from error
            raise


class _Query:
    """The clauses that one query is made of, and the weight of each term."""

    def __init__(self, schema: Any, searcher: Any, asked: Sequence[str], language: str) -> None:
        self._schema = schema
        self._grams: dict[str, list[str]] = {}
        for word, term in zip(asked, stem(list(asked), language), strict=True):
            self._grams.setdefault(term, grams([word]))
        self.terms = list(self._grams)
        self._held = {term: searcher.doc_freq("text", term) for term in self.terms}
        total = searcher.num_docs
        # BM25's idf over the passages of one language; a word that none holds weighs most.
        self.idf = {term: _idf(total, held) for term, held in self._held.items()}
        self._searcher = searcher
        self.mass = sum(self.idf.values())

    def candidates(self) -> Any:
        """Passages that hold a term, or rare parts of a word that no passage holds."""
        parts = [clause for term in self.terms for clause in self._words(term)]
        unknown = [gram for term in self.terms if not self._held[term] for gram in self._rare(term)]
        return _any([*parts, *(self._term("grams", gram, _GRAM_BOOST) for gram in unknown)])

    def ranking(self, rows: Sequence[int]) -> Any:
        """The full score, for these rows only."""
        words = [clause for term in self.terms for clause in self._words(term)]
        parts = [
            self._term("grams", gram, _GRAM_BOOST)
            for term in self.terms
            for gram in self._grams[term]
        ]
        return self._among(rows, [*words, *parts])

    def share(self, rows: Sequence[int]) -> Any:
        """The idf mass of the terms held, for these rows only."""
        return self._among(rows, [self._held_clause(term) for term in self.terms])

    def _held_clause(self, term: str) -> Any:
        weight, parts = self.idf[term], self._grams[term]
        whole = tantivy.Query.const_score_query(self._term("text", term), weight)
        if len(parts) < _FEWEST_GRAMS:
            return whole
        similar = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._term("grams", gram)) for gram in parts],
            math.ceil(_SIMILAR * len(parts)),
        )
        partial = tantivy.Query.const_score_query(similar, weight * _PARTIAL)
        return tantivy.Query.disjunction_max_query([whole, partial])

    def _words(self, term: str) -> tuple[Any, Any]:
        return self._term("text", term), self._term("head", term, _HEAD_BOOST)

    def _rare(self, term: str) -> list[str]:
        counted = ((self._searcher.doc_freq("grams", gram), gram) for gram in self._grams[term])
        return [gram for held, gram in sorted(counted) if held][:_RARE_GRAMS]

    def _among(self, rows: Sequence[int], parts: Iterable[Any]) -> Any:
        query = tantivy.Query
        among = query.const_score_query(query.term_set_query(self._schema, "row", list(rows)), 0.0)
        optional = [(tantivy.Occur.Should, part) for part in parts]
        return query.boolean_query([(tantivy.Occur.Must, among), *optional])

    def _term(self, field: str, term: str, boost: float = 1.0) -> Any:
        query = tantivy.Query.term_query(self._schema, field, term, "freq")
        return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)


def _ranked(searcher: Any, query: _Query, limit: int) -> list[Match]:
    """Candidates by whole terms, ranked with their parts, each with its share."""
    rows = [row for row, _ in _found(searcher, query.candidates(), max(_CANDIDATES, limit))]
    if not rows:
        return []
    ranked = _found(searcher, query.ranking(rows), limit)
    shares = dict(_found(searcher, query.share([row for row, _ in ranked]), limit))
    return [
        Match(
            row=row,
            score=score / query.mass,
            share=min(1.0, shares[row] / query.mass),
            weights=query.idf,
        )
        for row, score in ranked
    ]


def _found(searcher: Any, query: Any, limit: int) -> list[tuple[int, float]]:
    hits = searcher.search(query, limit=limit, count=False).hits
    rows = searcher.fast_field_values("row", [at for _, at in hits])
    return [(row, score) for row, (score, _) in zip(rows, hits, strict=True)]


def _any(parts: Iterable[Any]) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def _idf(total: int, holding: int) -> float:
    held = min(total, holding)
    return math.log(1 + (total - held + 0.5) / (held + 0.5))


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="whitespace")
    builder.add_text_field("head", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _indexed(row: int, passage: Passage) -> Any:
    head = words(" \n ".join((passage.title, *passage.headings)), passage.language)
    text = [*head, *words(passage.text, passage.language)]
    document = tantivy.Document()
    document.add_integer("row", row)
    document.add_text("text", " ".join(stem(text, passage.language)))
    document.add_text("head", " ".join(stem(head, passage.language)))
    document.add_text("grams", " ".join(grams(text)))
    return document


def _name(language: str) -> str:
    tag = language.casefold()
    return tag if _SAFE_NAME.fullmatch(tag) else "und"


def _checksum_holds(content: bytes) -> bool:
    """tantivy ends each file with a JSON footer (CRC-32 of the rest), its length, and a magic."""
    length, magic = (
        int.from_bytes(content[-8 + i : len(content) - 4 + i], "little") for i in (0, 4)
    )
    if magic != _FOOTER_MAGIC or length > len(content) - 8:
        return False
    body, footer = content[: -8 - length], content[-8 - length : -8]
    return bool(orjson.loads(footer).get("crc") == zlib.crc32(body))
