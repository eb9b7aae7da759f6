"""`audit show`, `export`, `stats` and `erase`: what stands in a log, and lawful forgetting."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from opengovai.cli.audit.printing import printable
from opengovai.cli.terminal import Subparsers, add_json, as_written, emit, named_path, say, writable

if TYPE_CHECKING:
    from opengovai.audit.query import Record

_FIELDS = ("since", "until", "status", "subject", "reviewer")


def register(verbs: Subparsers) -> None:
    """Add the verbs."""
    show = verbs.add_parser("show", help="print records")
    _add_filter(show)
    add_json(show)
    show.set_defaults(run=_show)

    export = verbs.add_parser("export", help="write records in another form")
    _add_filter(export)
    export.add_argument(
        "--format",
        choices=("jsonl", "csv", "ai-act", "prov"),
        default="jsonl",
        help="JSON Lines (default), CSV, AI-Act record-keeping report, W3C PROV",
    )
    export.set_defaults(run=_export)

    stats = verbs.add_parser("stats", help="volume, refusals, overrides and latency over time")
    _add_filter(stats)
    stats.add_argument("--by", choices=("hour", "day", "month"), default="day")
    stats.add_argument("--html", type=writable, metavar="FILE", help="write a page with plots")
    add_json(stats)
    stats.set_defaults(run=_stats)

    erase = verbs.add_parser("erase", help="make a subject's texts unreadable for good")
    erase.add_argument("log", type=named_path, metavar="DIR")
    erase.add_argument("subject", metavar="SUBJECT", help="the pseudonym in the records")
    erase.add_argument("--basis", required=True, help="the legal basis")
    erase.add_argument("--approver", required=True, help="who approved it")
    add_json(erase)
    erase.set_defaults(run=_erase)


def _add_filter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("log", type=named_path, metavar="DIR")
    parser.add_argument("--since", default="", metavar="TIME", help="from this time or date on")
    parser.add_argument("--until", default="", metavar="TIME", help="before this time or date")
    parser.add_argument("--status", default="", help="for example answered, no_content")
    parser.add_argument("--subject", default="", help="the pseudonym in the records")
    parser.add_argument("--reviewer", default="", help="the officer of an oversight record")


def _found(arguments: argparse.Namespace) -> Iterator[tuple[int, Record]]:
    from opengovai.audit import LogReader
    from opengovai.audit.query import Filter, find

    wanted = Filter(**{name: getattr(arguments, name) for name in _FIELDS})
    return find(LogReader(arguments.log), wanted)


def _show(arguments: argparse.Namespace) -> int:
    for index, record in _found(arguments):
        if arguments.json:
            emit({"index": index, "record": record})
        else:
            data = record["data"]
            facts = f"{data.get('status', '-'):<16} {data.get('language', '-'):<3}"
            line = f"{index:>8} {record['time']} {record['phase']:<7} {facts} {record['id']}"
            say(printable(line))
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from opengovai.audit import export
    from opengovai.audit.canonical import canonical

    found = _found(arguments)
    if arguments.format == "jsonl":
        for _, record in found:
            say(as_written(canonical(record).decode()))
    elif arguments.format == "csv":
        for line in export.as_csv(found):
            say(line.removesuffix("\n"))
    elif arguments.format == "ai-act":
        emit(export.as_ai_act(found))
    else:
        emit(export.as_prov(found, log=arguments.log.name))
    return 0


def _stats(arguments: argparse.Namespace) -> int:
    from opengovai.audit.stats import buckets, page

    found = buckets(_found(arguments), by=arguments.by)
    if arguments.html:
        arguments.html.write_text(page(found, log=arguments.log.name, by=arguments.by), "utf-8")
    for bucket in found:
        if arguments.json:
            emit(asdict(bucket))
        else:
            latency = "-" if bucket.latency_ms is None else f"{bucket.latency_ms} ms"
            say(
                f"{bucket.start}  {bucket.requests} requests, {bucket.refused} refused, "
                f"{bucket.overridden} overridden, median {latency}"
            )
    return 0


def _erase(arguments: argparse.Namespace) -> int:
    from opengovai.audit import AuditLog, LogReader
    from opengovai.redaction import Redactor

    basis, _ = Redactor.default().redact(arguments.basis)  # signed for good, beyond any erasure
    LogReader(arguments.log)  # to open would make a log where there is none
    with AuditLog.open(arguments.log) as log:
        receipt = log.erase(arguments.subject, basis=basis, approver=arguments.approver)
    if arguments.json:
        emit({"erased": arguments.subject, "receipt": receipt})
    else:
        say(f"erased; recorded as entry {receipt.index}")
    return 0
