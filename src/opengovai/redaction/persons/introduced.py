"""Names that the words before them announce, however they are written: `naitwa juma mwakio`.

Behind `my name is` stands a name, listed or not. Behind `this is` or `my wife` may stand anything,
so there the word must be a listed name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.redaction.bodies.words import is_no_name
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.redaction.persons.names import listed_names
from opengovai.redaction.persons.words import NEVER, WORD

_SURELY = (
    "my name is|my names are|i am called|naitwa|ninaitwa|anaitwa|jina langu ni|jina langu|"
    "jina lake ni|"
    "nitwa|yitwa|amazina yanjye ni|izina ryanjye ni|je m['\u2019]appelle|je me nomme|"
    "ich hei(?:ß|ss)e|mein name ist|меня зовут|мо[её] имя|зовут|менің атым|менин атым|менің есімім"
)
_KIN = (
    "my (?:wife|husband|son|daughter|mother|father|brother|sister|friend|neighbou?r|landlord)|"
    "mke wangu(?: ni)?|mume wangu(?: ni)?|mtoto wangu(?: ni)?|mwanangu|mama yangu|baba yangu|"
    "rafiki yangu|umugore wanjye(?: ni)?|umugabo wanjye(?: ni)?|umwana wanjye(?: ni)?|"
    "ma (?:femme|fille|m[eè]re|s(?:œ|oe)ur|tante)|mon (?:mari|fils|p[eè]re|fr[eè]re|voisin)|"
    "жена|муж|сын|дочь|дочка|мама|отец|брат|сестра|сосед|соседка|әйелім|күйеуім|балам|ұлым|қызым|"
    "анам|әкем|grandmother|grandfather|uncle|aunt|cousin|babu|bibi|nyanya|shangazi|mjomba|dada|kaka|"
    "sogokuru|nyogokuru|murumuna wanjye|mushiki wanjye|т[её]тя|дядя|бабушка|дедушка|атам|әжем|апам|"
    "inspector|conductor|dereva|шофер|водитель|oncle|tante|onkel|oma|opa"
)
_MAYBE = (
    "this is|i am|am|i['\u2019]m|here is|mimi ni|ndi|je suis|ici|mimi|мен|men|bin (?:der|die)|"
    "c['\u2019]est|ich bin|hier ist|это|я|"
    "meine (?:frau|tochter|mutter)|mein (?:mann|sohn|vater|bruder|nachbar)"
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
HINT = f"(?i:{_SURELY}|{_KIN}|{_MAYBE}|{_CALLED}) |(?:дейді|деп атайды|деп шақырады)"
"""Without this in a text, nobody is introduced in it."""

_FOUND = compile_pattern(HINT)
_SURE = re.compile(rf"(?:{_SURELY}) ", re.IGNORECASE)
_RELATIVE = re.compile(rf"(?:{_KIN}) ", re.IGNORECASE)
_NICKNAME = re.compile(rf"(?:{_CALLED}) ", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(
    r"[.,;:!?)(\n]|$| (?:but|lakini|ila|ariko|aber|mais|но|а|бірақ|and|na|und|et|и|және) "
)
_SAID_BEHIND = re.compile(
    r"(?:мені|достарым|жұрт|бәрі)(?: мені| бәрі| жұрт| достарым| көршілер){0,2} "
    rf"({WORD}(?: {WORD})?) (?:дейді|деп атайды|деп шақырады)",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(WORD)
_MOST = 3
_BEFORE = 96


def introduced(text: str) -> Iterator[tuple[int, int]]:
    """Places of the names behind such words."""
    for start, end in _FOUND.spans(Subject(text)):
        if text[start - 1 : start].isalnum():
            continue
        if text[end - 1] != " ":
            yield from _said_before(text, end)
            continue
        if _NICKNAME.fullmatch(text, start, end):
            last = _nickname_end(text, end)
            if last:
                yield end, last
                continue
        sure = _SURE.fullmatch(text, start, end) is not None
        related = text[end : end + 1].isupper() and _RELATIVE.fullmatch(text, start, end)
        last = _end(text, end, sure=sure or bool(related))
        if last:
            yield end, last


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


def _end(text: str, start: int, *, sure: bool) -> int:
    """Where the name ends that begins here; 0 if none does."""
    end, at = 0, start
    small = text[start : start + 1].islower()
    for place in range(_MOST):
        word = _NAME_WORD.match(text, at)
        if word is None or word[0].lower() in NEVER or is_no_name(word[0]):
            break
        known = word[0].title() in listed_names()
        capital = word[0][0].isupper()
        likely = sure and (capital or (small and place < _MOST - 1))
        if not (known or likely):
            break
        end = word.end()
        if text[end : end + 1] != " ":
            break
        at = end + 1
    return end
