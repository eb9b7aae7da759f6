"""`opengovai redact`: what of a text is personal data, and the text without it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from opengovai.cli.ask_batch import Row, rows
from opengovai.cli.redact_files import add_options, format_of, redacted_file
from opengovai.cli.terminal import (
    Subparsers,
    add_json,
    as_written,
    emit,
    named_path,
    read_text,
    say,
    track,
    write,
)

if TYPE_CHECKING:
    from opengovai.redaction import Redactor

_CHUNK = 65_536  # characters


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "redact", help="replace personal data by pseudonyms"
    )
    parser.add_argument("file", nargs="?", type=named_path, metavar="FILE", help="default: stdin")
    parser.add_argument("--jsonl", action="store_true", help='input is {"id","text"} per line')
    parser.add_argument("--spans", action="store_true", help="print what was found, and where")
    add_options(parser)
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from opengovai.redaction import Redactor

    kind = format_of(arguments)
    redactor = Redactor.default()
    if kind != "text":
        text = read_text(arguments.file)
        redacted = redacted_file(redactor, text, kind=kind, rules=arguments.rule)
        write(f"{as_written(redacted)}\n" if kind == "json" else redacted)
        return 0
    if not (arguments.json or arguments.jsonl or arguments.spans):
        _stream(redactor, read_text(arguments.file))
        return 0
    mistakes = 0
    for row in _inputs(arguments):
        if row.error:
            mistakes += 1
            row.complain()
            if arguments.json or not arguments.spans:
                emit(row.mistake())
        else:
            _show(redactor, row, arguments)
    return 2 if mistakes else 0


def _show(redactor: Redactor, row: Row, arguments: argparse.Namespace) -> None:
    spans = [
        {"start": s.start, "end": s.end, "entity": s.entity, "score": round(s.score, 4)}
        for s in (redactor.detect(row.text) if arguments.json or arguments.spans else [])
    ]
    if arguments.spans and not arguments.json:
        for s in spans:
            say(f"{s['start']}\t{s['end']}\t{s['entity']}\t{s['score']}")
        return
    redacted, _ = redactor.redact(row.text)
    emit({"id": row.id, "text": redacted} | ({"spans": spans} if arguments.json else {}))


def _stream(redactor: Redactor, text: str) -> None:
    """Redact piece by piece, so that a long text shows how far it is and needs little memory."""
    chunks = (text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK))
    pieces, _ = redactor.redact_stream(track(chunks, "Redacting"))
    for piece in pieces:
        write(piece)
    write("" if text.endswith("\n") else "\n")


def _inputs(arguments: argparse.Namespace) -> Iterator[Row]:
    if arguments.jsonl:
        return track(rows(arguments.file, unique=False), "Redacting")
    name = str(arguments.file) if arguments.file else "-"
    return iter([Row(line=1, id=name, text=read_text(arguments.file))])
