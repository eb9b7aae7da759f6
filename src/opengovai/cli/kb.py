"""`opengovai kb`: what a knowledge base holds, whether it is whole, and how it moves."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from opengovai.cli.knowledge import add_store, open_directory, open_store
from opengovai.cli.terminal import (
    Subparsers,
    add_json,
    add_kb,
    emit,
    named_path,
    reading,
    say,
    track,
    writable,
)
from opengovai.errors import InputError

if TYPE_CHECKING:
    from opengovai.protocols import KnowledgeStore
    from opengovai.types import Document


def register(commands: Subparsers) -> None:
    """Add the command and its verbs."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "kb", help="list, check, compare and move the documents of a knowledge base"
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    listing = verbs.add_parser("list", help="every version of every document")
    remove = verbs.add_parser("remove", help="withdraw documents; their versions stay citable")
    remove.add_argument("documents", nargs="+", metavar="DOCUMENT", help="a document's id")
    export = verbs.add_parser("export", help="write every version as JSON Lines")
    export.add_argument("--out", type=writable, required=True, metavar="FILE", help="a new file")
    bring = verbs.add_parser("import", help="read what `kb export` wrote")
    bring.add_argument("file", type=named_path, metavar="FILE")
    for verb, run in ((listing, _list), (remove, _remove), (export, _export), (bring, _import)):
        add_store(verb)
        add_json(verb)
        verb.set_defaults(run=run)
    verify = verbs.add_parser("verify", help="read everything and name what is damaged")
    add_kb(verify)
    add_json(verify)
    verify.set_defaults(run=_verify)


def _list(arguments: argparse.Namespace) -> int:
    with open_store(arguments) as store:
        current = store.current()
        for document in store.history():
            row = _row(document, current=current.get(document.id) == document.version)
            emit(row) if arguments.json else say("  ".join(str(value) for value in row.values()))
    return 0


def _row(document: Document, *, current: bool) -> dict[str, str]:
    state = "current" if current else "superseded"
    return {
        "document_id": document.id,
        "version": document.version[:12],
        "state": state,
        "language": document.language,
        "title": document.title,
        "uri": document.uri,
    }


def _remove(arguments: argparse.Namespace) -> int:
    with open_store(arguments, write=True) as store:
        known = store.current()
        for name in arguments.documents:
            if name not in known:
                raise InputError(
                    "There is no such document",
                    where=name,
                    remedy="Nothing was withdrawn. `opengovai kb list` names them.",
                )
        for name in arguments.documents:
            store.remove(name)
            emit({"withdrawn": name}) if arguments.json else say(f"withdrawn {name}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from opengovai.durable import PUBLIC, write_over
    from opengovai.knowledge.transfer import export_lines

    out: Path = arguments.out
    if out.exists():
        raise InputError("It exists already", where=str(out), remedy="Name a new file.")
    versions = -1  # the first line is a header

    def counted(store: KnowledgeStore) -> Iterator[bytes]:
        nonlocal versions
        for line in track(export_lines(store), "Exporting"):
            versions += 1
            yield line

    with open_store(arguments) as store:
        try:
            write_over(out, counted(store), mode=PUBLIC)
        except OSError as error:
            raise InputError(
                f"It cannot be written: {error.strerror}",
                where=str(out),
                remedy="Check the folder, its permissions and free space.",
            ) from error
    emit({"versions": versions}) if arguments.json else say(f"{versions} versions")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from opengovai.knowledge.transfer import import_lines

    with open_store(arguments, write=True) as store:
        changes = import_lines(store, track(_lines(arguments.file), "Importing"))
    counts = asdict(changes)
    emit(counts) if arguments.json else say(", ".join(f"{n} {key}" for key, n in counts.items()))
    return 0


def _lines(path: Path) -> Iterator[bytes]:
    with reading(path), path.open("rb") as file:
        yield from file


def _verify(arguments: argparse.Namespace) -> int:
    with open_directory(arguments.kb) as base:
        result = base.verify()
    if arguments.json:
        emit({"ok": result.ok, **asdict(result)})
    else:
        for fault in result.faults:
            say(fault)
        say(
            f"{result.documents} documents, {result.passages} passages, {len(result.faults)} faults"
        )
    return 0 if result.ok else 1
