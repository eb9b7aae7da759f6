"""Where a place told in words ends, and what it is told by: a number, a name, a house, nearness."""

from __future__ import annotations

import re
from typing import NamedTuple

from opengovai.redaction.bodies.words import is_no_name
from opengovai.redaction.homes import words
from opengovai.redaction.persons.words import NEVER

_TOKEN = re.compile(
    r"[«\"“„]?(?:[^\W\d_](?:[^\W\d_]|['\u2019.-](?=[^\W\d_])|/(?=[^\W\d_]))*|№|[nN]°|&"
    r"|\d{1,3} лет(?= [А-ЯЁ])"
    r"|\d{1,6}\w{0,6}(?:[/-]\w{1,8}){0,3})"
    r"[»\"”“]?"
)
_GAP = re.compile(r"\. (?=\S)| (?=\S)|\.(?=\d)")
_QUOTES = "«»\"“”„'\u2019()"
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_NUMBER = re.compile(
    r"\s?(?:%|€|\$|:\d|[.,]\d|(?:years?|yrs|months?|days?|weeks?|people|persons|km|metres|ans|"
    r"mois|jours|personnes|"
    r"jahren?|monaten?|tagen?|personen|euro|лет|года?|месяц\w*|дн\w+|человек|миллион\w*|млн|жыл\w*|"
    r"ай|адам\w*|frw|ksh|sh|тг|тенге|теңге|руб\w*)\b)",
    re.IGNORECASE,
)
_FLOOR = re.compile(r"(?:OG|EG|UG|DG|Stock|Etage|ét|etg)\b", re.IGNORECASE)
_EQUIPPED = re.compile(
    r"(?:with|с|со|mit|avec|yenye|lenye|ifite|ufite|rifite) (?:[^\W\d_]+ ){1,2}"
    r"(?:roof|gate|door|fence|walls?|windows?|ворот\w+|забор\w*|крыш\w+|ставн\w+|двер\w+|dach|"
    r"tor|tür|"
    r"zaun|portail|toit|porte|volets|geti|paa|mlango|lango|irembo|igisenge|ibati|umuryango)\b",
    re.IGNORECASE,
)
_ABBREVIATION = 4
_MOST_PARTS, _MOST_WORDS = 6, 14
_FREE_NEAR, _FREE_NOUN, _FREE_FIRST = 4, 3, 3
_SHORTEST = 3
_ELIDED = re.compile(r"(?:[ywdlskn]|qu|rw|bw|ry|cy|by)['\u2019](?=\w)", re.IGNORECASE)


class Place(NamedTuple):
    """`text[start:end]` and what tells it; `bare` where only words in small letters do."""

    start: int
    end: int
    numbered: bool = False
    near: bool = False
    named: bool = False
    housed: bool = False
    bare: bool = False


def is_near(small: str) -> bool:
    """Whether a word in small letters says that something is near or behind something."""
    return small in words.NEAR or small.startswith(words.NEAR_STEMS)


def read(text: str, at: int, *, loose: bool) -> Place | None:
    """The place whose parts, joined by commas, begin at `at`. Where `loose`, a few common words may
    stand before a house or a word of nearness: `the blue gate behind St. Peter's`."""
    start, end, said = at, 0, _Said()
    for number in range(_MOST_PARTS):
        last = said.part(text, at, first=number == 0, loose=loose)
        if not last:
            break
        end = last
        if text[end : end + 2] != ", " or not text[end + 2 : end + 3]:
            break
        at = end + 2
    if end <= start:
        return None
    return Place(start, end, said.numbered, said.near, said.named, said.housed, said.bare)


class _Said:
    """What the words of a place have said so far."""

    def __init__(self) -> None:
        self.numbered = self.near = self.named = self.housed = self.bare = False
        self.free = 0
        self.street = self.counted = False

    def part(self, text: str, at: int, *, first: bool, loose: bool) -> int:
        """Where the part that begins at `at` ends; 0 if it is no part of a place. Later parts must
        hold a number, a name, a house or a word of nearness."""
        end = sure = 0
        equipped = None if first else _EQUIPPED.match(text, at)
        if equipped:
            return equipped.end()
        self.free = _FREE_FIRST if loose else 0
        for _ in range(_MOST_WORDS):
            token = _TOKEN.match(text, at)
            kind = self._take(text, token) if token else "stop"
            if token is None or kind == "stop":
                break
            end = end if kind == "small" else token.end()
            sure = end if kind == "sure" else sure
            gap = _GAP.match(text, token.end())
            if gap is None or (gap[0][0] == "." and _ends_sentence(token[0], text, gap.end())):
                break
            at = gap.end()
        if sure:
            return end
        self.bare = first and loose and end > 0
        return end if self.bare else 0

    def _take(self, text: str, token: re.Match[str]) -> str:
        """What kind of word the token is; a common one counts only where some are expected."""
        kind = self._kind(text, token)
        self.counted = token[0][:1].isdigit()
        self.street = kind == "sure" and token[0].lower().strip(_QUOTES) in words.MARKS
        if kind == "free":
            self.free -= 1
            return "stop" if self.free < 0 else kind
        return kind

    def _kind(self, text: str, token: re.Match[str]) -> str:
        word = _ELIDED.sub("", token[0].strip(_QUOTES))
        if not word:
            return "stop"
        if any(map(str.isdigit, word)):
            return self._number(text, word, token.end())
        return self._listed(word) or self._unlisted(word)

    def _listed(self, word: str) -> str:
        """The kind of a word that the lists know; empty for others."""
        small = word.lower()
        if is_near(small):
            self.near, self.free = True, max(self.free, _FREE_NEAR)
            return "sure"
        if small in words.NOUNS or small in words.MARKS:
            self.housed = self.housed or small in words.NOUNS
            self.free = max(self.free, _FREE_NOUN)
            return "sure"
        if small in words.STOPS or word in words.KIN:
            return "stop"
        if small in words.PARTICLES and not (self.counted and len(small) == 1):
            return "small"
        return "sure" if word in {"№", "n°", "N°"} else ""

    def _unlisted(self, word: str) -> str:
        small = word.lower()
        if len(small) == 1:
            return "sure" if self.counted or self.free else "small"
        if small in NEVER:
            return "stop"
        if word[0].isupper() and not is_no_name(word):
            self.named = True
            return "sure"
        return "small" if len(small) < _SHORTEST else "free"

    def _number(self, text: str, word: str, end: int) -> str:
        if not self.street and (_YEAR.fullmatch(word) or _NO_NUMBER.match(text, end)):
            return "stop"
        self.numbered = True
        return "sure"


def _ends_sentence(token: str, text: str, behind: int) -> bool:
    """Whether a full stop ends a sentence and no abbreviation."""
    if token[-1:].isdigit():
        return not _FLOOR.match(text, behind)
    return len(token.strip(_QUOTES)) >= _ABBREVIATION and not text[behind : behind + 1].isdigit()
