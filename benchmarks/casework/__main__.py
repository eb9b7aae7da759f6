"""Casework measured: `python -m benchmarks.casework letters`, `prose`, `forms DIR`, `speed DIR`...

`DIR` holds the filled forms: irs_w2_filled and irs_w9_filled, each with ground_truth.jsonl.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.casework import crash, forms, reading, routing, speed


def main() -> None:
    """Run one of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.casework")
    verbs = parser.add_subparsers(required=True)
    for name, run in (("forms", forms.run), ("speed", speed.run), ("routing", routing.run)):
        verb = verbs.add_parser(name)
        verb.add_argument("folder", type=Path)
        verb.set_defaults(run=run)
    fields = verbs.add_parser("letters")
    fields.add_argument("--part", choices=("all", "dev", "test"), default="all")
    fields.add_argument("--wrong", action="store_true")
    fields.set_defaults(run=reading.run)
    free = verbs.add_parser("prose")
    free.add_argument("--part", choices=("tuned", "unseen", "last"), default="last")
    free.add_argument("--wrong", action="store_true")
    free.set_defaults(run=reading.run_prose)
    kill = verbs.add_parser("crash")
    kill.add_argument("--kills", type=int, default=200)
    kill.add_argument("--postgres", action="store_true", help="cases in PostgreSQL")
    kill.add_argument("--cases", type=int, default=600)
    kill.set_defaults(run=crash.run)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
