"""Numbers that Word writes by itself: "Article 5.", "2.1", "(a)" of automatic lists and headings.

They stand in no run of the text: ECMA-376 part 1, section 17.9, keeps a format for each level of
each list, and the reader counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from opengovai.knowledge.loading.xml import attribute

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


class Numbers:
    """Counts through a document; ask for each numbered paragraph once, in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._by_style = _by_style(styles)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if numbering is not None:
            self._read(numbering)

    def label(self, properties: Element | None) -> str:
        """What Word shows before the paragraph with these properties, or ""."""
        place = self._place(properties)
        if place is None:
            return ""
        list_, depth = place
        abstract = self._lists.get(list_, "")
        levels = self._levels.get(abstract, {})
        if depth not in levels:
            return ""
        counts = self._counts[abstract]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if levels[depth].form in {"bullet", "none"}:
            return ""
        return _PLACE.sub(lambda m: _shown(int(m.group(1)) - 1, levels, counts), levels[depth].text)

    def _read(self, numbering: Element) -> None:
        for abstract in numbering.iterfind("abstractNum"):
            found = {_number(level, "ilvl"): _level(level) for level in abstract.iterfind("lvl")}
            self._levels[attribute(abstract, "abstractNumId")] = found
        for list_ in numbering.iterfind("num"):
            reference = list_.find("abstractNumId")
            if reference is not None:
                self._lists[attribute(list_, "numId")] = attribute(reference, "val")

    def _place(self, properties: Element | None) -> tuple[str, int] | None:
        if properties is None:
            return None
        style = properties.find("pStyle")
        own = _place(properties.find("numPr"))
        styled = self._by_style.get(attribute(style, "val")) if style is not None else None
        if own is None or not own[0]:
            return styled if own is None or styled is None else (styled[0], own[1])
        return None if own[0] == "0" else own


def _place(numbered: Element | None) -> tuple[str, int] | None:
    if numbered is None:
        return None
    list_, level = numbered.find("numId"), numbered.find("ilvl")
    depth = attribute(level, "val") if level is not None else "0"
    name = attribute(list_, "val") if list_ is not None else ""
    return name, int(depth) if depth.isdecimal() else 0


def _by_style(styles: Element | None) -> dict[str, tuple[str, int]]:
    found = {}
    for style in styles.iterfind("style") if styles is not None else ():
        if (place := _place(style.find("pPr/numPr"))) is not None and place[0]:
            found[attribute(style, "styleId")] = place
    return found


def _level(level: Element) -> _Level:
    values = {child.tag: attribute(child, "val") for child in level}
    start = values.get("start", "1")
    return _Level(
        form=values.get("numFmt", "decimal"),
        text=values.get("lvlText", ""),
        start=int(start) if start.isdecimal() and len(start) < 6 else 1,
    )


def _number(element: Element, name: str) -> int:
    value = attribute(element, name)
    return int(value) if value.isdecimal() else 0


def _shown(depth: int, levels: Mapping[int, _Level], counts: Mapping[int, int]) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    return _formatted(min(counts.get(depth, level.start), _LARGEST), level.form)


def _formatted(number: int, form: str) -> str:
    letters = {"lowerLetter": _LATIN, "upperLetter": _LATIN.upper(), "russianLower": _RUSSIAN,
               "russianUpper": _RUSSIAN.upper()}.get(form)  # fmt: skip
    if letters and number > 0:
        # After z come aa, bb, cc.
        repeat, place = divmod(number - 1, len(letters))
        return letters[place] * (repeat % 50 + 1)
    if form in {"lowerRoman", "upperRoman"}:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        repeat, number = divmod(number, value)
        written += letters * repeat
    return written
