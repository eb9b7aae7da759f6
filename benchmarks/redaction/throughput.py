"""Throughput on texts of one kilobyte, one core, beside Presidio in the same run.

    python -m benchmarks.redaction.throughput [DATA_DIR] [--peers PYTHON] [--seconds 5]

Three kinds of text, each cut into pieces of 1,000 bytes: our letters, dense with personal data
(six findings a piece, seven languages); presidio-research's English texts (where DATA_DIR holds
`pii_synthetic`); and the official texts of the demonstration, in which there is nothing to find.
CPU time of one thread, the fastest of several rounds in turn with the peer's, so that a busy
machine disturbs both alike. Presidio runs its pattern recognizers with a blank tokenizer, or all
of its recognizers with its small English spaCy model.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.redaction.by_type import PAGE
from benchmarks.tables import publish

from opengovai.redaction import Redactor

LETTERS = Path(__file__).parent / "letters"
SIZE = 1000
MOST = 150
ROUNDS = 2
HOSTILE = ("0 ", "a.b@", "::1.", "ID 1 2 ")


def pieces_of(texts: Sequence[str]) -> list[str]:
    """The texts, joined and cut into pieces of SIZE bytes; MOST of them, evenly spread."""
    data = "\n\n".join(texts).encode()
    every = [data[i : i + SIZE].decode("utf-8", "ignore") for i in range(0, len(data) - SIZE, SIZE)]
    return every[:: max(1, len(every) // MOST)][:MOST]


def letters() -> list[str]:
    """Our letters in seven languages."""
    lines = [path.read_text("utf-8").splitlines() for path in sorted(LETTERS.glob("*.jsonl"))]
    return pieces_of([json.loads(line)["text"] for language in lines for line in language])


def research(data: Path) -> list[str]:
    """The English texts of presidio-research."""
    rows = json.loads((data / "pii_synthetic" / "generated_large.json").read_text("utf-8"))
    return pieces_of([row["full_text"] for row in rows])


def official() -> list[str]:
    """The official texts of the demonstration."""
    import opengovai.demo

    folder = Path(str(opengovai.demo.__file__)).parent / "corpus"
    return pieces_of([path.read_text("utf-8") for path in sorted(folder.glob("*.md"))])


def rate(work: Callable[[str], object], pieces: Sequence[str]) -> float:
    """Megabytes a CPU second, over all pieces once."""
    begin = time.process_time()
    for piece in pieces:
        work(piece)
    seconds = time.process_time() - begin
    return sum(len(piece.encode()) for piece in pieces) / seconds / 1e6


class Peer:
    """A peer in a process of its own, asked for one round at a time."""

    def __init__(self, python: Path, name: str) -> None:
        script = Path(__file__).with_name("peers.py")
        self._command = [str(python), str(script), name]

    def rate(self, pieces: Sequence[str]) -> float:
        """Megabytes a CPU second, loading not counted."""
        lines = "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(pieces))
        done = subprocess.run(
            self._command, input=lines, check=True, stdout=subprocess.PIPE, text=True
        )
        cost = json.loads(done.stdout.splitlines()[-1])
        return float(cost["bytes"] / cost["seconds"] / 1e6)


def compare(
    kind: str, pieces: Sequence[str], peers: dict[str, Peer], ours: dict[str, Redactor]
) -> list[list[str]]:
    """Rows of one kind of text: with and without names, beside the peer that does the same."""
    rows = []
    for what, redactor in ours.items():
        peer = peers.get(what)
        for piece in pieces:
            redactor.detect(piece)
        mine = theirs = 0.0
        for _ in range(ROUNDS):
            mine = max(mine, rate(redactor.detect, pieces), rate(redactor.detect, pieces))
            few = pieces[:: max(1, len(pieces) // 40)]
            theirs = max(theirs, peer.rate(few)) if peer else 0.0
        times = f"{mine / theirs:.0f}" if theirs else "-"
        rows.append([kind, what, f"{mine:.2f}", f"{theirs:.3f}" if theirs else "-", times])
    return rows


def others() -> list[list[str]]:
    """Restoring, and how time grows with hostile input."""
    redactor, patterns = Redactor.default(), Redactor.default(names=False)
    redacted, vault = redactor.redact("Call 0722 123 456 or write to wanjiku@example.co.ke")
    answer = f"{redacted} and wait for the answer of the office, which takes two weeks. " * 200
    fastest = max(rate(vault.restore, [answer] * 50) for _ in range(5))
    rows = [["an answer with two pseudonyms in 110 bytes", "restore", f"{fastest:.0f}", "-", "-"]]
    for unit in HOSTILE:
        short, long = (unit * (size // len(unit)) for size in (10**6, 10**7))
        small, large = rate(patterns.detect, [short]), rate(patterns.detect, [long])
        shown = f"one line of `{unit}`, 1 MB and 10 MB"
        rows.append([shown, "patterns", f"{small:.2f} and {large:.2f}", "-", "-"])
    return rows


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--peers", type=Path, metavar="PYTHON")
    options = parser.parse_args()
    names = {"patterns": "presidio-patterns", "with names": "presidio"}
    peers = {w: Peer(options.peers, n) for w, n in names.items()} if options.peers else {}
    ours = {"patterns": Redactor.default(names=False), "with names": Redactor.default()}
    kinds = {"our letters": letters(), "official texts": official()}
    if options.data:
        kinds["presidio-research"] = research(options.data)
    rows = []
    for kind, pieces in kinds.items():
        print(kind, file=sys.stderr)
        rows += compare(kind, pieces, peers, ours)
    rows += others()
    header = ["text", "what", "MB/s", "Presidio, MB/s", "times"]
    publish("redaction-speed", header, rows, into=PAGE)


if __name__ == "__main__":
    main()
