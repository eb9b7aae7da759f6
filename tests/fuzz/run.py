"""Coverage-guided fuzzing of one target, with Atheris (Linux, `pip install atheris`).

python tests/fuzz/run.py TARGET [CORPUS_FOLDER] [-max_total_time=SECONDS] [libFuzzer's options]
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["opengovai"]):
    import targets


def main() -> None:
    """Fuzz until a crash, or until the given time is over."""
    if len(sys.argv) < 2 or sys.argv[1] not in targets.TARGETS:
        sys.exit(f"usage: run.py {{{','.join(targets.TARGETS)}}} [libFuzzer's options]")
    target = targets.TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, lambda data: targets.attempt(target, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
