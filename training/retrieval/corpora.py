"""Openly licensed parallel texts, as pairs of lines in two languages (see README.md for origins).

Each reader takes the folder of one source and yields what is there; a source that is not there
yields nothing, and `train.py` says so. Test collections are never read here: not `retrieval`, not
`language_id`, not `udhr`, and of TICO-19 not the documents that `held_out` names.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

from opengovai.languages.lexicon import COLUMNS
from opengovai.languages.segmentation import sentences

_HEALTH = ("en", "sw", "rw", "fr", "ru")
_HELD_OUT = 5  # every fifth block of a hundred lines
_TAG = re.compile(r"<[^>]+>|%\d?\$?[sd]|\\['\"n@?]|https?:\S+")
_CLOSE = 1.6  # a sentence may be so many times as long as its translation, after the means


@dataclass(frozen=True, slots=True)
class Pair:
    """A line and its translation."""

    left: str
    left_text: str
    right: str
    right_text: str


def held_out(row: int) -> bool:
    """Whether a line of TICO-19 is kept for testing."""
    return (row // 100) % _HELD_OUT == _HELD_OUT - 1


def health(folder: Path) -> Iterator[Pair]:
    """TICO-19: sentences and terms."""
    for row, line in enumerate(_rows(folder / "tico19.parallel-en-sw-rw-fr-ru.jsonl")):
        if not held_out(row):
            yield from _all_pairs({language: line[language] for language in _HEALTH})
    for path in sorted((folder / "terminologies").glob("*.csv")):
        with path.open(encoding="utf-8") as file:
            for term in csv.DictReader(file):
                other = term["targetLang"][:2]
                yield Pair("en", term["sourceString"], other, term["targetString"])


def laws(data: Path) -> Iterator[Pair]:
    """Articles in two or three languages: sentence by sentence where they have as many, else
    whole."""
    texts = (
        ("rwanda_laws/rw-law-068-2018-offences-penalties.art1-101.parallel-rw-en-fr.jsonl",
         ("rw", "en", "fr")),
        ("eu_law/eu-gdpr.parallel-en-de.jsonl", ("en", "de")),
        ("kazakhstan/kz-law-88-v-public-services.excerpt.parallel-kk-ru.jsonl", ("kk", "ru")),
        ("kazakhstan/kz-constitution-2026.excerpt.parallel-kk-ru.jsonl", ("kk", "ru")),
    )  # fmt: skip
    for name, languages in texts:
        for row in _rows(data / name):
            yield from _all_pairs({tag: row.get(f"{tag}_title", "") for tag in languages})
            for one, other in combinations(languages, 2):
                yield from _sentence_by_sentence(one, row.get(one), other, row.get(other))


def lexicon(folder: Path) -> Iterator[Pair]:
    """GATITOS: English to French and to Kirundi, which Kinyarwanda speakers understand."""
    for name, language in (("en_fr.tsv", "fr"), ("en_rn.tsv", "rw")):
        for line in _lines(folder / "gatitos" / name):
            english, _, other = line.partition("\t")
            yield Pair("en", english, language, other)


def concepts(*files: Path) -> Iterator[Pair]:
    """The project's own words: those of one concept in each language."""
    for line in (line for path in files for line in _lines(path)):
        if not line.startswith("#"):
            cells = (cell.strip() for cell in line.split("|"))
            yield from _all_pairs(dict(zip(COLUMNS, cells, strict=True)))


def stories(folder: Path) -> Iterator[Pair]:
    """African Storybook: page by page, stories under CC BY only."""
    pages = {
        language: {number: found for path in sorted((folder / language).glob("*.md"))
                   for number, found in [(path.name[:4], _pages(path))] if found}
        for language in ("en", "sw", "rw", "fr")
    }  # fmt: skip
    for one, other in combinations(pages, 2):
        for number in sorted(pages[one].keys() & pages[other].keys()):
            left, right = pages[one][number], pages[other][number]
            if len(left) == len(right):
                for a, b in zip(left, right, strict=True):
                    yield Pair(one, a, other, b)


def interfaces(folder: Path) -> Iterator[Pair]:
    """Texts of Android applications, by their names."""
    languages = {"en": "values", **{tag: f"values-{tag}" for tag in ("sw", "kk", "ru", "de", "fr")}}
    for english in sorted(folder.rglob("values/strings.xml")):
        found = {
            language: _strings(english.parents[1] / name / "strings.xml")
            for language, name in languages.items()
        }
        for key in found["en"]:
            yield from _all_pairs({tag: texts.get(key, "") for tag, texts in found.items()})


def places(folder: Path) -> Iterator[Pair]:
    """Names and search terms of kinds of places, from OpenStreetMap's editor."""
    found = {
        language: dict(_leaves(json.loads(path.read_text("utf-8"))[language]["presets"], ()))
        for language in ("en", "de", "fr", "ru", "kk")
        if (path := folder / "dist" / "translations" / f"{language}.json").is_file()
    }
    for key in found.get("en", {}):
        if key[-1] != "terms":
            yield from _all_pairs({tag: texts.get(key, "") for tag, texts in found.items()})


def everyday(folder: Path) -> Iterator[Pair]:
    """Tatoeba sentences, English and German."""
    for line in _lines(folder / "deu.txt"):
        parts = line.split("\t")
        if len(parts) >= 2:
            yield Pair("en", parts[0], "de", parts[1])


def locales(languages: tuple[str, ...]) -> Iterator[Pair]:
    """Unicode CLDR's names of countries, languages, currencies, months and days."""
    from babel import Locale

    known = {language: _names(Locale.parse(language)) for language in languages}
    for key in known["en"]:
        yield from _all_pairs({tag: names.get(key, "") for tag, names in known.items()})


def _names(locale: object) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for kind in ("territories", "languages", "currencies"):
        found |= {(kind, key): value for key, value in getattr(locale, kind).items()}
    for kind in ("months", "days"):
        names = getattr(locale, kind)["stand-alone"]["wide"]
        found |= {(kind, str(key)): value for key, value in names.items()}
    return found


def _all_pairs(texts: dict[str, str]) -> Iterator[Pair]:
    given = {language: text for language, text in texts.items() if text and text.strip()}
    for one, other in combinations(given, 2):
        if given[one] != given[other]:
            yield Pair(one, given[one], other, given[other])


def _sentence_by_sentence(one: str, a: str | None, other: str, b: str | None) -> Iterator[Pair]:
    if not a or not b:
        return
    left, right = (
        [text[start:end] for start, end in sentences(text, tag)]
        for text, tag in ((a, one), (b, other))
    )
    longer = len(b) / len(a)
    even = len(left) == len(right) and all(
        1 / _CLOSE < len(y) / (len(x) * longer) < _CLOSE for x, y in zip(left, right, strict=True)
    )
    for x, y in zip(left, right, strict=True) if even else [(a, b)]:
        yield Pair(one, x, other, y)


def _pages(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    if "* License: [CC-BY]" not in text:
        return []
    title, *rest = text.split("\n##")
    return [title.lstrip("# ").strip(), *(" ".join(page.split()) for page in rest[:-1])]


def _strings(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    root = ElementTree.parse(path).getroot()  # noqa: S314 a developer's own checkout
    return {
        element.get("name", ""): _TAG.sub(" ", "".join(element.itertext()))
        for element in root.iter("string")
    }


def _leaves(tree: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(tree, str):
        yield path, tree


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in _lines(path)]


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.is_file() else []
