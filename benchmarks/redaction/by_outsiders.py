"""Letters written to be missed: `python -m benchmarks.redaction.by_outsiders`.

`outsiders/*.txt` hold letters in all seven languages as an outsider would write them: read by a
machine that takes l for 1, typed in small letters, exported from a chat, put in tables, dictated,
mixed with other languages, with papers of other countries. Double brackets mark every secret, with
no thought of what the redactor knows; a letter begins with `###` and its language. *Hidden*: every
letter and digit of the secret is covered; *untouched*: none is. *At first sight*: what was hidden
when the round was written, before anything was mended after it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.redaction.by_type import PAGE, percent
from benchmarks.tables import publish

from opengovai.redaction import Redactor

FOLDER = Path(__file__).parent / "outsiders"
ROUNDS = {  # name: share hidden at first sight, noted when the round was written
    "first": 0.69,
    "second": 0.65,
    "third": 0.80,
    "fourth": 0.85,
    "fifth": 0.38,
    "sixth": 0.72,
    "seventh": 0.66,
    "eighth": 0.81,
}
SECRET = re.compile(r"\[\[(.*?)\]\](?!\])")


def letters(path: Path) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """The letters of a file without their brackets, and the places of their secrets."""
    for block in path.read_text("utf-8").split("### ")[1:]:
        body = block.partition("\n")[2].rstrip("\n")
        text, at, places = "", 0, []
        for match in SECRET.finditer(body):
            text += body[at : match.start()]
            places.append((len(text), len(text) + len(match[1])))
            text += match[1]
            at = match.end()
        yield text + body[at:], places


def measure(redactor: Redactor, path: Path) -> list[str]:
    """A row: secrets, shares hidden and untouched, leak rate, over-masking."""
    count: Counter[str] = Counter()
    for text, places in letters(path):
        covered = {i for s in redactor.detect(text) for i in range(s.start, s.end)}
        secret = {i for start, end in places for i in range(start, end)}
        for start, end in places:
            written = [i for i in range(start, end) if text[i].isalnum()]
            hidden = sum(i in covered for i in written)
            count["secrets"] += 1
            count["hidden"] += hidden == len(written)
            count["untouched"] += hidden == 0
            count["letters"] += len(written)
            count["visible"] += len(written) - hidden
        others = [i for i, char in enumerate(text) if char.isalnum() and i not in secret]
        count["others"] += len(others)
        count["masked"] += sum(i in covered for i in others)
    return [
        str(count["secrets"]),
        percent(count["hidden"] / count["secrets"]),
        str(count["untouched"]),
        percent(count["visible"] / count["letters"]),
        percent(count["masked"] / count["others"]),
    ]


def main() -> None:
    """Measure and write the table."""
    redactor = Redactor.default()
    rows = [
        [name, f"{sight:.0%}".replace("%", " %"), *measure(redactor, FOLDER / f"{name}.txt")]
        for name, sight in ROUNDS.items()
    ]
    header = [
        "round",
        "at first sight",
        "secrets",
        "hidden",
        "untouched",
        "leak rate",
        "over-masking",
    ]
    publish("redaction-outsiders", header, rows, into=PAGE)


if __name__ == "__main__":
    main()
