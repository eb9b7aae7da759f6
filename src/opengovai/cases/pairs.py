"""What is written and what should be: `entered as Mugisha Anold instead of Mugisha Arnold`.

Cues (`contrast_words`) say which value is which; a value is a quotation, a date or part of one, a
name, or a word. Both must be of one sort. Of several pairs the one with the strongest cues counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice, product
from typing import NamedTuple

from opengovai.cases import contrast_words as says
from opengovai.cases.dates import Found
from opengovai.cases.days import DAY_WORD
from opengovai.cases.months import WORD, stem_of
from opengovai.cases.shapes import CAPITAL, listed, words

_STRONG, _WEAK = 2, 1
_ENOUGH = 3
_APART = 260
"""Characters between the two, at most."""
_MOST = 60
"""Values of either side that are compared."""

_ALIKE = 0.6
_SAME = 1.0

_NAME_WORD = rf"{CAPITAL}[\w'’]*(?:-[\w'’]+)*"
_YEAR = r"(?:1[89]|20)\d\d"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|\.|-?го)?|{DAY_WORD})"
_SHAPES = {
    "quote": re.compile(
        r"(?:[«“„\"‘](?P<v>[^«»“”„\"\n]{1,60}?)[»”“\"’]|'(?P<u>[^'\n]{1,60}?)'(?!\w))"
    ),
    "date": re.compile(
        rf"(?i:(?P<v>{_DAY}(?:\s{{1,4}}(?:of|de|ya))?\s{{1,4}}(?P<month>{WORD})(?:,?\s{{1,4}}{_YEAR})?(?!\w)|"
        rf"{WORD}\s+\d{{1,2}}(?:,?\s{{1,4}}{_YEAR})?(?!\w)|{_YEAR}(?![\w/]|[.,]\d)|"
        r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\w)))"
    ),
    "name": re.compile(
        rf"(?P<v>{_NAME_WORD}"
        rf"(?:[ \u00a0](?:(?:de|van|von|bin|la|du|ya|wa)[ \u00a0])?{_NAME_WORD}){{0,4}})"
    ),
    "word": re.compile(
        r"(?<!\w)(?P<v>[^\W\d_A-ZА-Я]{3,20})(?=\s*(?:[.,;:!?)»”\"\n]|$)| [^\W\d_]{1,12}[ ,])"
    ),
}
_FILL = re.compile(
    r"[ \t\u00a0\n]{0,3}(?:[:,–—-][ \n])?(?i:(?:as|like|the|a|her|his|him|le|la|du|de|comme|ko|"
    r"kuwa?|как|это|ол|am|der|die|das|on|in|at|for|ni|i|à|en|с|dated|ku|wa|tariki|itariki|tarehe|"
    r"that (?:s?he|it) (?:is|was)|born|née?|yavutse|yavukiye|alizaliwa|sexe?|date|of birth|name)"
    r"[ \n]){0,4}"
)
_NO_WORD = listed(
    """
    and but wrong wrongly not with one that this there here incorrect correct also which
    because when where instead for now been being have has the are was were mais avec que
    qui dans pour pas faux fausse sur ainsi nabi kandi ariko mu ko ibyo ari kuwa kwa lakini
    makosa vibaya sio что как это так она его для при надо быть неверно ошибочно деп бірақ
    және емес қате керек und aber nicht falsch statt richtig
    """
)
_NO_NAME = listed(
    """
    I He She It They We My His Her The This That In On At And But Il Elle Je Le La Les Mon
    Ma Sa Son Ndi Mu Ku Icyemezo Он Она Я Мой Моя В На И Ол Мен Менің Er Sie Ich Mein Die
    Der Das
    """
)


class Pair(NamedTuple):
    """What is written now and what should be; `sure` where nothing else could be meant."""

    wrong: Found
    correct: Found
    sure: bool


class _Value(NamedTuple):
    found: Found
    sort: str
    strength: int


def find_pair(text: str) -> Pair | None:
    """The pair that the text sets against each other; None where none is clear."""
    wrong, correct = list(islice(_wrong(text), _MOST)), list(islice(_correct(text), _MOST))
    _instead(text, wrong, correct)
    ranked = sorted(_pairs(text, wrong, correct), key=lambda each: -each[0])
    if not ranked:
        return None
    best = ranked[0][1]
    rivals = {pair[:2] for score, pair in ranked if score > ranked[0][0] - _SAME / 2}
    alone = len({(w.value, c.value) for w, c in rivals}) == 1
    return best._replace(sure=best.sure and alone)


def _pairs(text: str, wrong: list[_Value], correct: list[_Value]) -> Iterator[tuple[float, Pair]]:
    for one, other in product(wrong, correct):
        w, c = one.found, other.found
        apart = max(c.start - w.end, w.start - c.end)
        strength = one.strength + other.strength
        if apart < 0 or apart > _APART or w.value == c.value or not _one_sort(one, other):
            continue
        alike = SequenceMatcher(None, w.value, c.value).ratio()
        close = alike >= _ALIKE or one.sort == "date"
        if strength + close >= _ENOUGH:
            sure = strength > _ENOUGH or (close and strength == _ENOUGH)
            yield strength + alike - apart / _APART, Pair(w, c, sure)


def _one_sort(one: _Value, other: _Value) -> bool:
    sorts = {one.sort, other.sort}
    return len(sorts) == 1 or ("quote" in sorts and "word" not in sorts)


def _wrong(text: str) -> Iterator[_Value]:
    for strength, cues in ((_STRONG, says.WRONG), (_WEAK, says.WEAKLY_WRONG)):
        yield from _after(text, cues, strength)
    for before, between in says.FROM_TO:
        yield from (pair[0] for pair in _from_to(text, before, between))
    for match in _cues(says.BEHIND_WRONG, text):
        yield from _before(text, match.start(), _STRONG)
    for match in _cues(says.NOT, text):
        yield from _value(text, match.end(), _WEAK)


def _correct(text: str) -> Iterator[_Value]:
    for strength, cues in ((_STRONG, says.CORRECT), (_WEAK, says.WEAKLY_CORRECT)):
        yield from _after(text, cues, strength)
    for before, between in says.FROM_TO:
        yield from (pair[1] for pair in _from_to(text, before, between))
    for match in _cues(says.BEHIND_CORRECT, text):
        yield from _before(text, match.start(), _STRONG)
    for match in _cues(rf"{says.NOT}|,? емес,?", text):
        yield from _before(text, match.start(), _WEAK)
        yield from _value(text, match.end(), _WEAK)


def _from_to(text: str, before: str, between: str) -> Iterator[tuple[_Value, _Value]]:
    for match in re.finditer(before, text):
        for first in _value(text, match.end(), _WEAK):
            closing = re.match(rf"[»”“\"’']?{between}", text[first.found.end :])
            if closing:
                for second in _value(text, first.found.end + closing.end(), _STRONG):
                    yield first, second


def _instead(text: str, wrong: list[_Value], correct: list[_Value]) -> None:
    """`W instead of C` after a cue of what is written, `C instead of W` after one of what should
    be; at the beginning it goes with the cue that follows."""
    for match in _cues(says.INSTEAD, text):
        for value in _value(text, match.end(), _STRONG):
            near = range(match.start() - 4, match.start())
            after_wrong = any(each.found.end in near for each in wrong)
            after_right = any(each.found.end in near for each in correct)
            behind = [each.found.start > match.end() for each in correct if each.strength > _WEAK]
            (correct if after_wrong and not after_right else wrong).append(value)
            if not after_wrong and not after_right and not any(behind):
                wrong.pop()


def _after(text: str, cues: str, strength: int) -> Iterator[_Value]:
    for match in _cues(cues, text):
        yield from _value(text, match.end(), strength)


def _value(text: str, at: int, strength: int) -> Iterator[_Value]:
    """What stands there, by the first sort that fits."""
    fill = _FILL.match(text, at)
    begins = dict.fromkeys((fill.end() if fill else at, at))
    for begin in begins:
        for sort, shape in _SHAPES.items():
            found = shape.match(text, begin)
            if found and _sensible(found, sort):
                yield _Value(_found(found), sort, strength)
                return


def _before(text: str, end: int, strength: int) -> Iterator[_Value]:
    """What stands right before: the longest value that ends there."""
    head = text[max(0, end - 70) : end].rstrip(" ,–—-\n")
    shift = max(0, end - 70)
    for sort, shape in _SHAPES.items():
        for found in shape.finditer(head):
            if found.end() >= len(head) - 1 and _sensible(found, sort):
                place = _found(found)
                yield _Value(
                    Found(place.value, place.start + shift, place.end + shift), sort, strength
                )
                return


def _found(match: re.Match[str]) -> Found:
    groups = match.groupdict()
    group = "v" if groups.get("v") is not None else "u"
    value, start = match[group], match.start(group)
    start += len(value) - len(value.lstrip())
    value = value.strip()
    month = groups.get("month")
    if month and value.endswith(month):
        value = value[: len(value) - len(month)] + stem_of(month)
    return Found(" ".join(value.split()), start, start + len(value))


def _cues(shape: str, text: str) -> Iterator[re.Match[str]]:
    return islice(words(shape).finditer(text), 5 * _MOST)


def _sensible(match: re.Match[str], sort: str) -> bool:
    first = match[0].split()[0]
    if sort == "word":
        return first.casefold() not in _NO_WORD
    return sort != "name" or first not in _NO_NAME
