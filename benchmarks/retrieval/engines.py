"""Ours and its peers behind one method each: build over passages, then rank ids for a query.

Peers run as their documentation shows them: bm25s with and without Snowball stemming, SQLite FTS5
with its default tokenizer (Porter for English), tantivy with its default and, where it has one,
its stemming tokenizer.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable, Mapping, Sequence

import bm25s
import Stemmer
import tantivy

from opengovai.knowledge import KnowledgeBase
from opengovai.types import Document, RedactedText

Search = Callable[[str, int], Sequence[str]]
Passages = Mapping[str, tuple[str, str]]
SNOWBALL = {"en": "english", "de": "german", "fr": "french", "ru": "russian"}
WORD = re.compile(r"\w+")


def ours(passages: Passages, language: str, asked_in: str) -> Search:
    """The embedded knowledge base as a user gets it, a document a passage."""
    base = KnowledgeBase.open(tempfile.mkdtemp(prefix="retrieval-"))
    base.add(document(key, title, text, language) for key, (title, text) in passages.items())

    def search(query: str, k: int) -> list[str]:
        hits = base.search(RedactedText(query), k=2 * k, language=asked_in)
        return list(dict.fromkeys(hit.passage.document_id for hit in hits))[:k]

    return search


def document(key: str, title: str, text: str, language: str) -> Document:
    """A passage as a document of its own."""
    return Document(
        id=key,
        title=title,
        text=text,
        language=language,
        uri=f"test:{key}",
        version=Document.digest(text),
    )


def bm25s_plain(passages: Passages, language: str, asked_in: str) -> Search:
    """bm25s without stemming or stop words."""
    return _bm25s(passages, None, [])


def bm25s_stemmed(passages: Passages, language: str, asked_in: str) -> Search:
    """bm25s with Snowball and its English stop words, where they exist."""
    if language not in SNOWBALL:
        return bm25s_plain(passages, language, asked_in)
    stop = "en" if language == "en" else []
    return _bm25s(passages, Stemmer.Stemmer(SNOWBALL[language]), stop)


def _bm25s(passages: Passages, stemmer: object, stop: object) -> Search:
    ids = list(passages)
    options = {"stopwords": stop, "stemmer": stemmer, "show_progress": False}
    index = bm25s.BM25()
    index.index(bm25s.tokenize(_texts(passages), **options), show_progress=False)

    def search(query: str, k: int) -> list[str]:
        tokens = bm25s.tokenize(query, **options)
        rows, scores = index.retrieve(tokens, k=min(k, len(ids)), show_progress=False)
        return [ids[row] for row, score in zip(rows[0], scores[0], strict=True) if score > 0]

    return search


def fts5(passages: Passages, language: str, asked_in: str) -> Search:
    """SQLite FTS5, ranked by its bm25()."""
    tokenizer = "porter unicode61" if language == "en" else "unicode61"
    database = sqlite3.connect(":memory:")
    database.execute(
        f"CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, text, tokenize='{tokenizer}')"
    )
    rows = zip(passages, _texts(passages), strict=True)
    database.executemany("INSERT INTO t VALUES (?, ?)", rows)

    def search(query: str, k: int) -> list[str]:
        wanted = " OR ".join(f'"{word}"' for word in WORD.findall(query))
        if not wanted:
            return []
        found = database.execute(
            "SELECT id FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT ?", (wanted, k)
        )
        return [key for (key,) in found]

    return search


def tantivy_plain(passages: Passages, language: str, asked_in: str) -> Search:
    """tantivy's default tokenizer; for English, German, French, Russian with its stemmer."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.lowercase())
    if language in SNOWBALL:
        builder = builder.filter(tantivy.Filter.stemmer(SNOWBALL[language]))
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("text", tokenizer_name="peer")
    index = tantivy.Index(schema.build())
    index.register_tokenizer("peer", builder.build())
    writer = index.writer(64_000_000, 1)
    for key, text in zip(passages, _texts(passages), strict=True):
        writer.add_document(tantivy.Document(id=key, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(query: str, k: int) -> list[str]:
        parsed, _ = index.parse_query_lenient(" ".join(WORD.findall(query)), ["text"])
        return [searcher.doc(at)["id"][0] for _, at in searcher.search(parsed, k).hits]

    return search


def _texts(passages: Passages) -> list[str]:
    return [f"{title} {text}".strip() for title, text in passages.values()]


ENGINES = {
    "OpenGovAI": ours,
    "bm25s": bm25s_plain,
    "bm25s, stemmed": bm25s_stemmed,
    "SQLite FTS5": fts5,
    "tantivy": tantivy_plain,
}
