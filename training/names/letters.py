"""Labelled text from sentence frames: whole letters, single sentences, forms.

A frame holds slots such as {N} or {G.f:dat}; see README.md. Names and addresses are bracketed by
private characters until the text is finished, so that any change of case keeps their places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from corpora import LANGUAGES, Labelled
from people import People
from places import address, fact, other_names

TEMPLATES = Path(__file__).parent / "templates"
_OPEN = {"PERSON": "\ue000", "ADDRESS": "\ue002"}
_CLOSE = {"PERSON": "\ue001", "ADDRESS": "\ue003"}
_MARKS = {mark: name for table in (_OPEN, _CLOSE) for name, mark in table.items()}
_SLOT = re.compile(r"\{([A-Z]+)(?:\.([fm0]))?(?::([a-z]+))?\}")
_PEOPLE = frozenset("NGSPIV")
_BEGIN = re.compile(r"(?:^|[.!?\n]\s*)[\ue000-\ue003]?\w")
Spans = list[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Frames:
    """One language's frames by section, and its slot lists."""

    sections: dict[str, list[str]]
    lists: dict[str, list[str]]


def read_frames(language: str) -> Frames:
    """The frames of `templates/{language}.txt`."""
    sections: dict[str, list[str]] = {}
    lists: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (TEMPLATES / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("@"):
            key, _, values = line[1:].partition(": ")
            lists[key] = values.split("; ")
        elif line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("# "):
            current.append(line.replace("\\n", "\n"))
    return Frames(sections, lists)


class Writer:
    """Writes labelled texts in one language."""

    def __init__(self, language: str, random: Random, *, unseen: bool = False) -> None:
        self._language = language
        self._random = random
        self._frames = read_frames(language)
        self._places = other_names(language)
        self._people = People(language, random, unseen=unseen)

    def text(self, negatives: Sequence[str]) -> Labelled:
        """A letter, a few sentences, a form or an official sentence with a name put into it."""
        chance = self._random.random()
        if chance < 0.30:
            marked = self._letter(negatives)
        elif chance < 0.64:
            marked = self._join(self._sentences(self._random.choice((1, 1, 1, 2)), negatives))
        elif chance < 0.71:
            marked = self._section("news")
        elif chance < 0.78:
            marked = self._section("form")
        elif chance < 0.83:
            marked = self._section(self._random.choice(("open", "close")))
        else:
            marked = self._planted(negatives)
        return unmark(self._recase(self._misspell(marked)))

    def renamed(self, text: str, spans: Spans) -> Labelled:
        """The same text about other persons: each name is exchanged for one of as many words."""
        others: dict[str, str] = {}
        pieces: list[str] = []
        places: Spans = []
        last = 0
        for start, end, entity in spans:
            old = text[start:end]
            kind = "N" if " " in old else self._random.choice("GGS")
            new = others.setdefault(old, self._people.name(kind))
            pieces += [text[last:start], new]
            begin = sum(map(len, pieces)) - len(new)
            places.append((begin, begin + len(new), entity))
            last = end
        return "".join([*pieces, text[last:]]), places

    def _letter(self, negatives: Sequence[str]) -> str:
        body = self._join(self._sentences(self._random.choice((1, 2, 3, 4)), negatives))
        gap = self._random.choice(("\n", "\n\n", "\n\n", " "))
        return gap.join((self._section("open"), body, self._section("close")))

    def _join(self, sentences: Sequence[str]) -> str:
        return self._random.choice((" ", " ", " ", "\n")).join(sentences)

    def _sentences(self, count: int, negatives: Sequence[str]) -> list[str]:
        return [self._sentence(negatives) for _ in range(count)]

    def _sentence(self, negatives: Sequence[str]) -> str:
        chance = self._random.random()
        if chance < 0.50:
            return self._section("body")
        if chance < 0.58:
            return self._section("news")
        if chance < 0.85 or not negatives:
            return self._section("neg")
        return self._random.choice(negatives)

    def _planted(self, negatives: Sequence[str]) -> str:
        """Official or everyday sentences with names between the words, or instead of some: known
        names are names whatever the sentence says."""
        random = self._random
        if not negatives:
            return self._section("body")
        words = random.choice(negatives).split(" ")
        for _ in range(random.choice((1, 1, 2, 3))):
            place = random.randrange(len(words) + 1)
            name = self._fill("{" + random.choice("NNGGS") + "}")
            frame = random.choice(("{}", "{}", "{}", "{}", "{},", "({})", ", {},", "{}:", "{}."))
            words[place : place + random.choice((0, 1, 1, 2))] = [frame.format(name)]
        return " ".join(words)

    def _section(self, name: str) -> str:
        return self._fill(self._random.choice(self._frames.sections[name]))

    def _fill(self, frame: str) -> str:
        text = _SLOT.sub(self._slot, frame)
        while _SLOT.search(text):  # a slot list may hold slots
            text = _SLOT.sub(self._slot, text)
        return text[:1].upper() + text[1:] if self._random.random() < 0.9 else text

    def _slot(self, found: re.Match[str]) -> str:
        kind, gender, case = found.group(1), found.group(2) or "", found.group(3) or ""
        if kind in _PEOPLE:
            name = self._people.name(kind, gender.strip("0"), case)
            return _OPEN["PERSON"] + self._name_case(name) + _CLOSE["PERSON"]
        if kind[0] == "X" and len(kind) == 2:  # what bears a person's name is no person
            return self._people.name(kind[1], gender.strip("0"), case)
        if kind == "A":
            return _OPEN["ADDRESS"] + address(self._language, self._random) + _CLOSE["ADDRESS"]
        if kind == "LOC" and self._random.random() < 0.6:
            return self._random.choice(self._places)
        if kind in self._frames.lists:
            return self._random.choice(self._frames.lists[kind])
        return fact(kind, self._language, self._random)

    def _name_case(self, name: str) -> str:
        chance = self._random.random()
        if chance < 0.01:
            return name.lower()
        return name.upper() if chance < 0.07 else name

    def _misspell(self, marked: str) -> str:
        """Now and then a text without diacritics, as phones write it."""
        if self._random.random() > 0.05 or self._language in ("kk", "ru"):
            return marked
        plain = unicodedata.normalize("NFKD", marked)
        return "".join(letter for letter in plain if not unicodedata.combining(letter))

    def _recase(self, marked: str) -> str:
        return recase(marked, self._random)


def recase(text: str, random: Random) -> str:
    """As written, or in lower case (also as phones write it: capitals where sentences begin),
    capitals or Title Case, as people do write."""
    chance = random.random()
    if chance < 0.38:
        return text.lower()
    if chance < 0.41:
        return _BEGIN.sub(lambda found: found.group().upper(), text.lower())
    if chance < 0.48:
        return text.upper()
    return text.title() if chance < 0.51 else text


def unmark(marked: str) -> Labelled:
    """Text without marks, and the marked ranges; two names with one space between are one."""
    plain: list[str] = []
    spans: list[tuple[int, int, str]] = []
    start = 0
    for letter in marked:
        if letter not in _MARKS:
            plain.append(letter)
        elif letter in _OPEN.values():
            start = len(plain)
        else:
            name = _MARKS[letter]
            if spans and spans[-1][2] == name == "PERSON" and plain[spans[-1][1] : start] == [" "]:
                spans[-1] = (spans[-1][0], len(plain), name)
            else:
                spans.append((start, len(plain), name))
    return "".join(plain), spans


def write(
    count: int, seed: int, negatives: dict[str, list[str]], *, unseen: bool = False
) -> Iterator[tuple[str, Labelled]]:
    """`count` labelled texts, the languages in turn."""
    random = Random(seed)  # noqa: S311
    writers = {lang: Writer(lang, random, unseen=unseen) for lang in LANGUAGES}
    for number in range(count):
        language = LANGUAGES[number % len(LANGUAGES)]
        yield language, writers[language].text(negatives.get(language, []))
