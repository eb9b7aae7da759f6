"""The command line. Results go to stdout, progress and errors to stderr.

Exit status: 0 done, 1 a check failed, 2 bad input, configuration or storage.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Sequence

from opengovai import __version__
from opengovai.cli import (
    ask,
    audit,
    calibrate,
    case,
    config,
    demo,
    dossier,
    evaluate,
    impact,
    ingest,
    kb,
    plugins,
    redact,
    search,
)
from opengovai.errors import InputError, OpenGovAIError

_COMMANDS = (
    demo,
    ingest,
    kb,
    search,
    ask,
    redact,
    case,
    audit,
    impact,
    evaluate,
    calibrate,
    plugins,
    config,
    dossier,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. Raises KeyboardInterrupt."""
    if not _streams():
        return 2
    arguments = build_parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except OpenGovAIError as error:
        sys.stderr.write(f"opengovai: {error}\n")
        return 2
    except BrokenPipeError:
        # The reader went away (`| head`): point stdout elsewhere so that closing it stays quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:  # a file to be written: what is read has errors of its own
        sys.stderr.write(f"opengovai: {_named(error)}\n")
        _give_up_unwritten()
        return 2
    except Exception as error:  # noqa: BLE001 a fault of ours is no failed check
        sys.stderr.write(_fault(error))
        return 2
    return status


def _streams() -> bool:
    """Make the standard streams fit to write to; False without a stdout. Python has none for a
    stream that was closed, and the next file opened would take its place."""
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    if sys.stdout is None:
        sys.stderr.write("opengovai: Standard output is closed. Give it a file, or /dev/null.\n")
        return False
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as stderr always is
    return True


def _give_up_unwritten() -> None:
    """What a full disk did not take is not tried again at exit, which would change the status."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fault(error: Exception) -> str:
    """Where it happened, for a report; never the message, which may quote what was given."""
    calls = "".join(traceback.format_tb(error.__traceback__))
    return (
        f"{calls}opengovai: This is a fault of OpenGovAI ({type(error).__name__}). Nothing "
        "personal stands in these lines: please report them (SUPPORT.md), with the command.\n"
    )


def _named(error: OSError) -> InputError:
    return InputError(
        f"It cannot be used: {error.strerror or error}",
        where=str(error.filename or "standard output, or a file that it writes"),
        remedy="Check the path, its permissions and free space.",
    )


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="opengovai",
        description="Answers with quotes, records of every step, no personal data leaving.",
    )
    parser.add_argument("--version", action="version", version=f"opengovai {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.register(commands)
    return parser
