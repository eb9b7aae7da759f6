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
from opengovai.languages import analyze
from opengovai.types import Passage

FORMAT = "1"
"""Raised whenever terms or fields change; a base with another one is indexed anew on opening."""

_HEAP = 64_000_000  # bytes of a writer's buffer
_HEAD_BOOST = 1.0
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

    def search(self, language: str, terms: Sequence[str], *, limit: int) -> list[Match]:
        """The best `limit` passages of one language for these terms, best first."""
        wanted = list(dict.fromkeys(terms))
        if not wanted:
            return []
        searcher = self._searcher(language)
        with self._sound(language):
            weights = _idf(searcher, wanted)
            found = searcher.search(self._query(language, wanted), limit=limit, count=False).hits
            if not found:
                return []
            rows = searcher.fast_field_values("row", [at for _, at in found])
            shares = self._shares(language, weights, rows)
        # BM25 of one term stays below idf * (k1 + 1) in each of the two fields.
        most = 2.2 * (1 + _HEAD_BOOST) * sum(weights.values())
        return [
            Match(row=row, score=score / most, share=shares.get(row, 0.0), weights=weights)
            for (score, _), row in zip(found, rows, strict=True)
        ]

    def _query(self, language: str, terms: Sequence[str]) -> Any:
        schema = self._index(language).schema
        parts = []
        for term in terms:
            for field, boost in (("text", 1.0), ("head", _HEAD_BOOST)):
                query = tantivy.Query.term_query(schema, field, term)
                parts.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, boost)))
        return tantivy.Query.boolean_query(parts)

    def _shares(
        self, language: str, weights: Mapping[str, float], rows: Sequence[int]
    ) -> dict[int, float]:
        """For each row the idf-weighted share of the terms that it holds."""
        query, schema = tantivy.Query, self._index(language).schema
        parts = [
            (tantivy.Occur.Must, query.const_score_query(
                query.term_set_query(schema, "row", list(rows)), 0.0)),
            *(
                (tantivy.Occur.Should, query.const_score_query(
                    query.term_query(schema, "text", term), weight))
                for term, weight in weights.items()
            ),
        ]  # fmt: skip
        searcher, total = self._searcher(language), sum(weights.values())
        found = searcher.search(query.boolean_query(parts), limit=len(rows), count=False).hits
        at = searcher.fast_field_values("row", [address for _, address in found])
        return {row: min(1.0, score / total) for (score, _), row in zip(found, at, strict=True)}

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


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="whitespace")
    builder.add_text_field("head", tokenizer_name="whitespace")
    return builder.build()


def _indexed(row: int, passage: Passage) -> Any:
    head = analyze(" \n ".join((passage.title, *passage.headings)), passage.language)
    text = [*head, *analyze(passage.text, passage.language)]
    document = tantivy.Document()
    document.add_integer("row", row)
    document.add_text("text", " ".join(text))
    document.add_text("head", " ".join(head))
    return document


def _idf(searcher: Any, terms: Sequence[str]) -> dict[str, float]:
    """BM25's idf over the passages of one language; a word that none holds weighs most."""
    total = searcher.num_docs
    weights = {}
    for term in terms:
        holding = min(total, searcher.doc_freq("text", term))
        weights[term] = math.log(1 + (total - holding + 0.5) / (holding + 0.5))
    return weights


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
