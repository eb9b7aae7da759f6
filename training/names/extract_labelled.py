"""Sentences of openly licensed corpora labelled by hand, into `data/{corpus}.{lang}.jsonl`.

    python training/names/extract_labelled.py WNUT BTC EUROPEANA LER

Each is a clone of a repository on github.com:
WNUT leondz/emerging_entities_17 (CC BY 4.0; train and dev), BTC GateNLP/broad_twitter_corpus
(CC BY 4.0; train), EUROPEANA EuropeanaNewspapers/ner-corpora (CC0 1.0; historic newspapers, French
and German), LER elenanereiss/Legal-Entity-Recognition (CC BY 4.0; dev; German court decisions).
Addresses of users and links are masked, titles are taken out of the labels, and sentences whose
labelled persons are only initials (anonymised parties) are left out.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from corpora import from_columns

DATA = Path(__file__).parent / "data"
_TITLES = re.compile(
    r"(?:(?:Herrn?|Frau|Fräulein|Dr|Prof|Fürst|König|Kaiser|Graf|Baron|Prinz|Freiherr|Minister"
    r"|MM?|Mme|Mlle|Mgr|Monsieur|Madame|Mademoiselle|docteur|comte|baron|général|président|roi"
    r"|reine|duc|prince|sir|lord|Mrs?|Ms|Sir|Lord|Lady|Pope|President|Queen|King)\b\.?\s*(?:\. )?)+"
)
Row = tuple[str, list[tuple[int, int]]]


def main() -> None:
    wnut, btc, europeana, ler = map(Path, sys.argv[1:5])
    sources = {
        "wnut17.en": (wnut, ("wnut17train.conll", "emerging.dev.conll"), ("person",)),
        "btc.en": (btc, ("train_dev_test_conll/btc.train",), ("PER",)),
        "europeana.fr": (europeana, ("enp_FR.bnf.bio/enp_FR.bnf.bio",), ("PER",)),
        "europeana.de": (
            europeana,
            tuple(f"enp_DE.{part}.bio/enp_DE.{part}.bio" for part in ("lft", "onb", "sbb")),
            ("PER",),
        ),
        "ler.de": (ler, ("data/ler_dev.conll",), ("PER", "RR", "AN")),
    }
    for name, (checkout, files, tags) in sources.items():
        rows = [row for file in files for row in sentences(show(checkout, file), tags)]
        named = [row for row in rows if row[1]]
        plain = [row for row in rows if not row[1]]
        most = min(len(plain), 3000)
        chosen = sorted(named + Random(7).sample(plain, most))  # noqa: S311
        with (DATA / f"{name}.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in chosen)
        sys.stdout.write(f"{name}: {len(named)} sentences with persons, {most} without\n")


def show(checkout: Path, file: str) -> str:
    """A file of the newest commit."""
    command = ["git", "-C", str(checkout), "show", f"HEAD:{file}"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode(
        "utf-8", "replace"
    )


def sentences(text: str, tags: tuple[str, ...]) -> Iterator[Row]:
    """Sentences of 4 to 70 words; a file without blank lines is cut after full stops."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        parts = line.split()
        ended = not parts or (len(rows) > 3 and rows[-1][0] in (".", "!", "?") and "\t" not in line)
        if ended and rows:
            yield from _sentence(rows, tags)
            rows = []
        if len(parts) >= 2 and not parts[0].startswith("-DOCSTART"):
            rows.append([_mask(parts[0]), _tag(parts[-1], tags)])
    yield from _sentence(rows, tags)


def _tag(tag: str, tags: tuple[str, ...]) -> str:
    head, _, kind = tag.partition("-")
    return f"{head}-PER" if kind in tags else "O"


def _mask(word: str) -> str:
    if word.startswith("@") and len(word) > 1:
        return "@user"
    return "http://link" if word.startswith("http") else word


def _sentence(rows: list[list[str]], tags: tuple[str, ...]) -> Iterator[Row]:
    if not 4 <= len(rows) <= 70:
        return
    fixed: list[list[str]] = []
    for word, tag in rows:  # some files begin a name with I
        begins = tag == "I-PER" and not (fixed and fixed[-1][1] != "O")
        fixed.append([word, "B-PER" if begins else tag])
    text, spans = from_columns(fixed)
    bare: list[tuple[int, int]] = []
    for start, end, _ in spans:
        title = _TITLES.match(text, start, end)
        first = title.end() if title and title.end() < end else start
        if not any(len(word) > 2 for word in re.findall(r"[^\W\d_]+", text[first:end])):
            return
        bare.append((first, end))
    yield text, bare


if __name__ == "__main__":
    main()
