"""In which language a text is said to be, for sentences, short questions and romanised ones.

    python -m benchmarks.languages [--sentences FOLDER]

Asks among all seven languages. `--sentences` is a folder with one file a language whose name ends
in `.<language>.txt`, one sentence a line (NTREX-128, for example). Writes
docs/reference/benchmarks-languages.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from opengovai.conversation.listening import listen
from opengovai.languages import SUPPORTED
from opengovai.types import RedactedText

HERE = Path(__file__).parent
QUESTIONS = HERE.parent / "answers" / "questions"
PAGE = HERE.parents[1] / "docs" / "reference" / "benchmarks-languages.md"
BEGIN, END = "<!-- languages:begin -->", "<!-- languages:end -->"
WORDS = (2, 3, 4, 6)
_COMMON = "абвгдезийклмнопрстуфцчшщъыэюя"
_LATIN = [*"abvgdeziyklmnoprstuf", "ts", "ch", "sh", "shch", "_", "y", "e", "yu", "ya"]
# After BGN/PCGN, without marks, as a keyboard has it.
LETTERS = {
    "ru": dict(zip(_COMMON, _LATIN, strict=True)) | {"ж": "zh", "х": "kh", "ь": "", "ё": "yo"},
    "kk": dict(zip(_COMMON, _LATIN, strict=True))
    | {"ж": "zh", "х": "kh", "ь": "", "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o"}
    | {"ұ": "u", "ү": "u", "һ": "h", "і": "i"},
}
Rows = dict[str, dict[str, list[bool]]]


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=Path)
    options = parser.parse_args()
    rows: Rows = {}
    if options.sentences:
        for language in SUPPORTED:
            (path,) = options.sentences.glob(f"*.{language}.txt")
            lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
            add(rows, "sentences", language, lines)
            for words in WORDS:
                starts = [" ".join(line.split()[:words]) for line in lines]
                add(rows, f"their first {words} words", language, starts)
    for language in SUPPORTED:
        path = QUESTIONS / f"{language}.jsonl"
        texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
        add(rows, "questions of citizens", language, texts)
        if language in LETTERS:
            add(rows, "the same in Latin letters", language, [in_latin(t, language) for t in texts])
    for language, texts in romanised().items():
        add(rows, "romanised by hand", language, texts)
    report = table(rows)
    print(report)
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{report}\n{END}{rest.split(END)[1]}", "utf-8")


def add(rows: Rows, name: str, language: str, texts: Iterable[str]) -> None:
    """Whether each text is heard in its language."""
    heard = [listen(RedactedText(text), SUPPORTED).language == language for text in texts]
    rows.setdefault(name, {})[language] = heard


def in_latin(text: str, language: str) -> str:
    """A question as somebody without a Cyrillic keyboard would type it."""
    letters = LETTERS[language]
    return "".join(letters.get(char, char) for char in text.lower()).replace("_", "")


def romanised() -> dict[str, list[str]]:
    """Hand-written questions in Latin letters."""
    found: dict[str, list[str]] = {}
    texts: list[str] = []
    for line in (HERE / "romanised.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            texts = found[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            texts.append(line)
    return found


def table(rows: Rows) -> str:
    """Shares in per cent, by language."""
    lines = [f"| texts | {' | '.join(SUPPORTED)} | number |", "|---|" + "--:|" * 8]
    for name, found in rows.items():
        cells = [
            f"{100 * sum(found[tag]) / len(found[tag]):.1f}" if tag in found else "–"
            for tag in SUPPORTED
        ]
        number = sum(map(len, found.values()))
        lines.append(f"| {name} | {' | '.join(cells)} | {number:,} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
