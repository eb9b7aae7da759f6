"""Names that the words before them announce, however they are written: `naitwa juma mwakio`.

Behind `my name is` stands a name, listed or not. Behind `this is` or `my wife` may stand anything,
so there the word must be a listed name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.redaction.bodies.words import is_no_name
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.redaction.persons.names import is_announced, listed_names
from opengovai.redaction.persons.relations import KIN, LABELS, ROLES
from opengovai.redaction.persons.words import NEVER, WORD, is_small

_SURELY = (
    "my name is|my names are|i am called|naitwa|ninaitwa|anaitwa|jina langu ni|jina langu|"
    "jina lake ni|"
    "nitwa|yitwa|amazina yanjye ni|izina ryanjye ni|je m['\u2019]appelle|je me nomme|"
    "ich hei(?:ß|ss)e|mein name ist|меня зовут|мо[её] имя|зовут|менің атым|менин атым|менің есімім"
)
_MAYBE = (
    "this is|i am|am|i['\u2019]m|here is|mimi ni|ndi|je suis|ici|mimi|мен|men|bin (?:der|die)|"
    "c['\u2019]est|ich bin|hier ist|это|я"
)
_CALLED = (
    "(?:people|everyone|everybody|friends|they|neighbou?rs|folks|all)(?: just| all)? calls? me|"
    "nicknamed|nickname is|(?:wana|ana|hu)niita|wanamwita|jina la utani(?: ni)?|"
    "(?:[bz]i?nyita|banyita|bampamagara|bamwita|bahamagara)|akazina(?: kanjye)?(?: ni)?|"
    "(?:nennt|nennen|rufen|ruft) (?:mich|ihn|sie)(?: alle| nur)?|[(]genannt|spitzname(?: ist)?|"
    "on m['\u2019]appelle|m['\u2019]appellent|surnomm\u00e9e?|surnom(?: est)?|moi,? c['\u2019]est|"
    "(?:меня|его|её)(?: все| там| тут)? (?:зовут|кличут|называют)|называют (?:меня|его|её)|"
    "прозвище|прозвали|"
    "лақап атым|лақап аты"
)
"""Nicknames: common words follow too, so a word in small letters must end its clause."""
_SAID = (
    "(?:,? (?:is|are|ni|named|called|by name|aitwaye|anaitwa|witwa|yitwa|namens|heißt|nommée?|по "
    "имени|атты|"
    "есімді|est|ist|=|-|–|—|:)|,|:)?"
)
_LABEL = f'(?:{LABELS})["\u201d]? {{0,3}}[:=][ "\u201c]{{0,3}}'
HINT = (
    f"(?i:(?:{_SURELY}|{_MAYBE}|{_CALLED}) |(?:{KIN}){_SAID} |(?:{ROLES})[.]? |{_LABEL})|"
    "(?:дейді|деп атайды|деп шақырады)"
)
"""Without this in a text, nobody is introduced in it."""

_FOUND = compile_pattern(HINT)
_SURE = re.compile(rf"(?:{_SURELY}) ", re.IGNORECASE)
_RELATIVE = re.compile(rf"(?:{KIN}){_SAID} ", re.IGNORECASE)
_ROLE = re.compile(rf"(?:{ROLES})[.]? ", re.IGNORECASE)
_IS_LABEL = re.compile(_LABEL, re.IGNORECASE)
_NICKNAME = re.compile(rf"(?:{_CALLED}) ", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(
    r"[.,;:!?)(\n]|$| (?:but|lakini|ila|ariko|aber|mais|но|а|бірақ|and|na|und|et|и|және) "
)
_SAID_BEHIND = re.compile(
    r"(?:мені|достарым|жұрт|бәрі)(?: мені| бәрі| жұрт| достарым| көршілер){0,2} "
    rf"({WORD}(?: {WORD})?) (?:дейді|деп атайды|деп шақырады)",
    re.IGNORECASE,
)
NAMED_AFTER = re.compile(
    r" (?:(?i:street|st|road|rd|avenue|ave|lane|drive|way|highway|square|park|house|hospital|"
    r"clinic|university|college|school|primary|secondary|academy|airport|stadium|centre|center|"
    r"foundation|county|estate|bridge|hotel|church|inc|ltd|llc|gmbh|corp|bank)\b|"
    r"[Ss]traße|[Pp]latz|[Aa]llee)"
)
"""What carries a person's name and is none."""
_MINE = re.compile(
    r"\b(?:my|our|[wyl]angu|[wy]etu|mwanangu|[wy]anjye|[wy]acu|mein|unser|mon|ma|mes|nos|notre|"
    r"мо[йяюеих]|наш)",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?:,| na| and| und| et| и| және|, and|, na) (?=\w)")
_NUMBER_BEHIND = re.compile(r",? ?(?:[(]|[+]?\d{2})| wa |[.]? (?:tel|simu|phone|тел)")
_SAID_ENDS = ("дейді", "деп атайды", "деп шақырады")
_NAME_WORD = re.compile(WORD)
_MOST = 3
_BEFORE = 96


def introduced(text: str) -> Iterator[tuple[int, int]]:
    """Places of the names behind such words."""
    free = is_small(text)
    for start, end in _FOUND.spans(Subject(text)):
        if text[start - 1 : start].isalnum():
            continue
        if text[start:end].endswith(_SAID_ENDS):
            yield from _said_before(text, end)
            continue
        if _NICKNAME.fullmatch(text, start, end):
            last = _nickname_end(text, end)
            if last:
                yield end, last
                continue
        yield from _behind(text, start, end, free=free)


def _behind(text: str, start: int, end: int, *, free: bool) -> Iterator[tuple[int, int]]:
    """The name behind the words at `start:end`, and those that `and` joins to it; `free` says that
    the text has no capitals at all, so that a name has none either."""
    sure = (_SURE.fullmatch(text, start, end) or _IS_LABEL.fullmatch(text, start, end)) is not None
    related = not sure and _RELATIVE.fullmatch(text, start, end) is not None
    role = not (sure or related) and _ROLE.fullmatch(text, start, end) is not None
    announced = sure or ((related or role) and (free or bool(_MINE.search(text, start, end))))
    capital = text[end : end + 1].isupper()
    likely = sure or (capital and (related or (role and text[start].islower())))
    last = _end(text, end, sure=likely, announced=announced or (capital and related), small=sure)
    if not last and free and (related or role):
        last = _lone_end(text, end)
    if last and not (role and NAMED_AFTER.match(text, last)):
        yield (start if role else end), last
    while last and related:
        joint = _JOINT.match(text, last)
        end = joint.end() if joint else last
        capital = text[end : end + 1].isupper()
        last = _end(text, end, sure=capital, announced=free) if joint else 0
        if last:
            yield end, last


def _lone_end(text: str, start: int) -> int:
    """Where an unknown word in small letters ends that a number follows: `wife lena 8915...`."""
    word = _NAME_WORD.match(text, start)
    if word is None or word[0].lower() in NEVER or not word[0].islower() or is_no_name(word[0]):
        return 0
    return word.end() if _NUMBER_BEHIND.match(text, word.end()) else 0


def _said_before(text: str, end: int) -> Iterator[tuple[int, int]]:
    """The name before a Kazakh `дейді` (they say) that ends here: `мені бәрі мақа дейді`."""
    for match in _SAID_BEHIND.finditer(text, max(0, end - _BEFORE), end):
        if match.end() == end and not any(w.lower() in NEVER for w in match[1].split()):
            yield match.span(1)


def _nickname_end(text: str, start: int) -> int:
    """Where a nickname of one or two words that ends its clause ends; 0 if none does."""
    end = start
    for _ in range(2):
        word = _NAME_WORD.match(text, end)
        if word is None or word[0].lower() in NEVER or is_no_name(word[0]):
            return 0
        end = word.end()
        if _CLAUSE_ENDS.match(text, end):
            return end
        if text[end : end + 1] != " ":
            return 0
        end += 1
    return 0


def _end(text: str, start: int, *, sure: bool, announced: bool, small: bool = False) -> int:
    """Where the name ends that begins here; 0 if none does."""
    end, at = 0, start
    small = small and text[start : start + 1].islower()
    for place in range(_MOST):
        word = _NAME_WORD.match(text, at)
        if word is None or word[0].lower() in NEVER or is_no_name(word[0]):
            break
        if place and NAMED_AFTER.match(text, at - 1):
            return 0
        name = word[0].title()
        known = name in listed_names() or (announced and is_announced(name))
        capital = word[0][0].isupper()
        likely = sure and (capital or (small and place < _MOST - 1))
        if not (known or likely):
            break
        end = word.end()
        if text[end : end + 1] != " ":
            break
        at = end + 1
    return end
