"""`opengovai ask`: one question, or a file of them, answered with quotes or refused."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opengovai.cli.knowledge import open_directory
from opengovai.cli.terminal import (
    Subparsers,
    add_json,
    console,
    emit,
    named_path,
    say,
    track,
    whole,
)
from opengovai.errors import InputError
from opengovai.types import Answer, Citation

if TYPE_CHECKING:
    from opengovai.assistant import Assistant
    from opengovai.cli.ask_batch import Row


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "ask", help="answer a question from a knowledge base"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", metavar="QUESTION")
    what.add_argument("--questions", type=named_path, metavar="FILE", help='{"id","text"} per line')
    what.add_argument(
        "--hand-over", action="store_true", help="pass the conversation on to a human"
    )
    what.add_argument(
        "--forget", action="store_true", help="erase the conversation, or all of the subject's"
    )
    parser.add_argument("--kb", type=named_path, metavar="DIR", help="knowledge base")
    parser.add_argument("--config", type=named_path, metavar="FILE", help="opengovai.toml")
    parser.add_argument(
        "--audit",
        type=named_path,
        metavar="DIR",
        help="the log (default: as configured, or beside --kb)",
    )
    parser.add_argument("--language", metavar="TAG", help="overrule the identified language")
    parser.add_argument("--conversation", metavar="ID", help="what this question belongs to")
    parser.add_argument("--subject", default="", metavar="NAME", help="a pseudonym of the asker")
    parser.add_argument(
        "--jobs", type=whole(0, 256), default=0, metavar="N", help="questions at once"
    )
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from opengovai.config import open_assistant

    if arguments.questions is not None and arguments.conversation is not None:
        raise InputError(
            "A file of questions is no conversation", where="--conversation", remedy="Leave it out."
        )
    log = _log(arguments)
    with open_assistant(
        arguments.config, kb=arguments.kb, audit=log, conversations=_memory(arguments)
    ) as assistant:
        if arguments.forget:
            return _forget(assistant, arguments)
        if arguments.questions is not None:
            return _batch(assistant, arguments)
        answer = _one(assistant, arguments)
        if arguments.json:
            emit(as_json(answer, answer.id))
        else:
            say(as_text(answer))
    return 0


def _one(assistant: Assistant, arguments: argparse.Namespace) -> Answer:
    from opengovai.dialogue import hand_over

    if not arguments.hand_over:
        return assistant.ask(
            arguments.question,
            language=arguments.language,
            conversation=arguments.conversation,
            subject=arguments.subject,
        )
    if arguments.conversation is None:
        raise InputError(
            "Which conversation is to be passed on?",
            where="--hand-over",
            remedy="Name it with --conversation ID.",
        )
    return hand_over(assistant, arguments.conversation, subject=arguments.subject)


def _forget(assistant: Assistant, arguments: argparse.Namespace) -> int:
    from opengovai.dialogue import forget

    if not (arguments.conversation or arguments.subject):
        raise InputError(
            "What is to be forgotten?",
            where="--forget",
            remedy="Name it with --conversation ID or --subject NAME.",
        )
    gone = forget(assistant, conversation=arguments.conversation or "", subject=arguments.subject)
    if arguments.json:
        emit({"forgotten": gone.conversations, "pseudonyms_destroyed": gone.pseudonyms})
    else:
        say(f"conversations forgotten: {gone.conversations}")
        say(f"pseudonyms destroyed: {'yes' if gone.pseudonyms else 'there were none'}")
    return 0


def _batch(assistant: Assistant, arguments: argparse.Namespace) -> int:
    from opengovai.cli.ask_batch import answered, rows

    def ask(row: Row) -> Answer:
        return assistant.ask(
            row.text, language=arguments.language or row.language, subject=arguments.subject
        )

    asked = list(rows(arguments.questions))
    mistakes = 0
    for row, answer in track(answered(ask, asked, jobs=arguments.jobs), "Answering"):
        if answer is None:
            mistakes += 1
            wrong = row.mistake()
            emit(wrong) if arguments.json else say(f"line {row.line}: {row.error}")
        elif arguments.json:
            emit(as_json(answer, row.id or answer.id))
        else:
            say(as_text(answer))
    console().print(f"{len(asked) - mistakes} questions asked, {mistakes} lines that are none")
    return 2 if mistakes else 0


def _log(arguments: argparse.Namespace) -> Path | None:
    """The log to write: as asked, as configured (None), or beside the knowledge base, which must
    be there: asking makes none."""
    from opengovai.config import configured

    if arguments.kb is not None:
        open_directory(arguments.kb).close()
    if arguments.audit is not None or arguments.config is not None or configured():
        chosen: Path | None = arguments.audit
        return chosen
    if arguments.kb is None:
        raise InputError(
            "No knowledge base is named", where="--kb", remedy="Give --kb DIR or --config FILE."
        )
    return log_beside(arguments.kb)


def _memory(arguments: argparse.Namespace) -> Path | None:
    """Where conversations are remembered from one command to the next, unless the configuration
    says: beside the knowledge base."""
    if arguments.kb is None or not (arguments.conversation or arguments.subject):
        return None
    return _beside(arguments.kb, "conversations")


def log_beside(kb: Path) -> Path:
    """Where the log of a knowledge base stands unless told otherwise: DIR-audit."""
    return _beside(kb, "audit")


def _beside(kb: Path, what: str) -> Path:
    resolved = kb.resolve()
    return resolved.with_name(f"{resolved.name}-{what}")


def as_json(answer: Answer, name: str) -> dict[str, Any]:
    """The object of the command-line contract."""
    notice = {"notice": answer.notice} if answer.notice else {}
    return {
        "id": name,
        "status": answer.status.value,
        "text": answer.text,
        "language": answer.language,
        "confidence": round(answer.confidence, 4),
        "citations": [_citation(citation) for citation in answer.citations],
        **notice,
        "receipt": answer.receipt,
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
    """The answer for a person: notice, text, where each quote stands, the receipt."""
    sources = [f"  [{n}] {place(c)}" for n, c in enumerate(answer.citations, start=1)]
    receipt = f"  recorded as entry {answer.receipt.index} of {answer.receipt.log}"
    notice = [answer.notice] if answer.notice else []
    return "\n".join((*notice, f"{answer.status.value}: {answer.text}", *sources, receipt))


def place(citation: Citation) -> str:
    """Law, section, publisher, version and range of a quote, on one line."""
    path = ", ".join((citation.title, *citation.headings[-1:]))
    where = (
        citation.publisher,
        f"version {citation.version[:12]}",
        f"{citation.start}-{citation.end}",
        citation.uri,
    )
    return f"{path} ({', '.join(filter(None, where))})"
