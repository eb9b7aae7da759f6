"""Measure the name tagger: recall, precision, leak, false alarms, speed.

    python benchmarks/names/run.py --data ../shared/data [--model FILE] [--json FILE]

Prints one table a subject. The data: the published letters (`benchmarks/redaction/letters`); the
letters of `dev`, by which the threshold was chosen; stories, newspapers, judgments and posts kept
away from training; the last fifth of KazNERD's validation file (CC BY 4.0); MasakhaNER 2.0 dev
(CC BY-NC, measured only); presidio-research texts (MIT); official texts without persons that
training never saw.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "training" / "names"))

import corpora  # noqa: E402

from opengovai.protocols import Recognizer  # noqa: E402
from opengovai.redaction.names import open_names  # noqa: E402

Span = tuple[int, int]
LETTERS = ROOT / "benchmarks" / "redaction" / "letters"
DEV = Path(__file__).parent / "dev"


@dataclass
class Tally:
    """Counts over texts; characters are those of labelled names."""

    gold: int = 0
    found: int = 0
    exact: int = 0
    touched: int = 0
    whole: int = 0
    useful: int = 0
    characters: int = 0
    leaked: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def add(
        self, text: str, gold: Sequence[Span], other: Sequence[Span], found: Sequence[Span]
    ) -> None:
        """Count one text; marks inside `other`, labelled personal data too, are left out."""
        found = [
            mark
            for mark in found
            if any(_meet(mark, name) for name in gold) or not any(_meet(mark, o) for o in other)
        ]
        covered = {place for start, end in found for place in range(start, end)}
        real = {place for start, end in gold for place in range(start, end)}
        self.gold += len(gold)
        self.found += len(found)
        self.exact += len(set(gold) & set(found))
        for start, end in gold:
            letters = [place for place in range(start, end) if text[place].isalnum()]
            hidden = sum(place in covered for place in letters)
            self.characters += len(letters)
            self.leaked += len(letters) - hidden
            self.touched += hidden > 0
            self.whole += hidden == len(letters)
            if hidden < len(letters):
                self.missed.append(text[max(0, start - 25) : end + 15].replace("\n", "|"))
        for start, end in found:
            right = any(place in real for place in range(start, end))
            self.useful += right
            if not right:
                self.false.append(text[max(0, start - 25) : end + 15].replace("\n", "|"))

    def row(self) -> dict[str, float]:
        """`recall`: names that a mark meets, `whole`: of which no letter stays visible, `exact`:
        with the same ends; `precision`: marks that meet a name; `leak`: share of letters seen."""
        return {
            "names": self.gold,
            "recall": self.touched / max(1, self.gold),
            "whole": self.whole / max(1, self.gold),
            "exact": self.exact / max(1, self.gold),
            "precision": self.useful / max(1, self.found),
            "exact F1": 2 * self.exact / max(1, self.gold + self.found),
            "leak": self.leaked / max(1, self.characters),
        }


Texts = list[tuple[str, list[Span], list[Span]]]


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def measure(tagger: Recognizer, texts: Texts, change: Callable[[str], str] = str) -> Tally:
    """Tag every text, changed in case if asked (where that keeps its length)."""
    tally = Tally()
    for text, gold, other in texts:
        changed = change(text)
        shown = changed if len(changed) == len(text) else text
        tally.add(shown, gold, other, [(span.start, span.end) for span in tagger.recognize(shown)])
    return tally


def letters(language: str) -> Texts:
    """The published letters of one language."""
    path = LETTERS / f"{language}.jsonl"
    rows = (
        [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    )
    return [
        (
            row["text"],
            [(s["start"], s["end"]) for s in row["spans"] if s["entity"] == "PERSON"],
            [(s["start"], s["end"]) for s in row["spans"] if s["entity"] != "PERSON"],
        )
        for row in rows
    ]


def dev(language: str) -> Texts:
    """Short letters that nothing was trained on, written to choose the threshold by."""
    texts = (DEV / f"{language}.txt").read_text("utf-8").split("\n---\n")
    return [_unmarked(text.strip()) for text in texts]


def _unmarked(marked: str) -> tuple[str, list[Span], list[Span]]:
    """Names stand in double brackets."""
    text = ""
    spans: list[Span] = []
    for number, piece in enumerate(re.split(r"\[\[|\]\]", marked)):
        if number % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return text, spans, []


def kaznerd(data: Path) -> Texts:
    """The held-out fifth."""
    return [_persons(text, spans) for text, spans in corpora.kaznerd(data, test=True)]


def masakhaner(data: Path, name: str) -> Texts:
    """MasakhaNER 2.0 dev of `swa` or `kin`."""
    path = data / "names_eval_only" / f"masakhaner2.{name}.dev.conll"
    blocks = path.read_text("utf-8").split("\n\n")
    rows = [[line.rsplit(" ", 1) for line in block.splitlines() if " " in line] for block in blocks]
    return [_persons(*corpora.from_columns(block)) for block in rows if block]


def presidio(data: Path) -> Texts:
    """presidio-research, English; its labels take titles and nicknames in now and then."""
    rows = json.loads((data / "pii_synthetic" / "generated_large.json").read_text("utf-8"))
    return [
        (
            row["full_text"],
            [
                (s["start_position"], s["end_position"])
                for s in row["spans"]
                if s["entity_type"] == "PERSON"
            ],
            [],
        )
        for row in rows
    ]


def _persons(
    text: str, spans: Iterable[tuple[int, int, str]]
) -> tuple[str, list[Span], list[Span]]:
    return text, [(start, end) for start, end, _ in spans], []


def show(title: str, rows: dict[str, dict[str, float]]) -> None:
    """One Markdown table."""
    columns = list(next(iter(rows.values())))
    print(f"\n{title}\n\n| | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 1)}")
    for name, row in rows.items():
        cells = (f"{v:.3f}" if isinstance(v, float) else f"{v}" for v in row.values())
        print(f"| {name} | {' | '.join(cells)} |")


def false_alarms(tagger: Recognizer, data: Path) -> dict[str, dict[str, float]]:
    """Marked ranges in held-out texts without persons."""
    rows: dict[str, dict[str, float]] = {}
    for language, lines in corpora.negatives(data, test=True).items():
        words = sum(len(line.split()) for line in lines)
        found = [line[s.start : s.end] for line in lines for s in tagger.recognize(line)]
        rows[language] = {
            "words": words,
            "alarms": len(found),
            "per 1000 words": 1000 * len(found) / words,
        }
        if VERBOSE:
            print(language, found[:40])
    return rows


def speed(tagger: Recognizer, data: Path) -> dict[str, float]:
    """Megabytes of UTF-8 a second of processor time, texts of about 1 kB, each seen once."""
    lines = [line for part in corpora.negatives(data).values() for line in part]
    whole = "\n".join(sorted(lines, key=len)[-6000:])
    texts = [whole[place : place + 1000] for place in range(0, len(whole), 1000)]
    size = sum(len(text.encode()) for text in texts)
    began = time.process_time()
    for text in texts:
        list(tagger.recognize(text))
    return {
        "texts": len(texts),
        "MB": size / 1e6,
        "MB/s": size / 1e6 / (time.process_time() - began),
    }


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--verbose", action="store_true", help="print what was missed or wrong")
    parser.add_argument("--skip", nargs="*", default=[], help="subjects to leave out")
    chosen = parser.parse_args()
    global VERBOSE  # noqa: PLW0603
    VERBOSE = chosen.verbose
    tagger = _open(chosen.model)
    subjects: dict[str, Texts] = {f"letters {lang}": letters(lang) for lang in corpora.LANGUAGES}
    subjects |= {f"dev {lang}": dev(lang) for lang in corpora.LANGUAGES}
    subjects["real held out"] = [_persons(*row) for _, row in corpora.real(test=True)]
    subjects["KazNERD held out"] = kaznerd(chosen.data)
    subjects["presidio-research en"] = presidio(chosen.data)
    subjects["MasakhaNER sw"] = masakhaner(chosen.data, "swa")
    subjects["MasakhaNER rw"] = masakhaner(chosen.data, "kin")
    subjects = {n: t for n, t in subjects.items() if t and not any(s in n for s in chosen.skip)}
    for case, change in (("as written", str), ("lower case", str.lower), ("capitals", str.upper)):
        tallies = {name: measure(tagger, texts, change) for name, texts in subjects.items()}
        show(f"Names, {case}", {name: tally.row() for name, tally in tallies.items()})
        if VERBOSE and case != "capitals":
            for name, tally in tallies.items():
                if name.startswith(("dev", "real", "Kaz")):
                    print(name, "MISSED", tally.missed[:40], "\nFALSE", tally.false[:40])
    show("False alarms in official texts", false_alarms(tagger, chosen.data))
    show("Speed", {"tagger alone, one core": speed(tagger, chosen.data)})


VERBOSE = False


def _open(model: Path | None) -> Recognizer:
    if model is None:
        return open_names()
    from opengovai.redaction.names.model import read_weights
    from opengovai.redaction.names.tagger import NameTagger

    return NameTagger(read_weights(model.read_bytes()), entities=["PERSON"])


if __name__ == "__main__":
    main()
