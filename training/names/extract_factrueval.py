"""Take the texts and person names of a factRuEval-2016 checkout into `data/factrueval.ru.jsonl`.

    python training/names/extract_factrueval.py CHECKOUT

CHECKOUT is a clone of github.com/dialogue-evaluation/factRuEval-2016 at commit
dfe96237fce79fde13b2021d1938587e4ea3042e (MIT). A person is one `Person` object: its name spans.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

COMMIT = "dfe96237fce79fde13b2021d1938587e4ea3042e"
_PARTS = {"name", "surname", "patronymic", "nickname"}


def main() -> None:
    checkout = sys.argv[1]
    listed = _git(checkout, "ls-tree", "-r", "--name-only", COMMIT).split()
    rows = []
    for path in sorted(name for name in listed if name.endswith(".objects")):
        stem = f"{COMMIT}:{path.removesuffix('.objects')}"
        text = _git(checkout, "show", f"{stem}.txt")
        pieces = _persons(
            _git(checkout, "show", f"{stem}.spans"), _git(checkout, "show", f"{COMMIT}:{path}")
        )
        rows.append(json.dumps({"text": text, "spans": pieces}, ensure_ascii=False))
    out = Path(__file__).parent / "data" / "factrueval.ru.jsonl"
    out.write_text("\n".join(rows) + "\n", "utf-8")


def _persons(spans: str, objects: str) -> list[tuple[int, int]]:
    places: dict[str, tuple[int, int]] = {}
    for line in spans.splitlines():
        number, kind, start, length = line.split()[:4]
        if kind in _PARTS:
            places[number] = (int(start), int(start) + int(length))
    found = set()
    for line in objects.splitlines():
        _, kind, *numbers = line.split("#")[0].split()
        parts = [places[number] for number in numbers if number in places]
        if kind == "Person" and parts:
            found.add((min(start for start, _ in parts), max(end for _, end in parts)))
    return sorted(found)


def _git(checkout: str, *arguments: str) -> str:
    shown = subprocess.run(["git", "-C", checkout, *arguments], capture_output=True, check=True)
    return shown.stdout.decode("utf-8")


if __name__ == "__main__":
    main()
