"""Whose name is whose in running text: who asks, for whom, and whose child it is.

A name counts for what stands at it: `my name is`, an identity number, the end of the letter, `my
son`, a birth. One at which nothing stands is somebody who is only mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from opengovai.cases import people_words as says
from opengovai.cases.dates import Found, Sure
from opengovai.cases.shapes import CAPITAL, listed, loose

_SAID, _HINTED, _AGAINST = 3, 2, 5
CLEAR, LIKELY, CONTESTED = 0.8, 0.7, 0.5
"""Confidence where words say who it is, where they hint at it, and where two could be."""

_BEFORE, _BEHIND = 70, 50
_MOST = 200
"""Names that are looked at."""

_PARTICLE = r"(?:von|van|der|den|de|du|la|le|da|dos|bin|binti|ole|al|el|ben|zu|zur|Freiherr|Dieu)"
_NAME_WORD = rf"(?:{CAPITAL}\.|{CAPITAL}[\w'’]*(?:-[\w'’]+)*)"
_NAMES = re.compile(
    rf"(?<!\w){_NAME_WORD}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,3}}{_NAME_WORD}){{0,4}}"
)
_NO_NAME = listed(
    """
    I My The This He She It They We You Your His Her In On At And But If Is Was Please Dear Sir
    Madam Hello Hi To From For Regards National ID Number Certificate Je Le La Les Mon Ma
    Bonjour Madame Monsieur Ndi Nitwa Mu Ku Umwana Muraho Icyemezo Jina Mimi Habari Kitambulisho
    Ich Mein Meine Die Der Das Er Sie Wir Hallo Guten Мен Менің Я Меня Мой Моя Он Она В На ИИН
    ЖСН Жеке Өтініш Добрый Mheshimiwa Nyakubahwa Umuhungu Umukobwa Amazina Indangamuntu Mr Mrs
    Ms Herr Frau Mme Dr Prof Eng Tochter Sohn Mutter Vater Mann Kind Bruder Schwester Name Datum
    KSh KES Атым Есімім Аты-жөнім Менің Yitwa Witwa Naitwa Ninaitwa
    """
)


class _Rated(NamedTuple):
    found: Found
    score: int


def find_people(
    text: str,
    seen: Sequence[tuple[int, int]],
    *,
    child: bool,
    apart: Sequence[tuple[int, int]] = (),
) -> dict[str, Sure]:
    """The `person` and the `child`; `seen` are ranges that a recognizer takes for names, `apart`
    ranges that are something else. Without `child` a child may be the one for whom it is."""
    names = [n for n in _names(text, seen) if not _overlaps(n, apart)]
    behalf = bool(_any(says.ON_BEHALF).search(text))
    people: dict[str, Sure] = {}
    if child:
        named = _best([_Rated(n, _child(text, n)) for n in names])
        if named:
            people["child"] = named
    taken = people["child"].found.value if "child" in people else ""
    asks = [_Rated(n, _asks(text, n, behalf=behalf)) for n in names if n.value != taken]
    named = _best(asks)
    if named:
        people["person"] = named
    return people


def _names(text: str, seen: Sequence[tuple[int, int]]) -> list[Found]:
    """Words that begin with capitals in a row, and what a recognizer sees."""
    found: list[Found] = []
    for match in islice(_NAMES.finditer(text), _MOST):
        start = _begin(text, match, seen)
        value = text[start : match.end()]
        while _is_no_name(value) and len(value.split()) > 1:
            rest = value.split(maxsplit=1)[1]
            start, value = start + len(value) - len(rest), rest
        if not _is_no_name(value):
            found.append(Found(" ".join(value.split()), start, start + len(value)))
    ranges = [(name.start, name.end) for name in found]
    for start, end in seen[:_MOST]:
        value = text[start:end].strip()
        if value and not _overlaps(Found(value, start, end), ranges):
            found.append(Found(value, start, start + len(value)))
    return found


def _is_no_name(value: str) -> bool:
    first = value.split(maxsplit=1)[0]
    return first.rstrip(".") in _NO_NAME or (first.islower() and first != "al")


def _begin(text: str, match: re.Match[str], seen: Sequence[tuple[int, int]]) -> int:
    """Where a name begins: any word that begins a sentence has a capital."""
    first = re.search(r"[.!?:]\s*$|\n\s*$|^$", text[max(0, match.start() - 4) : match.start()])
    inside = [start for start, _ in seen if match.start() <= start < match.end()]
    many = bool(inside) and len(text[min(inside) : match.end()].split()) > 1
    return min(inside) if inside and (first or many) else match.start()


def _overlaps(name: Found, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(name.start < end and start < name.end for start, end in ranges)


def _asks(text: str, name: Found, *, behalf: bool) -> int:
    head, tail = _around(text, name)
    score = 0
    said = bool(_ends(says.KIN_OF_CASE).search(head) or _ends(says.ASKS).search(head))
    score += said * (_HINTED if behalf else _SAID)
    if behalf and _ends(says.ASKED_FOR).search(head):
        return score + 2 * _SAID
    if _begins(says.ID_FOLLOWS).match(tail):
        score += _SAID if len(name.value.split()) > 1 else _HINTED
    if _is_signature(text, name) and not behalf:
        score += _HINTED
    return score - _AGAINST * (_is_other(head) and not said)


def _child(text: str, name: Found) -> int:
    head, tail = _around(text, name)
    score = _SAID * bool(_ends(says.CHILD).search(head))
    score += _HINTED * bool(_begins(says.BORN_FOLLOWS).match(tail))
    return score - _AGAINST * (_is_other(head) or bool(_ends(says.ASKS).search(head)))


def is_mentioned(text: str, start: int) -> bool:
    """Whether the name that begins there is somebody's who is only mentioned: `my friend ...`."""
    return _is_other(text[max(0, start - _BEFORE) : start])


def _is_other(head: str) -> bool:
    return bool(_ends(says.OTHERS).search(head))


def _is_signature(text: str, name: Found) -> bool:
    """Last in the letter, alone on its line or behind a closing, and of two words at least."""
    if len(name.value.split()) < 2 or text[name.end :].strip(" .\n)").count("\n") > 2:
        return False
    before = text[: name.start].rpartition("\n")[2]
    behind = text[name.end :].partition("\n")[0]
    alone = not before.strip() and not behind.strip(" .,")
    last = len(text[name.end :].strip()) < 80
    return last and (alone or bool(_ends(says.CLOSING).search(text[: name.start][-_BEFORE:])))


def _best(rated: Sequence[_Rated]) -> Sure | None:
    """The highest; of two different ones that are as high, the first, contested."""
    most = max((each.score for each in rated), default=0)
    if most < _HINTED:
        return None
    top = [each.found for each in rated if each.score == most]
    longest = max(top, key=lambda name: (len(name.value.split()) > 1, -name.start))
    rivals = {name.value for name in top if name.value not in longest.value}
    sure = CONTESTED if rivals else CLEAR if most >= _SAID else LIKELY
    return Sure(longest, sure)


def _around(text: str, name: Found) -> tuple[str, str]:
    return text[max(0, name.start - _BEFORE) : name.start], text[name.end : name.end + _BEHIND]


@cache
def _ends(shape: str) -> re.Pattern[str]:
    """The words right before a name, which a bracket, a quote or a colon may open."""
    title = r"(?:(?:Dr|Prof|Eng|Mr|Mrs|Ms|Herr|Frau|Mme|M)\.?\s){0,2}"
    ending = rf"[\s:,(«“„\"–—-]{{1,4}}{title}$"
    return re.compile(rf"(?<!\w)(?:{loose(shape)}){ending}", re.IGNORECASE)


@cache
def _begins(shape: str) -> re.Pattern[str]:
    return re.compile(rf"[\s,;:(–—»”\"-]{{0,4}}(?:{loose(shape)})", re.IGNORECASE)


@cache
def _any(shape: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{loose(shape)})", re.IGNORECASE)
