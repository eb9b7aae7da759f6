"""The lexical index: one tantivy (BM25) index per language, derived from the archive.

Terms come analysed (`languages.analyze`), so that tantivy only splits at spaces. One index a
language keeps document frequencies and lengths honest: a word common in one language is not
rare because the base is mostly in another.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
import tantivy

from opengovai.errors import StorageError, StoreDamagedError
from opengovai.knowledge.query import LexicalQuery
from opengovai.knowledge.weighing import Asked
from opengovai.languages.analysis import grams, in_order, pairs, split, stem, words
from opengovai.types import Passage

_FORMAT = "5"

_HEAP = 64_000_000  # bytes of a writer's buffer
_SYSTEM_ERROR = re.compile(r"IoError(?!.*(?:NotFound|UnexpectedEof))", re.DOTALL)
_FOOTER_MAGIC = 1337


def index_format() -> str:
    """Changes whenever terms or fields do, ours or Snowball's; a base with another one is indexed
    anew when it is opened for writing."""
    import Stemmer

    return f"{_FORMAT}, snowball {Stemmer.version()}"


class LexicalIndex:
    """All languages' indexes under one folder. Reading is thread-safe; writing needs the caller
    to hold the archive's transaction."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: dict[str, Any] = {}
        self._views: list[tempfile.TemporaryDirectory[str]] = []

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
                self._share_files(language)
            index.reload()

    def reload(self) -> None:
        """See what other processes have committed."""
        if self._views:
            self.close()
        for language, index in list(self._opened.items()):
            with self._sound(language):
                index.reload()

    def close(self) -> None:
        """Forget what is open; the next use reads the directory again."""
        self._opened.clear()
        for view in self._views:
            view.cleanup()
        self._views.clear()

    def drop(self, language: str) -> None:
        """Remove a language's index; the archive can make it again."""
        self._opened.pop(language, None)
        shutil.rmtree(self._folder / language, ignore_errors=True)

    def faults(self, language: str) -> list[str]:
        """Files of the current commit whose checksum is not the one tantivy wrote at their end."""
        folder = self._folder / language
        try:
            commit = msgspec.json.decode((folder / "meta.json").read_bytes())
            ids = {segment["segment_id"].replace("-", "") for segment in commit["segments"]}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return [f"index file {language}/meta.json cannot be read"]
        files = [path for path in sorted(folder.iterdir()) if path.name.split(".")[0] in ids]
        return [
            f"index file {language}/{path.name} is not what was written"
            for path in files
            if not _checksum_holds(path.read_bytes())
        ]

    def query(self, language: str, asked: Asked) -> LexicalQuery:
        """What was asked, in the terms of one language's index."""
        index = self._index(language)
        with self._sound(language):
            return LexicalQuery(
                asked, schema=index.schema, searcher=index.searcher(), language=language
            )

    def best(self, language: str, query: LexicalQuery, limit: int) -> list[tuple[int, float]]:
        """Rows and scores of the best `limit` passages of one language, best first."""
        with self._sound(language):
            return query.best(limit)

    def shares(self, language: str, query: LexicalQuery, rows: Sequence[int]) -> dict[int, float]:
        """For each row the share of the query's idf mass that it holds."""
        with self._sound(language):
            return query.shares(rows)

    def _searcher(self, language: str) -> Any:
        return self._index(language).searcher()

    def _index(self, language: str, *, create: bool = False) -> Any:
        opened = self._opened.get(language)
        if opened is None:
            path = self._folder / language
            with self._sound(language):
                if create:
                    path.mkdir(parents=True, exist_ok=True)
                opened = (
                    tantivy.Index(_schema(), str(path))
                    if create
                    else tantivy.Index.open(self._lockable(path))
                )
                opened.config_reader("manual")
                opened.reload()
            self._opened[language] = opened
        return opened

    def _lockable(self, path: Path) -> str:
        """tantivy readers need to make a lock file; for a folder where they cannot, a temporary one
        of links to its files."""
        if os.access(path, os.W_OK):
            return str(path)
        view = tempfile.TemporaryDirectory(prefix="opengovai-")
        self._views.append(view)
        for file in path.iterdir():
            if file.suffix != ".lock":
                (Path(view.name) / file.name).symlink_to(file.resolve())
        return view.name

    def _share_files(self, language: str) -> None:
        """tantivy makes two files for its user only; whoever may read the folder may read them."""
        folder = self._folder / language
        for name in ("meta.json", ".managed.json"):
            path = folder / name
            if path.exists():
                path.chmod(folder.stat().st_mode & 0o666)

    @contextmanager
    def _sound(self, language: str) -> Iterator[None]:
        """Whatever tantivy raises becomes ours; a panic of its Rust code means damaged files."""
        try:
            yield
        except OSError as error:
            raise self._unusable(language, error) from error
        except BaseException as error:
            if isinstance(error, ValueError) and _SYSTEM_ERROR.search(str(error)):
                raise self._unusable(language, error) from error
            if isinstance(error, ValueError) or type(error).__name__ == "PanicException":
                raise StoreDamagedError(
                    f"The lexical index is damaged: {error}",
                    where=str(self._folder / language),
                    remedy="Open the knowledge base for writing once; it rebuilds the index.",
                ) from error
            raise

    def _unusable(self, language: str, error: Exception) -> StorageError:
        return StorageError(
            f"The lexical index cannot be used: {error}",
            where=str(self._folder / language),
            remedy="Check free space and permissions; the documents are intact.",
        )


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="whitespace")
    builder.add_text_field("head", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("grammar", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("pairs", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _indexed(row: int, passage: Passage) -> Any:
    language = passage.language
    headings = (passage.title, *passage.headings)
    head = [word for heading in headings for word in words(heading, language)]
    found = in_order(passage.text, language)
    content, grammar = split(found, language)
    text = [*head, *content]
    document = tantivy.Document()
    document.add_integer("row", row)
    document.add_text("text", " ".join(stem(text, language)))
    document.add_text("head", " ".join(stem(head, language)))
    document.add_text("grams", " ".join(chain.from_iterable(map(grams, text))))
    document.add_text("grammar", " ".join(grammar))
    document.add_text("pairs", " ".join(pairs(found, language)))
    return document


def _checksum_holds(content: bytes) -> bool:
    """tantivy ends each file with a JSON footer (CRC-32 of the rest), its length, and a magic."""
    length, magic = (
        int.from_bytes(content[-8 + i : len(content) - 4 + i], "little") for i in (0, 4)
    )
    if magic != _FOOTER_MAGIC or length > len(content) - 8:
        return False
    body, footer = content[: -8 - length], content[-8 - length : -8]
    return bool(msgspec.json.decode(footer).get("crc") == zlib.crc32(body))
