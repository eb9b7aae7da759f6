"""Throughput on texts of one kilobyte, one core: this library and, if installed, Presidio.

    python -m benchmarks.redaction.throughput [--seconds 5]

The texts are the letters in all seven languages, joined and cut into pieces of 1,000 bytes, so
that each holds the personal data of about one letter. Presidio runs its pattern recognizers only
(no language model), with a blank tokenizer. CPU time, not wall time.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.redaction.peers import presidio_patterns

from opengovai.redaction import Redactor

LETTERS = Path(__file__).parent / "letters"
SIZE = 1000


def texts() -> list[str]:
    """All letters, joined by language and cut into pieces of SIZE bytes."""
    out = []
    for path in sorted(LETTERS.glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        data = "\n\n".join(json.loads(line)["text"] for line in lines).encode()
        pieces = (data[i : i + SIZE] for i in range(0, len(data) - SIZE, SIZE))
        out += [piece.decode("utf-8", "ignore") for piece in pieces]
    return out


def megabytes_per_second(
    work: Callable[[str], object], pieces: Sequence[str], limit: float
) -> float:
    """Bytes over CPU seconds; stops after `limit` seconds and says what was done by then."""
    work(pieces[0])
    done, begin = 0, time.process_time()
    while time.process_time() - begin < limit:
        for piece in pieces:
            work(piece)
            done += len(piece.encode())
            if time.process_time() - begin > limit:
                break
    return done / (time.process_time() - begin) / 1e6


def presidio() -> Callable[[str], object] | None:
    """Presidio's pattern recognizers for English, or None where it is not installed."""
    try:
        return presidio_patterns()
    except ImportError:
        return None


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    limit = parser.parse_args().seconds
    pieces, redactor = texts(), Redactor.default()
    redacted, vault = redactor.redact("Call 0722 123 456 or write to wanjiku@example.co.ke")
    answer = f"{redacted} and wait for the answer of the office, which takes two weeks. " * 200
    rows = [
        ("detect", megabytes_per_second(redactor.detect, pieces, limit)),
        ("redact", megabytes_per_second(redactor.redact, pieces, limit)),
        ("restore", megabytes_per_second(vault.restore, [answer], limit)),
    ]
    other = presidio()
    if other is not None:
        rows.append(("Presidio, patterns only", megabytes_per_second(other, pieces, limit)))
    print("| what | MB/s | times Presidio |\n|---|---:|---:|")
    base = rows[-1][1] if other is not None else None
    for name, rate in rows:
        print(f"| {name} | {rate:.3f} | {f'{rate / base:.0f}' if base else '-'} |")


if __name__ == "__main__":
    main()
