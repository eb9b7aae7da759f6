"""`opengovai ingest`: files and folders into a knowledge base."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opengovai.cli.terminal import Subparsers, add_json, add_kb, emit, say, track
from opengovai.types import Document

if TYPE_CHECKING:
    from opengovai.knowledge.loading import Skipped


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "ingest", help="add files and folders to a knowledge base"
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add_kb(parser)
    parser.add_argument(
        "--language", metavar="TAG", help="for files that do not say (default: identified)"
    )
    parser.add_argument(
        "--ocr", action="store_true", help="read scans and broken text layers (extra: ocr; slow)"
    )
    add_json(parser)
    parser.set_defaults(run=_run)


@dataclass(kw_only=True, slots=True)
class _Notices:
    """What a person should know of the files that were read or skipped."""

    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)


def _run(arguments: argparse.Namespace) -> int:
    from opengovai.knowledge import KnowledgeBase

    notices = _Notices()
    with KnowledgeBase.open(arguments.kb) as base:
        found = _documents(arguments, notices)
        changes = base.add(track(found, "Ingesting"))
    counts = asdict(changes) | {"skipped": len(notices.skipped)}
    (_print_json if arguments.json else _print)(counts, notices)
    read = changes.added + changes.updated + changes.unchanged
    return 0 if read or not notices.skipped else 2


def _documents(arguments: argparse.Namespace, notices: _Notices) -> Iterator[Document]:
    """What can be read; the rest goes into the notices."""
    from opengovai.knowledge.loading import Loaded, load

    for item in load(arguments.paths, language=arguments.language, ocr=arguments.ocr):
        if isinstance(item, Loaded):
            uri = item.document.uri
            notices.warnings.extend({"document": uri, "warning": w} for w in item.warnings)
            yield item.document
        else:
            notices.skipped.append(item)


def _print_json(counts: dict[str, Any], notices: _Notices) -> None:
    for warning in notices.warnings:
        emit(warning)
    for item in notices.skipped:
        emit({"skipped": item.path, "reason": item.reason, "remedy": item.remedy})
    emit(counts)


def _print(counts: dict[str, Any], notices: _Notices) -> None:
    for warning in notices.warnings:
        say(f"note on {warning['document']}: {warning['warning']}")
    for item in notices.skipped:
        say(f"skipped {item.path}: {item.reason}. {item.remedy}")
    say(", ".join(f"{number} {name}" for name, number in counts.items()))
