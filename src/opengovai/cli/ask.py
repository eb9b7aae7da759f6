"""`opengovai ask`: one question, or a file of them, answered with quotes or refused."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from opengovai.cli.terminal import Subparsers, add_json, emit, read_texts, say, track
from opengovai.errors import InputError
from opengovai.types import Answer, Citation


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "ask", help="answer a question from a knowledge base"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", metavar="QUESTION")
    what.add_argument("--questions", type=Path, metavar="FILE", help='{"id","text"} per line')
    parser.add_argument("--kb", type=Path, metavar="DIR", help="knowledge base")
    parser.add_argument("--config", type=Path, metavar="FILE", help="opengovai.toml")
    parser.add_argument(
        "--audit", type=Path, metavar="DIR", help="the log (default: as configured, or beside --kb)"
    )
    parser.add_argument("--language", metavar="TAG", help="overrule the identified language")
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from opengovai.config import open_assistant

    batch = arguments.questions is not None
    questions = list(read_texts(arguments.questions)) if batch else [("", arguments.question)]
    log = _log(arguments)
    with open_assistant(arguments.config, kb=arguments.kb, audit=log) as assistant:
        for name, text in _counted(questions):
            answer = assistant.ask(text, language=arguments.language)
            if arguments.json:
                emit(as_json(answer, name or answer.id))
            else:
                say(as_text(answer))
    return 0


def _log(arguments: argparse.Namespace) -> Path | None:
    """The log to write: as asked, as configured (None), or beside the knowledge base, which must
    be there: asking makes none."""
    from opengovai.config import configured
    from opengovai.knowledge import KnowledgeBase

    if arguments.kb is not None:
        KnowledgeBase.open(arguments.kb, read_only=True).close()
    if arguments.audit is not None or arguments.config is not None or configured():
        chosen: Path | None = arguments.audit
        return chosen
    if arguments.kb is None:
        raise InputError(
            "No knowledge base is named", where="--kb", remedy="Give --kb DIR or --config FILE."
        )
    return log_beside(arguments.kb)


def _counted(questions: list[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return track(questions, "Answering") if len(questions) > 1 else questions


def log_beside(kb: Path) -> Path:
    """Where the log of a knowledge base stands unless told otherwise: DIR-audit."""
    resolved = kb.resolve()
    return resolved.with_name(f"{resolved.name}-audit")


def as_json(answer: Answer, name: str) -> dict[str, Any]:
    """The object of the command-line contract."""
    return {
        "id": name,
        "status": answer.status.value,
        "text": answer.text,
        "language": answer.language,
        "confidence": round(answer.confidence, 4),
        "citations": [_citation(citation) for citation in answer.citations],
        "receipt": asdict(answer.receipt),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "document_id": citation.document_id,
        "version": citation.version,
        "uri": citation.uri,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def as_text(answer: Answer) -> str:
    """The answer for a person: text, then where each quote stands, then the receipt."""
    sources = [f"  [{n}] {place(c)}" for n, c in enumerate(answer.citations, start=1)]
    receipt = f"  recorded as entry {answer.receipt.index} of {answer.receipt.log}"
    return "\n".join((f"{answer.status.value}: {answer.text}", *sources, receipt))


def place(citation: Citation) -> str:
    """Law, section, version and range of a quote, on one line."""
    path = ", ".join((citation.title, *citation.headings[-1:]))
    return (
        f"{path} (version {citation.version[:12]}, {citation.start}-{citation.end}, {citation.uri})"
    )
