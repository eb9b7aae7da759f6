"""Fields of letters in seven languages, without a model: F1 and exact ranges."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.casework.letters.compile import FOLDER, letters, prose

from opengovai import services
from opengovai.cases.extraction import FieldExtractor
from opengovai.cases.schema import Service
from opengovai.cases.validation import CERTAIN
from opengovai.cli.case.opening import Detected
from opengovai.redaction import Redactor
from opengovai.types import Case, Extraction, Part

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCHEMAS = {
    "ke-business-name": EXAMPLES / "kenya" / "business_name.toml",
    "rw-birth-correction": EXAMPLES / "rwanda" / "birth_correction.toml",
    "de-address-change": EXAMPLES / "germany" / "address_change.toml",
    "kz-address-certificate": FOLDER / "schemas" / "kz_address.toml",
    "kz-record-correction": FOLDER / "schemas" / "kz_record.toml",
}
LANGUAGES = ("en", "sw", "rw", "kk", "ru", "de", "fr")


def run(arguments: argparse.Namespace) -> None:
    """A row a language; `--part` dev or test, `--wrong` for every value that differs."""
    read = _reader(wrong=arguments.wrong)
    total: Counter[str] = Counter()
    for language in LANGUAGES:
        parts = {"dev", "test"} if arguments.part == "all" else {arguments.part}
        counts = sum((read(each) for each in letters(language) if each["part"] in parts), Counter())
        total += counts
        print(_row(language, counts))
    print(_row("all", total))


def run_prose(arguments: argparse.Namespace) -> None:
    """The same for letters without labels, by service and language; of one `--part`."""
    read = _reader(wrong=arguments.wrong)
    groups: dict[str, Counter[str]] = {}
    for letter in prose(arguments.part):
        groups.setdefault(letter["id"][:5], Counter()).update(read(letter))
    groups["all"] = sum(groups.values(), Counter())
    for name, counts in groups.items():
        print(_prose_row(name, counts))


def _reader(*, wrong: bool) -> Callable[[dict[str, Any]], Counter[str]]:
    detected = Detected(Redactor.default())
    known: dict[str, tuple[Service, FieldExtractor]] = {}
    for name, path in SCHEMAS.items():
        service = services.load(path)
        known[name] = service, FieldExtractor(service, recognizers=[detected])
    return lambda letter: _letter(letter, *known[letter["service"]], wrong=wrong)


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
        counts["sure"] += bool(got and got.confidence >= CERTAIN)
    if labelled:
        counts.update({f"labelled {key}": counts[key] for key in ("right", "extra", "missed")})
    if wrong and not (right and counts["range"]):
        print(f"  {wrong}: {got and (got.value, got.start, got.end, got.confidence)}, truth {true}")
    return counts


def _bad_ranges(found: Sequence[Extraction], text: str) -> int:
    return sum(not text[each.start : each.end].strip() for each in found)


def _row(name: str, counts: Counter[str]) -> str:
    return (
        f"| {name} | {counts['letters']} | {counts['right'] + counts['missed']} |"
        f" {_f1(counts, 'labelled '):.3f} | {_f1(counts):.3f} |"
        f" {counts['range'] / max(1, counts['right']):.3f} | {counts['bad_ranges']} |"
    )


def _prose_row(name: str, counts: Counter[str]) -> str:
    fields = counts["right"] + counts["missed"]
    return (
        f"| {name} | {counts['letters']} | {fields} | {counts['right']} | {_f1(counts):.3f} |"
        f" {counts['extra']} | {counts['sure']} | {counts['range'] / max(1, counts['right']):.3f} |"
        f" {counts['bad_ranges']} |"
    )


def _f1(counts: Counter[str], kind: str = "") -> float:
    right = 2 * counts[f"{kind}right"]
    return right / (right + counts[f"{kind}extra"] + counts[f"{kind}missed"])
