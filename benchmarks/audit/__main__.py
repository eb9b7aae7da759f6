"""What a durable record costs, beside what one could use instead: `python -m benchmarks.audit`.

Builds a scratch environment with this source tree and the other packages, measures all of them in
one run on the disk under `--folder` (default: here), and writes what was measured to `results.json`
beside this file. `python -m benchmarks.audit.report` makes the table and the plot from that.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.audit.report import RESULTS, report
from benchmarks.tables import machine

REPOSITORY = Path(__file__).resolve().parents[2]
OTHERS = ("pymerkle==7.0.0", "witness-log==0.6.1", "llm-audit-trail==0.1.0")


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
    rows = medians([json.loads(line) for line in done.stdout.splitlines()])
    RESULTS.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=1) + "\n", "utf-8")
    report()


def medians(measured: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each log and way of calling it, with the medians of its figures."""
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in measured:
        grouped.setdefault((row.pop("name"), row.pop("how")), []).append(row)
    return [
        {"name": name, "how": how}
        | {key: round(median(row[key] for row in rows)) for key in rows[0]}
        for (name, how), rows in grouped.items()
    ]


if __name__ == "__main__":
    main()
