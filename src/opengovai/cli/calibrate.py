"""`opengovai calibrate`: the floor for a stated risk, from your own questions."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from opengovai.cli.questions import add_questions, asked
from opengovai.cli.terminal import Subparsers, emit, say, writable
from opengovai.errors import InputError


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "calibrate", help="choose the floor for a stated risk on your own questions"
    )
    add_questions(parser)
    parser.add_argument(
        "--risk", type=float, default=0.05, metavar="SHARE", help="of unanswerable ones (0.05)"
    )
    parser.add_argument(
        "--output", type=writable, default=Path("calibration.toml"), metavar="FILE", help="the file"
    )
    parser.add_argument(
        "--html", type=writable, metavar="FILE", help="write a page with the risk-coverage curve"
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from opengovai.durable import PUBLIC, write_over
    from opengovai.evaluation.calibration import written
    from opengovai.evaluation.fitting import calibrate
    from opengovai.evaluation.report import report

    if not 0 < arguments.risk < 1:
        raise InputError(
            "The risk must be between 0 and 1",
            where=f"--risk {arguments.risk:g}",
            remedy="For example --risk 0.05.",
        )
    scores = asked(arguments, floor=False)
    found = calibrate(scores, risk=arguments.risk)
    if arguments.html:
        page = report(scores, title=f"Every draft for {arguments.file.name}, let out")
        arguments.html.write_text(page, "utf-8")
    about = {"risk": arguments.risk, **asdict(found)}
    del about["calibration"]
    write_over(arguments.output, written(found.calibration, about=about).encode(), mode=PUBLIC)
    if arguments.json:
        floors = {"floor": found.calibration.floor, "floors": dict(found.calibration.floors)}
        emit({**about, **floors, "output": str(arguments.output)})
        return 0
    say(
        f"floor {found.calibration.floor:.3f}: {found.false} of {found.unanswerable} unanswerable "
        f"questions are answered (at most {100 * found.bound:.0f} % of such questions, with 95 % "
        f"certainty), {found.refused} of {found.answerable} answerable ones are refused"
    )
    say(f"Written to {arguments.output}: name it as [service] calibration_path.")
    return 0
