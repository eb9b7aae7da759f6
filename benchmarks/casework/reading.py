"""Fields of letters in seven languages, without a model: F1 and exact ranges."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.casework.letters.compile import FOLDER, letters

from opengovai import services
from opengovai.cases.extraction import FieldExtractor
from opengovai.cases.schema import Service
from opengovai.cli.case.opening import Detected
from opengovai.redaction import Redactor
from opengovai.types import Case, Extraction, Part

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCHEMAS = {
    "ke-business-name": EXAMPLES / "kenya" / "business_name.toml",
    "rw-birth-correction": EXAMPLES / "rwanda" / "birth_correction.toml",
    "de-address-change": EXAMPLES / "germany" / "address_change.toml",
    "kz-address-certificate": FOLDER / "schemas" / "kz_address.toml",
}
LANGUAGES = ("en", "sw", "rw", "kk", "ru", "de", "fr")


def run(arguments: argparse.Namespace) -> None:
    """A row a language; `--part` dev or test, `--wrong` for every value that differs."""
    detected = Detected(Redactor.default())
    known: dict[str, tuple[Service, FieldExtractor]] = {}
    for name, path in SCHEMAS.items():
        service = services.load(path)
        known[name] = service, FieldExtractor(service, recognizers=[detected])
    total: Counter[str] = Counter()
    for language in LANGUAGES:
        counts: Counter[str] = Counter()
        for letter in letters(language):
            if arguments.part in {"all", letter["part"]}:
                service, extractor = known[letter["service"]]
                counts += _letter(letter, service, extractor, wrong=arguments.wrong)
        total += counts
        print(_row(language, counts))
    print(_row("all", total))


def _letter(
    letter: dict[str, Any], service: Service, extractor: FieldExtractor, *, wrong: bool
) -> Counter[str]:
    part = Part(name="text", text=letter["text"])
    case = Case(id=letter["id"], service=service.id, language=letter["language"], parts=(part,))
    found = {each.field: each for each in extractor.extract(case)}
    gold = {each["field"]: each for each in letter["fields"]}
    counts = Counter(letters=1, bad_ranges=_bad_ranges(list(found.values()), letter["text"]))
    for name in found.keys() | gold.keys():
        counts += _field(name, found, gold, wrong=f"{letter['id']} {name}" if wrong else "")
    return counts


def _field(
    name: str, found: Mapping[str, Extraction], gold: Mapping[str, Any], *, wrong: str
) -> Counter[str]:
    got, true = found.get(name), gold.get(name)
    right = bool(got and true and got.value == true["value"])
    labelled = true is None or true["labelled"]
    counts: Counter[str] = Counter()
    if right and got and true:
        counts["right"] += 1
        counts["range"] += (got.start, got.end) == (true["start"], true["end"])
    else:
        counts.update(extra=bool(got), missed=bool(true))
    if labelled:
        counts.update({f"labelled {key}": counts[key] for key in ("right", "extra", "missed")})
    if wrong and not (right and counts["range"]):
        print(f"  {wrong}: {got and (got.value, got.start, got.end, got.confidence)}, truth {true}")
    return counts


def _bad_ranges(found: Sequence[Extraction], text: str) -> int:
    return sum(not text[each.start : each.end].strip() for each in found)


def _row(name: str, counts: Counter[str]) -> str:
    def f1(kind: str) -> float:
        right = 2 * counts[f"{kind}right"]
        return right / (right + counts[f"{kind}extra"] + counts[f"{kind}missed"])

    return (
        f"| {name} | {counts['letters']} | {counts['right'] + counts['missed']} |"
        f" {f1('labelled '):.3f} | {f1(''):.3f} | {counts['range'] / max(1, counts['right']):.3f} |"
        f" {counts['bad_ranges']} |"
    )
