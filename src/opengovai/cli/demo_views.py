"""The demonstration as a person reads it, and as JSON lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from opengovai.audit import VerificationReport
from opengovai.cli.ask import as_json, place
from opengovai.cli.terminal import emit
from opengovai.demo.story import Scene, Tampering
from opengovai.types import Answer, Document

_SHOWN = 160  # characters of a source
_SOURCES = 2


class Screen:
    """Panels and tables on stdout."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, width=min(100, Console().width))

    def documents(self, documents: Sequence[Document]) -> None:
        """What the knowledge base was built from."""
        table = Table("document", "language", "version", "note", title="Official texts, packaged")
        for document in documents:
            note = document.note.partition(".")[0]
            table.add_row(escape(document.title), document.language, document.version[:12], note)
        self._console.print(table)

    def scene(self, number: int, scene: Scene) -> None:
        """One question: as asked, as the model side saw it, and what came back."""
        lines = [
            f"[bold]Question[/bold]  {escape(scene.asked.text)}",
            "",
            "[bold]What the model side saw[/bold]",
            *_seen(scene.seen),
            "",
            *_outcome(scene.answer),
        ]
        title = f"{number}. {scene.answer.language}"
        self._console.print(Panel("\n".join(lines), title=title, title_align="left"))

    def evidence(
        self, found: Mapping[str, list[str]], report: VerificationReport, tampering: Tampering
    ) -> None:
        """Where personal data was found, and what the log proves."""
        for secret, files in found.items():
            where = f"[red]LEAKED into {', '.join(files)}[/red]" if files else "nowhere"
            self._console.print(f"personal data {secret!r} in knowledge base and log: {where}")
        self._console.print(f"the log: {escape(str(report))}")
        self._console.print(
            f"a copy with one bit flipped (byte {tampering.offset} of {tampering.file}): "
            f"{escape(str(tampering.report))}"
        )


class Lines:
    """One JSON object a line."""

    def documents(self, documents: Sequence[Document]) -> None:
        """Id, language and version of each document."""
        for one in documents:
            emit({"document_id": one.id, "language": one.language, "version": one.version})

    def scene(self, number: int, scene: Scene) -> None:
        """The answer of the command-line contract, with the question and what was seen of it."""
        answer = as_json(scene.answer, f"q{number}")
        emit({**answer, "question": scene.asked.text, "seen": list(scene.seen)})

    def evidence(
        self, found: Mapping[str, list[str]], report: VerificationReport, tampering: Tampering
    ) -> None:
        """The checks at the end."""
        emit({"personal_data_found": dict(found)})
        emit({"log": _report(report)})
        emit(
            {
                "tampered": {
                    "file": tampering.file,
                    "offset": tampering.offset,
                    **_report(tampering.report),
                }
            }
        )


def _report(report: VerificationReport) -> dict[str, Any]:
    return asdict(report) | {"ok": report.ok}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _seen(seen: Sequence[str]) -> list[str]:
    if not seen:
        return ["  nothing: no passage came close enough, so no drafter was asked"]
    question, *passages = seen
    lines = [f"  {escape(question)}"]
    lines.extend(f"  [dim]{escape(_short(passage))}[/dim]" for passage in passages[:_SOURCES])
    if len(passages) > _SOURCES:
        lines.append(f"  [dim]... and {len(passages) - _SOURCES} more sources[/dim]")
    return lines


def _outcome(answer: Answer) -> list[str]:
    if not answer.citations:
        return [f"[bold yellow]{answer.status.value}[/bold yellow]", f"  {escape(answer.text)}"]
    lines = [f"[bold green]{answer.status.value}[/bold green], confidence {answer.confidence:.2f}"]
    for citation in answer.citations:
        lines.append(f"  “{escape(citation.quote)}”")
        lines.append(f"  [dim]{escape(place(citation))}[/dim]")
    return lines
