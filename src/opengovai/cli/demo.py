"""`opengovai demo`: the main job on packaged official documents, offline, in one minute."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from opengovai.cli.terminal import Subparsers, add_json, console, named_path


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "demo", help="see it work: questions in seven languages over packaged official texts"
    )
    parser.add_argument(
        "--keep", type=named_path, metavar="DIR", help="keep the knowledge base and the log in DIR"
    )
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from opengovai.audit import verify
    from opengovai.cli.demo_views import Lines, Screen
    from opengovai.demo import story

    show = Lines() if arguments.json else Screen()
    asked = story.questions()
    with _folder(arguments.keep) as folder:
        with console().status("Building a knowledge base from official texts"):
            documents = story.build(folder)
        show.documents(documents)
        for number, scene in enumerate(story.play(folder, asked), start=1):
            show.scene(number, scene)
        found = story.leaks(folder, asked)
        report, tampering = verify(folder / "audit"), story.tamper(folder)
        show.evidence(found, report, tampering)
    leaked = any(found.values())
    return 0 if report.ok and not tampering.report.ok and not leaked else 1


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with TemporaryDirectory(prefix="opengovai-demo-") as name:
        yield Path(name)
