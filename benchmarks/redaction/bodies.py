"""Organisations and places, where they are asked for: `python -m benchmarks.redaction.bodies DATA`.

DATA holds `kaznerd` (CC BY 4.0, validation file, Kazakh) and `names_eval_only` (MasakhaNER 2.0 dev,
CC BY-NC, measured only). *Found*: share of labelled names that a span touches; *leak rate*: share
of their letters and digits that no span covers; *right*: share of our spans that touch a labelled
organisation, place, building or nationality. Our letters label neither: of their letters and
digits, *more hidden* says what share the option hides besides what is hidden without it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.redaction.by_type import PAGE, percent
from benchmarks.tables import publish

from opengovai.redaction import Redactor

LETTERS = Path(__file__).parent / "letters"
OURS = ("ORGANISATION", "PLACE")
KINDS = {
    "organisations": {"ORGANISATION", "ORG"},
    "places": {"GPE", "LOCATION", "LOC"},
}
BESIDES = {"FACILITY", "NORP"}
"""Labels of KazNERD that a span may touch without being wrong."""
Span = tuple[int, int, str]


def _share(part: int, whole: int) -> str:
    return percent(part / whole if whole else None)


def sentences(path: Path) -> Iterator[tuple[str, list[Span]]]:
    """Sentences of a CoNLL file, words joined by spaces, with their labelled ranges."""
    for block in path.read_text("utf-8").split("\n\n"):
        text, spans = "", list[Span]()
        for line in block.splitlines():
            word, _, tag = line.rpartition(" ")
            if not word:
                continue
            start = len(text) + bool(text)
            text += f" {word}" if text else word
            if tag[:2] == "I-" and spans:
                spans[-1] = (spans[-1][0], len(text), spans[-1][2])
            elif tag != "O":
                spans.append((start, len(text), tag[2:]))
        if text:
            yield text, spans


def measure(redactor: Redactor, path: Path, kind: str) -> list[str]:
    """Labels, share found, leak rate and share right for one kind of name in one file."""
    labels = found = letters = visible = ours = right = 0
    for text, spans in sentences(path):
        marks = [s for s in redactor.detect(text) if s.entity in OURS or s.entity == "ADDRESS"]
        covered = {i for mark in marks for i in range(mark.start, mark.end)}
        wanted = [span for span in spans if span[2] in KINDS[kind]]
        allowed = [s for s in spans if s[2] in BESIDES.union(*KINDS.values())]
        labels += len(wanted)
        found += sum(any(i in covered for i in range(s[0], s[1])) for s in wanted)
        places = [i for s in wanted for i in range(s[0], s[1]) if text[i].isalnum()]
        letters += len(places)
        visible += sum(i not in covered for i in places)
        own = [
            m for m in marks if m.entity == ("ORGANISATION" if kind == "organisations" else "PLACE")
        ]
        ours += len(own)
        right += sum(any(s[0] < m.end and m.start < s[1] for s in allowed) for m in own)
    return [str(labels), _share(found, labels), _share(visible, letters), _share(right, ours)]


def more_hidden(plain: Redactor, option: Redactor, path: Path) -> str:
    """Share of a language's letters and digits that only the option hides."""
    more = total = 0
    for line in path.read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        without, with_it = (
            {i for s in redactor.detect(text) for i in range(s.start, s.end) if text[i].isalnum()}
            for redactor in (plain, option)
        )
        more += len(with_it - without)
        total += sum(map(str.isalnum, text))
    return _share(more, total)


def main() -> None:
    """Measure and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    plain, option = Redactor.default(), Redactor.default(bodies=True)
    files = {
        "KazNERD validation (kk)": data / "kaznerd" / "IOB2_valid.txt",
        "MasakhaNER dev (sw)": data / "names_eval_only" / "masakhaner2.swa.dev.conll",
        "MasakhaNER dev (rw)": data / "names_eval_only" / "masakhaner2.kin.dev.conll",
    }
    rows = [
        [name, kind, *measure(option, path, kind)] for name, path in files.items() for kind in KINDS
    ]
    header = ["text", "what", "labels", "found", "leak rate", "right"]
    publish("redaction-bodies", header, rows, into=PAGE)
    hidden = [
        [path.stem, more_hidden(plain, option, path)] for path in sorted(LETTERS.glob("*.jsonl"))
    ]
    publish("redaction-bodies-letters", ["language", "more hidden"], hidden, into=PAGE)


if __name__ == "__main__":
    main()
