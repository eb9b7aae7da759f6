"""`opengovai search`: the passages found for a query, without an answer."""

from __future__ import annotations

import argparse
from typing import Any

from opengovai.cli.ask_batch import Row, rows
from opengovai.cli.knowledge import add_store, open_store
from opengovai.cli.terminal import Subparsers, add_json, emit, named_path, say, track, whole
from opengovai.types import Hit

MOST_HITS = 100_000


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "search", help="find passages in a knowledge base"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("query", nargs="?", metavar="QUERY")
    what.add_argument("--queries", type=named_path, metavar="FILE", help='{"id","text"} per line')
    add_store(parser)
    parser.add_argument(
        "-k", type=whole(1, MOST_HITS), default=10, metavar="N", help="hits per query (10)"
    )
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from opengovai.redaction import Redactor

    batch = arguments.queries is not None
    single = Row(line=1, id="", text=arguments.query or "")
    queries = list(rows(arguments.queries, unique=False)) if batch else [single]
    redactor = Redactor.default()
    with open_store(arguments) as store:
        for row in track(queries, "Searching") if batch else queries:
            if row.error:
                row.complain()
                if arguments.json:
                    emit({"query_id": row.id, "line": row.line, "error": row.error})
                continue
            redacted, _ = redactor.redact(row.text)
            for rank, hit in enumerate(store.retrieve(redacted, k=arguments.k), start=1):
                if arguments.json:
                    emit(_json(row.id or "", rank, hit))
                else:
                    say(_text(rank, hit))
    return 2 if any(row.error for row in queries) else 0


def _json(name: str, rank: int, hit: Hit) -> dict[str, Any]:
    return {
        "query_id": name,
        "rank": rank,
        "document_id": hit.passage.document_id,
        "passage_id": hit.passage.id,
        "uri": hit.passage.uri,
        "score": hit.score,
        "text": hit.passage.text,
    }


def _text(rank: int, hit: Hit) -> str:
    passage = hit.passage
    path = " > ".join((passage.title, *passage.headings))
    first = " ".join(passage.text.split())
    shown = first if len(first) <= 200 else first[:199] + "…"
    return f"{rank:>3}. {path}  [{hit.lexical:.2f}]\n     {shown}\n     {passage.uri}"
