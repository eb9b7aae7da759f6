"""`opengovai redact`: what of a text is personal data, and the text without it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from opengovai.cli.terminal import Subparsers, add_json, emit, read_text, read_texts, say, track


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "redact", help="replace personal data by pseudonyms"
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="default: stdin")
    parser.add_argument("--jsonl", action="store_true", help='input is {"id","text"} per line')
    parser.add_argument("--spans", action="store_true", help="print what was found, and where")
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from opengovai.redaction import Redactor

    redactor = Redactor.default()
    for name, text in _inputs(arguments):
        redacted, _ = redactor.redact(text)
        spans = [
            {"start": s.start, "end": s.end, "entity": s.entity, "score": round(s.score, 4)}
            for s in redactor.detect(text)
        ]
        result: dict[str, Any] = {"id": name, "text": redacted, "spans": spans}
        if arguments.json:
            emit(result)
        elif arguments.jsonl:
            emit({"id": name, "text": redacted})
        elif arguments.spans:
            for s in spans:
                say(f"{s['start']}\t{s['end']}\t{s['entity']}\t{s['score']}")
        else:
            say(redacted.removesuffix("\n"))
    return 0


def _inputs(arguments: argparse.Namespace) -> Iterator[tuple[str, str]]:
    if arguments.jsonl:
        return track(read_texts(arguments.file or Path("-")), "Redacting")
    name = str(arguments.file) if arguments.file else "-"
    return iter([(name, read_text(arguments.file))])
