"""Asking a file of questions with gold answers, for `evaluate answers` and `calibrate`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from opengovai.cli.terminal import add_json, add_kb, named_path, read_text, track
from opengovai.errors import InputError
from opengovai.evaluation.answers import Given, Score, score
from opengovai.evaluation.questions import GoldQuestion, read_questions

if TYPE_CHECKING:
    from opengovai.assistant import Assistant
    from opengovai.protocols import DocumentArchive, Drafter
    from opengovai.types import Citation, Draft, Question, Source

_NO_FLOOR = 1e-9


def add_questions(parser: argparse.ArgumentParser) -> None:
    """FILE, --kb, --config, --group, --json."""
    parser.add_argument(
        "file", type=named_path, metavar="FILE", help="questions with gold quotes, JSONL"
    )
    add_kb(parser)
    parser.add_argument("--config", type=named_path, metavar="FILE", help="opengovai.toml")
    parser.add_argument("--group", metavar="NAME", help="only questions of this group")
    add_json(parser)


def asked(arguments: argparse.Namespace, *, floor: bool, config: Path | None = None) -> list[Score]:
    """Each question's score under `config`, else under `--config`; its records go to a log that is
    thrown away. Without `floor` every draft comes back, with the drafter's own confidence.

    Raises UnreadableSourceError, InputError, ConfigurationError and StorageError.
    """
    from opengovai.config import open_assistant
    from opengovai.evaluation.calibration import Calibration
    from opengovai.knowledge import KnowledgeBase

    questions = read_file(arguments.file, arguments.group)
    KnowledgeBase.open(arguments.kb, read_only=True).close()
    with TemporaryDirectory(prefix="opengovai-") as folder:
        log = Path(folder) / "log"
        path = config or arguments.config
        with open_assistant(path, kb=arguments.kb, audit=log) as opened:
            seen = Observed(opened.drafter)
            calibration = opened.calibration if floor else Calibration(floor=_NO_FLOOR)
            assistant = replace(opened, drafter=seen, calibration=calibration)
            given = [_given(assistant, seen, one) for one in track(questions, "Asking")]
        return [
            score(question, replace(one, exposed=(*one.exposed, *in_files(question.personal, log))))
            for question, one in zip(questions, given, strict=True)
        ]


@dataclass(slots=True)
class Observed:
    """A drafter that lets us see what reached it, and what its calls cost."""

    drafter: Drafter
    text: str = ""
    cost: float = 0.0

    def draft(self, question: Question, sources: Sequence[Source]) -> Draft:
        """Note what arrives, then let the real drafter work."""
        self.text = question.text
        draft = self.drafter.draft(question, sources)
        self.cost = sum(float(call.usage.cost or 0) for call in draft.completions)
        return draft


def _given(assistant: Assistant, seen: Observed, question: GoldQuestion) -> Given:
    seen.text, seen.cost = "", 0.0
    start = perf_counter()
    answer = assistant.ask(question.text, language=question.language or None)
    return replace(
        Given.of(answer),
        seconds=perf_counter() - start,
        cost=seen.cost,
        invalid=sum(not stands(cited, assistant.archive) for cited in answer.citations),
        exposed=tuple(text for text in question.personal if text in seen.text),
    )


def stands(cited: Citation, archive: DocumentArchive) -> bool:
    """Whether the quote stands in the cited version, where the citation says."""
    document = archive.document(cited.document_id, cited.version)
    return document is not None and document.text[cited.start : cited.end] == cited.quote


def in_files(strings: Sequence[str], folder: Path) -> list[str]:
    """Those of the strings that stand in a file of the folder."""
    if not strings:
        return []
    written = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return [one for one in strings if any(one.encode() in content for content in written)]


def read_file(file: Path, group: str | None) -> list[GoldQuestion]:
    """The questions of a file, those of one group where it is named."""
    found = list(read_questions(read_text(file).split("\n"), where=str(file)))
    chosen = [one for one in found if group is None or one.group == group]
    if not chosen:
        raise InputError(
            "There is no question" if group is None else f"No question is of the group {group!r}",
            where=str(file),
            remedy='Write {"id","text","document_id","quotes","group"} on each line.',
        )
    return chosen
