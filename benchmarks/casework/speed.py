"""Cases prepared per minute by two processes that share a desk: half letters, half filled forms."""

from __future__ import annotations

import argparse
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

from opengovai.cases import schema
from opengovai.cli.case.opening import Desk, open_casework

REPOSITORY = Path(__file__).resolve().parents[2]
PROCESSES, EACH = 2, 300


def run(arguments: argparse.Namespace) -> None:
    """Print the rate, everything durable: stored, recorded in the log, on the desk."""
    forms = sorted((arguments.folder / "irs_w2_filled").glob("*.pdf"))
    with tempfile.TemporaryDirectory() as folder:
        context = get_context("spawn")
        ready, go = context.Barrier(PROCESSES + 1), context.Event()
        workers = [
            context.Process(target=_work, args=(Path(folder), forms, number, ready, go))
            for number in range(PROCESSES)
        ]
        for worker in workers:
            worker.start()
        ready.wait()
        start = time.perf_counter()
        go.set()
        for worker in workers:
            worker.join()
            assert worker.exitcode == 0
        seconds = time.perf_counter() - start
    cases = PROCESSES * EACH
    print(f"{cases} cases in {seconds:.1f} s: {cases / seconds * 60:.0f} a minute")


def _work(desk: Path, forms: list[Path], number: int, ready, go) -> None:  # type: ignore[no-untyped-def]
    schemas = (
        REPOSITORY / "examples/schemas/irs_w2.toml",
        REPOSITORY / "examples/germany/address_change.toml",
    )
    letter = (REPOSITORY / "examples/germany/inbox/umzug.txt").read_text()
    pages = [path.read_bytes() for path in forms]
    w2, move = (schema.load(path) for path in schemas)
    place = Desk(folder=desk)
    with open_casework(place, w2) as one, open_casework(place, move) as other:
        one.prepare(pages[0] + f"\n%warm {number}".encode(), "warm.pdf")
        other.prepare(f"{letter}\nwarm {number}".encode(), "warm.txt")
        ready.wait()
        go.wait()
        for n in range(EACH // 2):
            mark = f"{number}-{n}"
            one.prepare(pages[n % len(pages)] + f"\n%{mark}".encode(), f"{mark}.pdf")
            other.prepare(f"{letter}\nNr. {mark}\n".encode(), f"{mark}.txt")
