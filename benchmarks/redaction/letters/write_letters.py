"""Compiles the marked-up letters of `source/` into `<language>.jsonl`.

    python benchmarks/redaction/letters/write_letters.py [--check]

A source file holds one language. `== 001` starts a letter; `[[ENTITY|text]]` marks a span,
`[[ENTITY~|text]]` one with a typing error, and a text that starts with `!` is a slot that
`letter_values` fills (`#name` among its words gives the same value again within the letter).
`--check` writes nothing and exits 1 if a compiled file is not what its source says.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from letter_values import invent, mistype

LETTERS = Path(__file__).parent
LANGUAGES = ("en", "sw", "rw", "kk", "ru", "de", "fr")
_MARK = re.compile(r"\[\[([A-Z_]+)(~?)\|([^\[\]|]+)\]\]")
_HEAD = re.compile(r"^== (\d{3})\n", re.MULTILINE)


@dataclass(slots=True)
class Slots:
    """The slots of one letter: what was drawn, and under which name."""

    letter: str
    drawn: int = 0
    named: dict[str, str] = field(default_factory=dict)

    def fill(self, entity: str, value: str, *, typo: bool) -> str:
        """The text of one span: as written, or drawn where it starts with `!`."""
        if not value.startswith("!"):
            return value
        words = value[1:].split()
        name = next((w for w in words if w.startswith("#")), "")
        if name not in self.named or not name:
            self.drawn += 1
            rng = Random(f"{self.letter}/{self.drawn}/{entity}")  # noqa: S311 (not a secret)
            text = invent(entity, words, rng)
            self.named[name] = mistype(entity, text, rng) if typo else text
        return self.named[name]


def compile_letter(letter: str, language: str, source: str) -> dict[str, object]:
    """One letter with its mark-up turned into code-point offsets."""
    slots = Slots(letter)
    text, at, spans = "", 0, []
    for mark in _MARK.finditer(source):
        text += source[at : mark.start()]
        at = mark.end()
        entity, typo = mark[1], bool(mark[2])
        value = slots.fill(entity, mark[3], typo=typo)
        span = {"start": len(text), "end": len(text) + len(value), "entity": entity}
        spans.append(span | {"typo": True} if typo else span)
        text += value
    return {"id": letter, "language": language, "text": text + source[at:], "spans": spans}


def compile_language(language: str) -> Iterator[dict[str, object]]:
    """Every letter of one source file, in order."""
    source = (LETTERS / "source" / f"{language}.txt").read_text(encoding="utf-8")
    parts = _HEAD.split(source)[1:]
    for number, body in zip(parts[0::2], parts[1::2], strict=True):
        yield compile_letter(f"{language}-{number}", language, body.strip())


def jsonl(language: str) -> str:
    """The compiled file's text."""
    return "".join(
        json.dumps(letter, ensure_ascii=False) + "\n" for letter in compile_language(language)
    )


def main() -> int:
    """Write or check all files; the number of letters and spans goes to stdout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if stale")
    check = parser.parse_args().check
    stale = []
    for language in LANGUAGES:
        path, text = LETTERS / f"{language}.jsonl", jsonl(language)
        if check and path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
        elif not check:
            path.write_text(text, encoding="utf-8")
        spans = [span for line in text.splitlines() for span in json.loads(line)["spans"]]
        typos = sum("typo" in span for span in spans)
        print(f"{language}: {text.count(chr(10))} letters, {len(spans)} spans, {typos} typos")
    if stale:
        print(f"Stale: {', '.join(stale)}. Run {Path(__file__).name} without --check.")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
