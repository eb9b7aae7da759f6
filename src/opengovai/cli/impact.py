"""`opengovai impact`: which recorded answers rest on what a document no longer says."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opengovai.cli.knowledge import add_store, open_store
from opengovai.cli.terminal import Subparsers, add_json, emit, named_path, say
from opengovai.errors import InputError

if TYPE_CHECKING:
    from opengovai.protocols import KnowledgeStore


@dataclass(frozen=True, kw_only=True, slots=True)
class Affected:
    """A recorded answer and which of the document's passages among its sources are no more.

    `id` is the answer's, `index` its entry in the log; `reason` is "changed", "withdrawn" or
    "not_in_force".
    """

    index: int
    id: str
    time: str
    document_id: str
    version: str
    passages: tuple[str, ...]
    reason: str


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "impact", help="list recorded answers that rest on changed or withdrawn passages"
    )
    parser.add_argument("document", metavar="DOCUMENT", help="the document's id")
    add_store(parser)
    parser.add_argument("--audit", type=named_path, required=True, metavar="DIR", help="the log")
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    with open_store(arguments) as store:
        state = _state(store, arguments.document)
    found = list(_affected(arguments.audit, arguments.document, *state))
    for answer in found:
        if arguments.json:
            emit(asdict(answer))
        else:
            say(f"{answer.index:>8} {answer.time} {answer.reason:<12} {answer.id}")
    if not arguments.json:
        say(f"{len(found)} recorded answers rest on changed or withdrawn passages")
    return 0


def _state(store: KnowledgeStore, document_id: str) -> tuple[AbstractSet[str], str]:
    """The passages that the document has today, and why an answer's may not be among them."""
    from opengovai.knowledge.chunking import SectionChunker

    version = store.current().get(document_id)
    if version is None and not any(one.id == document_id for one in store.history()):
        raise InputError(
            "This document was never stored",
            where=document_id,
            remedy="Use the document_id of a hit, as `opengovai search --json` prints it.",
        )
    document = store.document(document_id, version) if version else None
    if document is None:
        return frozenset(), "withdrawn"
    if document.valid_until and document.valid_until < datetime.now(UTC).date().isoformat():
        return frozenset(), "not_in_force"
    return {passage.id for passage in SectionChunker().chunk(document)}, "changed"


def _affected(
    log: Path, document_id: str, present: AbstractSet[str], reason: str
) -> Iterator[Affected]:
    from opengovai.audit import LogReader
    from opengovai.audit.query import Filter, find

    for index, record in find(LogReader(log), Filter(status="answered")):
        for version, passages in _sources(record["data"], document_id).items():
            gone = tuple(passage for passage in passages if passage not in present)
            if gone:
                yield Affected(
                    index=index,
                    id=record["id"].rpartition("/")[0],
                    time=record["time"],
                    document_id=document_id,
                    version=version,
                    passages=gone,
                    reason=reason,
                )


def _sources(data: Mapping[str, Any], document_id: str) -> dict[str, list[str]]:
    """The passages of the document that the answer was drafted from, by version."""
    found: dict[str, list[str]] = {}
    for source in data.get("sources", ()):
        if source["document_id"] == document_id:
            found.setdefault(source["version"], []).append(source.get("passage_id", ""))
    return found
