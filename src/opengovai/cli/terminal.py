"""What every command shares: options, JSON lines, reading files, progress."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from opengovai.errors import UnreadableSourceError

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")
Subparsers = Any  # argparse names its own type only privately

_WIDE = 200  # columns


def add_json(parser: argparse.ArgumentParser) -> None:
    """--json: one object a line on stdout."""
    parser.add_argument("--json", action="store_true", help="print one JSON object per line")


def add_kb(parser: argparse.ArgumentParser) -> None:
    """--kb DIR."""
    parser.add_argument(
        "--kb", type=named_path, required=True, metavar="DIR", help="knowledge base"
    )


def whole(least: int, most: int) -> Callable[[str], int]:
    """An argparse type: a whole number from `least` to `most`."""

    def number(written: str) -> int:
        value = int(written)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{value} is not from {least} to {most}")
        return value

    return number


def named_path(written: str) -> Path:
    """An argparse type: a path. An empty one, such as an unset variable of a script gives, would
    be the current folder."""
    if not written:
        raise argparse.ArgumentTypeError("the path is empty: name a file or folder")
    return Path(written)


def writable(written: str) -> Path:
    """An argparse type: a file that can be written, said before hours of work are lost."""
    path = named_path(written)
    if not path.parent.is_dir() or path.is_dir():
        reason = "is a folder" if path.is_dir() else "is in no folder that exists"
        raise argparse.ArgumentTypeError(f"{path} {reason}: name a file in one that does")
    return path


def emit(value: Mapping[str, Any]) -> None:
    """Write one JSON object as a line."""
    import json

    import msgspec

    try:
        line = msgspec.json.encode(value).decode()
    except UnicodeEncodeError:  # a file's name may be no Unicode: then with escapes
        line = json.dumps(msgspec.to_builtins(value))
    say(as_written(line))


def as_written(json_text: str) -> str:
    """JSON that stays JSON where stdout is not UTF-8: what its encoding lacks, escaped as JSON
    escapes it."""
    import json

    try:
        json_text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in json_text)
    return json_text


def say(text: str) -> None:
    """Write a line of results."""
    write(f"{text}\n")


def write(text: str) -> None:
    """Write results as they are; what stdout's encoding lacks is shown as an escape (see
    `program.main`)."""
    sys.stdout.write(text)


def console() -> Console:
    """A rich console on stderr, for progress and tables that are not results."""
    from rich.console import Console

    return Console(stderr=True)


def results() -> Console:
    """A rich console on stdout, for tables; in a file or a pipe they get the width they need."""
    from rich.console import Console

    shown = Console()
    return shown if shown.is_terminal else Console(width=_WIDE)


def track(items: Iterable[T], label: str) -> Iterator[T]:
    """Count items on stderr while they pass, on a terminal only."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn())
    with Progress(*columns, console=console(), transient=True) as progress:
        task = progress.add_task(label, total=None)
        for item in items:
            yield item
            progress.advance(task)


@contextmanager
def reading(where: Path | str, remedy: str = "Name a readable file.") -> Iterator[None]:
    """What the system refuses to read here is an UnreadableSourceError."""
    try:
        yield
    except OSError as error:
        raise UnreadableSourceError(
            f"It cannot be read: {error.strerror}", where=str(where), remedy=remedy
        ) from error


def _stdin() -> bytes:
    if sys.stdin is None:
        raise UnreadableSourceError(
            "It is closed", where="standard input", remedy="Name a file, or pipe one in."
        )
    return sys.stdin.buffer.read()


def read_text(path: Path | None) -> str:
    """A UTF-8 file, or stdin where `path` is None or "-".

    Raises UnreadableSourceError where it is missing, a folder, binary or in another encoding.
    """
    file = None if path is None or str(path) == "-" else path
    where = "standard input" if file is None else str(file)
    with reading(where):
        raw = _stdin() if file is None else file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSourceError(
            f"It is not UTF-8 text (byte {error.start})",
            where=where,
            remedy="Convert it, for example with `iconv -t utf-8`.",
        ) from error
