"""Sentences with persons from Common Voice and the African Storybook: `data/named.{lang}.jsonl`.

    python training/names/extract_named.py COMMON_VOICE STORYBOOK

COMMON_VOICE is a clone of github.com/mozilla/common-voice at the commit that
`extract_common_voice.py` names (CC0 1.0), STORYBOOK one of github.com/global-asp/asp-source at
commit 99e0223, of which only stories marked CC BY are taken. Neither has labels. A word
with a capital inside a sentence is a person if `capitals.toml` or the name lists say so, and
nothing if the former says so; a sentence with any other capital is left out.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from extract_common_voice import FILES, _known_names, _lines
from people import cultures

HERE = Path(__file__).parent
MOST = 6000
"""Sentences of a language that are kept."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_OPENS = '.!?:…"“”«»‘(—-'
_ELIDED = "dDlLnN"
_JOINS = (" ", " de ", " du ", " von ", " van ")
_LICENCE = re.compile(r"License: \[?CC[- ]BY\]?\s*$", re.MULTILINE)

Named = tuple[str, list[tuple[int, int]]]


def main() -> None:
    voices, book = Path(sys.argv[1]), Path(sys.argv[2])
    kinds = tomllib.loads((HERE / "capitals.toml").read_text("utf-8"))
    for language in ("en", "fr", "rw", "sw"):
        lines = set(storybook(book, language)) if language in ("sw", "rw") else set()
        for name in FILES.get(language, ()):
            lines.update(_lines(voices, language, name))
        write(language, capitals(sorted(lines), kinds[language], language))
    thank(book)
    german = {line for name in FILES["de"] for line in _lines(voices, "de", name)}
    write("de", nouns(sorted(german), kinds["de"]))


def write(language: str, labelled: Iterator[Named]) -> None:
    """At most MOST sentences with persons, in the order of the alphabet."""
    found = [row for row in labelled if row[1]]
    chosen = sorted(Random(7).sample(found, min(MOST, len(found))))  # noqa: S311
    with (HERE / "data" / f"named.{language}.jsonl").open("w", encoding="utf-8") as out:
        for text, spans in chosen:
            out.write(json.dumps([text, spans], ensure_ascii=False) + "\n")
    sys.stdout.write(f"{language}: {len(chosen)} of {len(found)} sentences\n")


def storybook(checkout: Path, language: str) -> Iterator[str]:
    """Paragraphs of the stories under CC BY."""
    for _, text in stories(checkout, language):
        pages = re.split(r"^##.*$", text.rpartition("* License")[0], flags=re.MULTILINE)
        for page in pages[1:]:
            yield " ".join(line for line in page.split("\n") if not line.startswith("*")).strip()


def thank(checkout: Path) -> None:
    """Name the authors of the stories in `data/named.authors.txt`, as CC BY asks."""
    with (HERE / "data" / "named.authors.txt").open("w", encoding="utf-8") as out:
        for language in ("sw", "rw"):
            for name, text in stories(checkout, language):
                authors = re.findall(
                    r"^\* ((?:Text|Translation|Adaptation): .+)$", text, re.MULTILINE
                )
                out.write(f"{name}: {'; '.join(authors)}; CC BY\n")


def stories(checkout: Path, language: str) -> Iterator[tuple[str, str]]:
    """File and content of the stories under CC BY."""
    listed = _git(checkout, "-c", "core.quotepath=off", "ls-tree", "-r", "--name-only", "HEAD")
    for name in listed.splitlines():
        if not name.startswith(f"{language}/") or "README" in name:
            continue
        text = _git(checkout, "show", f"HEAD:{name}")
        if _LICENCE.search(text):
            yield name, text


def _git(checkout: Path, *command: str) -> str:
    done = subprocess.run(["git", "-C", str(checkout), *command], capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def capitals(lines: Sequence[str], kinds: dict[str, str], language: str) -> Iterator[Named]:
    """Lines every capital of which is known, with the ranges of persons."""
    low = Counter(word for line in lines for word in _WORD.findall(line) if word[0].islower())
    others, persons = set(kinds["others"].split()), set(kinds["persons"].split())
    gazetteer = _known_names() if language != "sw" else set()

    def kind(word: str, first: bool) -> str:  # noqa: FBT001
        bare = re.sub(r"['’]s$", "", word)
        bare = re.sub(r"^[dDlLnN]['’]", "", bare) if language in ("fr", "rw") else bare
        if bare in others or low[bare.lower()] > (2 if first else 8) or len(bare) < 2:
            return "O"
        if bare in persons or bare.lower() in gazetteer:
            return "P"
        return "O" if first else "?"

    for line in lines:
        named = _ranges(line, kind)
        if named is not None:
            yield line, named


def _ranges(line: str, kind: Callable[[str, bool], str]) -> list[tuple[int, int]] | None:
    """The persons of a line; None if a capital in it is unknown."""
    spans: list[tuple[int, int]] = []
    for found in _WORD.finditer(line):
        word, start, end = found.group(), *found.span()
        apostrophe = len(word) > 2 and word[1] in "'’"
        if not (word[0].isupper() or (apostrophe and word[2].isupper())):
            continue
        before = line[:start].rstrip(" '’")
        what = kind(word, not before or before[-1] in _OPENS)
        if what == "?":
            return None
        if what == "P":
            start += 2 if apostrophe and word[0] in _ELIDED else 0
            end -= 2 if word[-2:] in ("'s", "’s") else 0
            if spans and line[spans[-1][1] : start] in _JOINS:
                start = spans.pop()[0]
            spans.append((start, end))
    return spans


def nouns(lines: Sequence[str], kinds: dict[str, str]) -> Iterator[Named]:
    """German, where a capital tells little: a known given name that is no other word, or a title,
    with the capitals after it. A line with another rare capital is left out."""
    words = Counter(word for line in lines for word in _WORD.findall(line))
    known = [*cultures(unseen=False).values(), *cultures(unseen=True).values()]
    given = {name for culture in known for names in culture.given.values() for name in names}
    family = {name for culture in known for names in culture.surname.values() for name in names}
    given -= set(kinds["ambiguous"].split())
    given = {name for name in given if words[name.lower()] < 3}
    titles, roles = kinds["titles"].split(), kinds["roles"].split()
    for line in lines:
        spans: list[tuple[int, int]] = []
        last = ""
        for found in _WORD.finditer(line):
            word = found.group()
            follows = bool(spans) and line[spans[-1][1] : found.start()] == " "
            capital = word[0].isupper()
            if capital and follows and (word in family or words[word] < 3):
                spans[-1] = (spans[-1][0], found.end())
            elif word in given or (capital and last in titles and word not in roles):
                spans.append((found.start(), found.end()))
            last = word
        inside = {place for start, end in spans for place in range(start, end)}
        rare = [
            found.group()
            for found in _WORD.finditer(line)
            if found.start() not in inside and found.group() in family and found.start()
        ]
        if not [word for word in rare if words[word] < 3]:
            yield line, spans


if __name__ == "__main__":
    main()
