"""What every command shares: options, JSON lines, reading files, progress."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from opengovai.errors import InputError, UnreadableSourceError

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")
Subparsers = Any  # argparse names its own type only privately


def add_json(parser: argparse.ArgumentParser) -> None:
    """--json: one object a line on stdout."""
    parser.add_argument("--json", action="store_true", help="print one JSON object per line")


def add_kb(parser: argparse.ArgumentParser) -> None:
    """--kb DIR."""
    parser.add_argument("--kb", type=Path, required=True, metavar="DIR", help="knowledge base")


def emit(value: Mapping[str, Any]) -> None:
    """Write one JSON object as a line of UTF-8."""
    import orjson

    say(orjson.dumps(value).decode())


def say(text: str) -> None:
    """Write a line of results."""
    write(f"{text}\n")


def write(text: str) -> None:
    """Write results as they are; what the terminal's encoding lacks is shown as an escape."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def console() -> Console:
    """A rich console on stderr, for progress and tables that are not results."""
    from rich.console import Console

    return Console(stderr=True)


def track(items: Iterable[T], label: str) -> Iterator[T]:
    """Count items on stderr while they pass, on a terminal only."""
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn())
    with Progress(*columns, console=console(), transient=True) as progress:
        task = progress.add_task(label, total=None)
        for item in items:
            yield item
            progress.advance(task)


def read_text(path: Path | None) -> str:
    """A UTF-8 file, or stdin where `path` is None or "-".

    Raises UnreadableSourceError where it is missing, a folder, binary or in another encoding.
    """
    where = "standard input" if path is None or str(path) == "-" else str(path)
    try:
        raw = sys.stdin.buffer.read() if where == "standard input" else Path(where).read_bytes()
    except OSError as error:
        raise UnreadableSourceError(
            f"It cannot be read: {error.strerror}", where=where, remedy="Name a readable file."
        ) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSourceError(
            f"It is not UTF-8 text (byte {error.start})",
            where=where,
            remedy="Convert it, for example with `iconv -t utf-8`.",
        ) from error


def read_texts(path: Path) -> Iterator[tuple[str, str]]:
    """(id, text) of every line of a JSON Lines file with the keys "id" and "text"; blank lines
    are passed over. Raises InputError naming the line that is not such an object."""
    import orjson

    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
            yield str(row["id"]), _string(row["text"])
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise InputError(
                'A line is not an object with "id" and a string "text"',
                where=f"line {number} of {path}",
                remedy='Write {"id": "q1", "text": "..."} on each line.',
            ) from error


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
