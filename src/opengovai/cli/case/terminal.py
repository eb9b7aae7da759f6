"""Options and messages that the verbs of `opengovai case` share."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from opengovai.cli.terminal import add_json, emit, named_path, read_text
from opengovai.errors import InputError, UnreadableSourceError

if TYPE_CHECKING:
    from opengovai.types import ReviewTask

T = TypeVar("T")


def add_desk(parser: argparse.ArgumentParser) -> None:
    """--desk DIR, --config FILE and --json."""
    parser.add_argument(
        "--desk",
        type=named_path,
        metavar="DIR",
        help="the folder of cases, letters, keys and log (default: opengovai-cases)",
    )
    parser.add_argument(
        "--config",
        type=named_path,
        metavar="FILE",
        help="names another database, log, redactor, model",
    )
    add_json(parser)


def add_officer(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """--officer NAME."""
    parser.add_argument(
        "--officer", required=required, default="", metavar="NAME", help="who answers for it"
    )


def read_examples(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(text, kinds) of every line of a JSON Lines file. Raises InputError naming a bad line."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            kind = row["kind"]
            several = kind if isinstance(kind, list) else [kind]
            # An empty list has no first one.
            yield str(row["text"]), (str(several[0]), *map(str, several[1:]))
        except (ValueError, LookupError, TypeError):
            raise InputError(
                'A line is not an object with "text" and "kind"',
                where=f"line {number} of {path}",
                remedy='Write {"text": "...", "kind": "..."} on each line.',
            ) from None


def energy_of(work: Callable[[], T]) -> tuple[T, str]:
    """What `work` gives, and what it took in words: measured where the machine counts energy."""
    import time

    from opengovai.models.meter import machine_meter

    meter, started = machine_meter(), time.process_time()
    key = meter.enter() if meter else None
    done = work()
    used = f"Training took {time.process_time() - started:.0f} s of processor time"
    if meter and key:
        energy = meter.leave(key)
        return done, f"{used} and {energy.wh:.2f} Wh ({energy.method})."
    return done, f"{used}; this machine does not count its energy."


def report_skipped(error: UnreadableSourceError, path: Path, *, as_json: bool) -> int:
    """Say that no case was made of a file; the exit status, 2."""
    if as_json:
        emit({"skipped": str(path), "reason": error.what, "remedy": error.remedy})
    sys.stderr.write(f"opengovai: {error}\n")
    return 2


def report_unreadable(task: ReviewTask, path: Path) -> int:
    """Say so on stderr where a file could not be read; 2 then, else 0."""
    for finding in task.findings:
        if finding.code == "unreadable":
            sys.stderr.write(
                f"opengovai: {finding.message} ({path}). The case is in the triage queue.\n"
            )
            return 2
    return 0
