"""Openly licensed text read from the data folder: sentences without persons, and KazNERD.

Every tenth line is left for testing, by its checksum; so is the last fifth of the KazNERD file.
MasakhaNER (CC BY-NC) is never read here: `benchmarks/names` measures on it.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import swahili

HERE = Path(__file__).parent / "data"
Labelled = tuple[str, list[tuple[int, int, str]]]
"""A text and its (start, end, entity) ranges."""

LANGUAGES = ("en", "sw", "rw", "kk", "ru", "de", "fr")

_LAWS = {
    "en": (
        "kenya_laws/*.en.md",
        "rwanda_laws/*.en.md",
        "eu_law/eu-gdpr*.en.md",
        "udhr/udhr.en.md",
        "us_federal/digitalgov/*.md",
    ),
    "sw": ("udhr/udhr.sw.md",),
    "rw": ("rwanda_laws/*.rw.md", "udhr/udhr.rw.md"),
    "kk": ("kazakhstan/*.kk.md", "udhr/udhr.kk.md"),
    "ru": ("kazakhstan/*.ru.md", "udhr/udhr.ru.md"),
    "de": ("germany_laws/*.de.md", "udhr/udhr.de.md"),
    "fr": ("rwanda_laws/*.fr.md", "udhr/udhr.fr.md"),
}
_NAMED = re.compile(r"[a-z,] [A-Z][a-z]+ [A-Z][a-z]+")
_MOST = 2500
"""Lines taken of one file, so that one law does not speak for a language."""
_LONGEST = 400


def negatives(data: Path, *, test: bool = False) -> dict[str, list[str]]:
    """Sentences without persons, by language: laws, guides, services, health information."""
    found = {language: list(_law_lines(data, language)) for language in _LAWS}
    for language, lines in _parallel(data).items():
        found[language] += lines
    for language in LANGUAGES:
        found[language] += _packaged(f"common_voice.{language}.txt")
    random = Random(3)  # noqa: S311
    found["sw"] += [swahili.sentence(random) for _ in range(8000)]
    found["en"] += _services(data)
    found["fr"] += _guides(data)
    return {
        language: [line for line in dict.fromkeys(lines) if _for_test(line) is test]
        for language, lines in found.items()
    }


def vocabulary(sentences: dict[str, list[str]]) -> dict[str, list[str]]:
    """Words by language, in lower case: what may stand anywhere and is no name."""
    words = {
        language: set(re.findall(r"[^\W\d_]{3,}", " ".join(lines).lower()))
        for language, lines in sentences.items()
    }
    words["ru"] |= set(_packaged("snowball.ru.txt"))
    return {language: sorted(found) for language, found in words.items()}


def _packaged(name: str) -> list[str]:
    path = HERE / name
    return path.read_text("utf-8").splitlines() if path.exists() else []


def kaznerd(data: Path, *, test: bool = False) -> list[Labelled]:
    """KazNERD sentences with their PERSON ranges: the last fifth of its validation file, or the
    rest of that and its test file."""
    text = (data / "kaznerd" / "IOB2_valid.txt").read_text("utf-8")
    blocks = [block for block in text.split("\n\n") if block.strip()]
    cut = len(blocks) * 4 // 5
    chosen = blocks[cut:] if test else blocks[:cut] + _kaznerd_more()
    return [from_columns([line.rsplit(" ", 1) for line in block.splitlines()]) for block in chosen]


def _kaznerd_more() -> list[str]:
    text = (HERE / "kaznerd_test.txt").read_text("utf-8")
    return [block for block in text.split("\n\n") if block.strip()]


def factrueval() -> list[Labelled]:
    """Russian news of factRuEval-2016, line by line, with PERSON ranges."""
    rows = [json.loads(line) for line in (HERE / "factrueval.ru.jsonl").open(encoding="utf-8")]
    return [piece for row in rows for piece in _line_by_line(row["text"], row["spans"])]


REAL = (
    ("en", "named.en"),
    ("en", "wnut17.en"),
    ("en", "btc.en"),
    ("sw", "named.sw"),
    ("rw", "named.rw"),
    ("de", "named.de"),
    ("de", "europeana.de"),
    ("de", "ler.de"),
    ("fr", "named.fr"),
    ("fr", "europeana.fr"),
)
"""Packaged corpora with labelled persons, by language."""


def real(*, test: bool = False) -> Iterator[tuple[str, Labelled]]:
    """Sentences of stories, novels, newspapers, judgments and social media, with PERSON ranges."""
    for language, name in REAL:
        for line in _packaged(f"{name}.jsonl"):
            text, spans = json.loads(line)
            if _for_test(text) is test:
                yield language, (text, [(start, end, "PERSON") for start, end in spans])


def _line_by_line(text: str, spans: list[tuple[int, int]]) -> Iterator[Labelled]:
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        inside = [(a - start, b - start, "PERSON") for a, b in spans if start <= a < end]
        if len(line) > 20:
            yield line.rstrip(), inside
        start = end


def from_columns(rows: list[list[str]], *, person: str = "PER") -> Labelled:
    """One sentence of (word, BIO tag) rows as text with PERSON ranges; `person` starts the tag."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for word, tag in rows:
        start = len(text) + 1 if text else 0
        text = f"{text} {word}" if text else word
        if tag.startswith("B-" + person):
            spans.append((start, len(text), "PERSON"))
        elif tag.startswith("I-" + person) and spans:
            spans[-1] = (spans[-1][0], len(text), "PERSON")
    return text, spans


def _for_test(line: str) -> bool:
    return zlib.crc32(line.encode()) % 10 == 0


def _law_lines(data: Path, language: str) -> Iterator[str]:
    for pattern in _LAWS[language]:
        for path in sorted(data.glob(pattern)):
            lines = (_clean(line) for line in path.read_text("utf-8").splitlines())
            yield from [part for line in lines for part in _cut(line)][:_MOST]


def _clean(line: str) -> str:
    return re.sub(r"^[#>*\-\s]+|[*_`|]+", "", re.sub(r"\]\([^)]*\)|\[", "", line)).strip()


def _cut(line: str) -> list[str]:
    """A line in pieces of at most `_LONGEST` characters, cut after sentences."""
    pieces: list[str] = []
    for sentence in re.split(r"(?<=[.;:!?])\s+", line):
        if pieces and len(pieces[-1]) + len(sentence) < _LONGEST:
            pieces[-1] += " " + sentence
        else:
            pieces.append(sentence[:_LONGEST])
    return [piece for piece in pieces if len(piece) > 3]


def _parallel(data: Path) -> dict[str, list[str]]:
    """TICO-19 but for sentences whose English has two capitals in a row: some name persons."""
    path = data / "health_tico19" / "tico19.parallel-en-sw-rw-fr-ru.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    kept = [row for row in rows if not _NAMED.search(row["en"])]
    return {
        lang: [row[lang] for row in kept if row.get(lang)]
        for lang in ("en", "sw", "rw", "fr", "ru")
    }


def _services(data: Path) -> list[str]:
    path = data / "kenya_services" / "services_joined.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [f"{row['service']}, {row['agency']}, {row['ministry']}" for row in rows[::2]] + [
        row["service"] for row in rows[1::2]
    ]


def _guides(data: Path) -> list[str]:
    path = data / "france_service_public" / "fiches.fr.jsonl"
    texts = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    lines = (_clean(str(line)) for text in texts for line in _strings(text))
    return [piece for line in lines for piece in _cut(line)]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str) and " " in value:
        yield from value.splitlines()
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
