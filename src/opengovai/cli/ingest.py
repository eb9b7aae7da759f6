"""`opengovai ingest`: what the configured loader reads, into a knowledge base."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from opengovai.cli.knowledge import add_store, open_store
from opengovai.cli.terminal import Subparsers, add_json, emit, named_path, say, track
from opengovai.errors import InputError
from opengovai.types import Changes, Document, Loaded, Skipped

if TYPE_CHECKING:
    from opengovai.protocols import DocumentLoader, KnowledgeStore

_SHOWN = 100  # characters of a changed passage that a person is shown


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "ingest", help="add files and folders, or a web site, to a knowledge base"
    )
    parser.add_argument("paths", nargs="*", type=named_path, metavar="PATH")
    add_store(parser)
    parser.add_argument(
        "--language", metavar="TAG", help="for files that do not say (default: identified)"
    )
    parser.add_argument(
        "--ocr", action="store_true", help="read scans and broken text layers (extra: ocr; slow)"
    )
    add_json(parser)
    parser.set_defaults(run=_run)


@dataclass(kw_only=True, slots=True)
class _Run:
    """What a person should know afterwards. `versions` are (old, new) of changed documents."""

    present: Mapping[str, str] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    versions: dict[str, tuple[str, str]] = field(default_factory=dict)

    def read(self, found: Iterable[Loaded | Skipped]) -> Iterator[Loaded]:
        """What can be read; what cannot is noted."""
        for item in found:
            if isinstance(item, Skipped):
                self.skipped.append(item)
            else:
                yield item

    def documents(self, read: Iterable[Loaded]) -> Iterator[Document]:
        """The documents, with what is to be said of them noted."""
        for item in read:
            document = item.document
            self.warnings.extend({"document": document.uri, "warning": w} for w in item.warnings)
            old = self.present.get(document.id, document.version)
            if old != document.version:
                self.versions[document.id] = (old, document.version)
            yield document


def _run(arguments: argparse.Namespace) -> int:
    run = _Run()
    changes, changed = Changes(), []
    read = run.read(_loader(arguments).load(arguments.paths, language=arguments.language))
    first = next(read, None)
    if first is not None:  # else nothing is opened, so that no empty knowledge base is made
        with open_store(arguments, write=True) as store:
            run.present = store.current()
            changes = store.add(track(run.documents(chain([first], read)), "Ingesting"))
            changed = [_change(store, name, *pair) for name, pair in run.versions.items()]
    elif not run.skipped:
        raise InputError(
            "There is nothing to read",
            where=", ".join(map(str, arguments.paths)),
            remedy="Name files, or folders with files in them.",
        )
    counts = asdict(changes) | {"skipped": len(run.skipped)}
    (_print_json if arguments.json else _print)(counts, run, changed)
    return 0 if first is not None else 2


def _loader(arguments: argparse.Namespace) -> DocumentLoader:
    from opengovai.config import load_settings, open_part

    settings = load_settings(arguments.config)
    if arguments.ocr:
        table = {**settings.tables["loader"], "ocr": True}
        settings = replace(settings, tables={**settings.tables, "loader": table})
    return cast("DocumentLoader", open_part(settings, "loader"))


def _change(store: KnowledgeStore, document_id: str, old: str, new: str) -> dict[str, Any]:
    from opengovai.knowledge.differences import difference

    before, after = store.document(document_id, old), store.document(document_id, new)
    if before is None or after is None:
        return {"changed": document_id, "from": old, "to": new, "added": [], "removed": []}
    found = difference(before, after)
    return {
        "changed": document_id,
        "from": old,
        "to": new,
        "added": [passage.text for passage in found.added],
        "removed": [passage.text for passage in found.removed],
    }


def _print_json(counts: dict[str, Any], run: _Run, changed: list[dict[str, Any]]) -> None:
    for warning in run.warnings:
        emit(warning)
    for item in run.skipped:
        emit({"skipped": item.path, "reason": item.reason, "remedy": item.remedy})
    for change in changed:
        emit(change)
    emit(counts)


def _print(counts: dict[str, Any], run: _Run, changed: list[dict[str, Any]]) -> None:
    for warning in run.warnings:
        say(f"note on {warning['document']}: {warning['warning']}")
    for item in run.skipped:
        say(f"skipped {item.path}: {item.reason}. {item.remedy}")
    for change in changed:
        say(f"changed {change['changed']}: {change['from'][:12]} -> {change['to'][:12]}")
        for sign, key in (("-", "removed"), ("+", "added")):
            for text in change[key]:
                say(f"  {sign} {_shortened(text)}")
    say(", ".join(f"{number} {name}" for name, number in counts.items()))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
