"""Asking a file of questions with gold answers, for `evaluate answers` and `calibrate`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from opengovai.cli.terminal import add_json, add_kb, track
from opengovai.errors import UnreadableSourceError

if TYPE_CHECKING:
    from opengovai.evaluation.answers import Score
    from opengovai.evaluation.questions import GoldQuestion

_NO_FLOOR = 1e-9


def add_questions(parser: argparse.ArgumentParser) -> None:
    """FILE, --kb, --config, --group, --json."""
    parser.add_argument("file", type=Path, metavar="FILE", help="questions with gold quotes, JSONL")
    add_kb(parser)
    parser.add_argument("--config", type=Path, metavar="FILE", help="opengovai.toml")
    parser.add_argument("--group", metavar="NAME", help="only questions of this group")
    add_json(parser)


def asked(arguments: argparse.Namespace, *, floor: bool) -> list[Score]:
    """Each question's score; its records go to a log that is thrown away. Without `floor` every
    draft comes back, with the drafter's own confidence.

    Raises UnreadableSourceError, InputError, ConfigurationError and StorageError.
    """
    from opengovai.config import open_assistant
    from opengovai.evaluation.answers import Given, score
    from opengovai.evaluation.calibration import Calibration
    from opengovai.knowledge import KnowledgeBase

    questions = _read(arguments.file, arguments.group)
    KnowledgeBase.open(arguments.kb, read_only=True).close()
    with (
        TemporaryDirectory(prefix="opengovai-") as folder,
        open_assistant(arguments.config, kb=arguments.kb, audit=Path(folder) / "log") as opened,
    ):
        freed = replace(opened, calibration=Calibration(floor=_NO_FLOOR))
        assistant = opened if floor else freed
        return [
            score(
                question, Given.of(assistant.ask(question.text, language=question.language or None))
            )
            for question in track(questions, "Asking")
        ]


def _read(file: Path, group: str | None) -> list[GoldQuestion]:
    from opengovai.evaluation.questions import read_questions

    try:
        lines = file.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableSourceError(
            f"It cannot be read: {error}", where=str(file), remedy="Name a UTF-8 file."
        ) from error
    found = list(read_questions(lines, where=str(file)))
    return [one for one in found if group is None or one.group == group]
