"""Citizens' questions over the packaged laws, judged by the quotes that answer them.

The questions are those of `benchmarks/answers/questions` (CC BY 4.0, seven languages, written for
this project): a passage is relevant if it holds one of a question's gold quotes, or a part of it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from opengovai.knowledge.chunking import SectionChunker
from opengovai.knowledge.loading import Loaded, load
from opengovai.types import Document, Passage

QUESTIONS = Path(__file__).resolve().parents[1] / "answers" / "questions"


def packaged(
    language: str,
) -> tuple[dict[str, tuple[str, str]], dict[str, str], dict[str, set[str]]]:
    """Passages (title and headings, text) of the packaged laws in `language`, the answerable
    questions in it that are not asked across languages, and the relevant passages of each."""
    documents = {one.id: one for one in _documents() if one.language == language}
    cut = {name: SectionChunker().chunk(document) for name, document in documents.items()}
    passages = {
        passage.id: (" ".join((passage.title, *passage.headings)), passage.text)
        for parts in cut.values()
        for passage in parts
    }
    queries: dict[str, str] = {}
    relevant: dict[str, set[str]] = defaultdict(set)
    for row in _questions(language):
        for name, quote in _quotes(row):
            if name in documents:
                relevant[row["id"]].update(_holding(documents[name], cut[name], quote))
        if relevant[row["id"]]:
            queries[row["id"]] = row["text"]
    return passages, queries, {key: relevant[key] for key in queries}


def _documents() -> Iterator[Document]:
    with as_file(files("opengovai") / "demo" / "corpus") as folder:
        for found in load([folder]):
            if isinstance(found, Loaded):
                yield found.document


def _questions(language: str) -> Iterator[dict[str, Any]]:
    for line in (QUESTIONS / f"{language}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["answerable"] and not row.get("cross_lingual"):
            yield row


def _quotes(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for answer in (row, *row.get("alternatives", ())):
        for quote in answer["quotes"]:
            yield answer["document_id"], quote


def _holding(document: Document, parts: list[Passage], quote: str) -> Iterator[str]:
    start = document.text.find(quote)
    for passage in parts if start >= 0 else ():
        if passage.start < start + len(quote) and start < passage.end:
            yield passage.id
