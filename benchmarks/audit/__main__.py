"""What a durable record costs, beside what one could use instead: `python -m benchmarks.audit`.

Builds a scratch environment with this source tree and the other packages, measures all of them in
one run on the disk under `--folder` (default: here), and writes the table into the reference.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from benchmarks.tables import publish

REPOSITORY = Path(__file__).resolve().parents[2]
OTHERS = ("pymerkle==7.0.0", "witness-log==0.6.1", "llm-audit-trail==0.1.0")
HEADER = ("log", "calls", "records/s", "p99 of a call", "verified/s", "proofs/s", "bytes/record")


def main() -> None:
    """Build the environment, measure, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path())
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="audit-", dir=arguments.folder) as folder:
        venv.create(Path(folder) / "venv", with_pip=True)
        python = str(Path(folder) / "venv" / "bin" / "python")
        print("installing into a scratch environment", file=sys.stderr)
        pip = [python, "-m", "pip", "install", "--quiet", "--quiet"]
        subprocess.run([*pip, str(REPOSITORY), *OTHERS], check=True)
        script = str(Path(__file__).with_name("measure.py"))
        done = subprocess.run([python, script, folder], check=True, stdout=subprocess.PIPE)
    publish("audit", HEADER, [_row(json.loads(line)) for line in done.stdout.splitlines()])


def _row(row: dict[str, Any]) -> list[str]:
    cells = [row["name"], row["how"], f"{row['rate']:,.0f}", f"{row['p99'] / 1000:,.2f} ms"]
    return cells + [
        f"{row[key]:,.0f}" if key in row else "" for key in ("verify", "proofs", "bytes")
    ]


if __name__ == "__main__":
    main()
