"""Homes told in words: `I live behind the Total station in Kimironko`, `atuye Gikondo, haruguru
y'isoko`, `живу в пос. Заречный, за магазином`, `{"residence": "Migosi, near the mosque"}`.

A word that somebody lives there announces the place; a number, a name or a word of nearness makes
it a home. Where nothing announces it, a house that lies near something is one by itself: `the blue
gate behind St. Peter's`. A bare large town, county or country stays: letters are hard to answer
without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.redaction.bodies.places import listed_places
from opengovai.redaction.bodies.words import is_no_name
from opengovai.redaction.homes import words
from opengovai.redaction.homes.kazakh import before
from opengovai.redaction.homes.reading import Place, is_near, read
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.redaction.persons.words import NEVER, is_small
from opengovai.types import EntitySpan

SCORE = 0.53

_LABEL = f'(?:{words.LABELS})(?: ?[(][^()\\n]{{1,24}}[)])?(?:["\u201d]? ?[:=]|[.] ?[:-])'
_FRAMES = (words.OWN, words.OTHERS, words.COMES, words.AFTER_OWN, words.AFTER_OTHERS)
_BETWEEN = "(?:[^ .,;:\\n]{1,16} )"
_HERE = f"(?:{words.HERE}) {_BETWEEN}{{1,3}}(?:{words.TOLD_NEAR})"
_TOLD = (
    f"(?:{words.TOLD_HOUSES}) {_BETWEEN}{{0,3}}(?:{words.TOLD_NEAR})|{words.TOLD_CORNERS}|"
    f"{words.TOLD_ORDINALS}|{words.TOLD_KAZAKH}"
)
_FOUND = compile_pattern(
    f"(?i:{_LABEL}|(?:{'|'.join(_FRAMES)})[ .:,=\\n]|(?:{_TOLD}|{_HERE})(?:[^a-zа-я]|$))"
)
_SIGNS = (
    f'(?i:(?:{words.LABELS})(?: ?[(][^()\\n]*[)])?["\u201d]? ?[.]? ?[:=-])',
    f"(?:^|[^A-Za-z\u00c0-\u04ff])(?i:(?:{'|'.join(_FRAMES[:-1])})[ .:,=\\n])",
    f"(?i:(?:{words.AFTER_OTHERS})[ .:,=\\n])",
    f"(?i:(?:{words.TOLD_HOUSES}|{words.HERE}) (?:[^ .,;:\\n]+ )*(?:{words.TOLD_NEAR}))",
    f"(?i: ecke|{words.TOLD_ORDINALS}|(?:[ндт][ыі]ң) (?:{words.KAZAKH_NEAR}))",
)
"""The same, shorter, for the scan of all signs."""
_IS_TOLD = re.compile(_TOLD, re.IGNORECASE)
_WHOLE_WORD = re.compile(r"\w*")
_IS_HERE = re.compile(_HERE, re.IGNORECASE)
_IS_NEAR = re.compile(rf"\b(?:{words.TOLD_NEAR})", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([^\W\d_]{3,14}) $")
_IS_LABEL = re.compile(_LABEL, re.IGNORECASE)
_TELLS = re.compile(r"[:=]|^(?:my|his|her|our) |ім|ым|\bжер", re.IGNORECASE)
_OWN, _OTHERS, _COMES, _AFTER_OWN, _AFTER_OTHERS = (
    re.compile(f"(?:{frame})\\W", re.IGNORECASE) for frame in _FRAMES
)
_OPENING = re.compile(r"[ :=\"'«“„.]{0,4}|\n")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_ARTICLE = re.compile(
    r"\b(?:der|die|das|dem|den|einer|einem|im|am|zum|zur|vom|meiner|seiner|ihrer|the|a) $",
    re.IGNORECASE,
)
_IS_SURE = re.compile(
    f"{words.TOLD_CORNERS}|{words.TOLD_ORDINALS}|{words.TOLD_KAZAKH}", re.IGNORECASE
)
_PART_BEFORE = re.compile(
    r"(?<![\w.-])((?:[^\W\d_a-zа-яё][\w'\u2019-]+|mtaa wa|kijiji cha|umudugudu wa|пос[.]|с[.]|"
    r"village of)"
    r"(?: [\w'\u2019-]+){0,3}), $"
)
_LEAD = re.compile(r" ((?:with|mit|avec|с|со|bei|beim|chez|kwa|au|aux|у|mu|ku)) ")
_ONLINE = re.compile(r"www|https?:|\S+@", re.IGNORECASE)
_COMPANY = re.compile(
    r"(?:with|mit|avec|с|со|na|bei|chez|kwa) (?:[^\W\d_]+ ){1,4}?"
    r"(?=(?:in|at|near|behind|à|au|dans|im|am|hinter|neben|в|на|за|mtaa|huko|mu|i)\b)"
)
_MOST_LINKS = 6
_CLAUSE_ENDS = re.compile(r"\s*(?:[.,;:!?)\n\"]|$)")
_REGION = re.compile(
    r"(?i:county|province|region|district|облы[а-яұіқғ]*|облас[а-я]*|кра[йяею]|республик[а-я]*|"
    r"akarere|karere|intara|wilaya|mkoa|kaunti|land|landkreis|département|town|city|central|state|"
    r"қаласы?[а-яұіңғқ]*|город[а-я]?|republic|united|europe|africa|eu|qala[a-z]*)\b"
)
_AROUND_REGION = re.compile(
    r"[\w'’-]+ (?:County|Province|Region|District|облы\w*|облас\w*|кра[йяею])\b|"
    r"(?:[Kk]arere ka|[Kk]aunti ya|[Mm]koa wa|[Ww]ilaya ya|[Cc]ounty of|[Ii]ntara y\W?) ?\w+"
)
_LONG = re.compile(r"[^\W\d_]{3,}")


class HomeRecognizer:
    """Finds places by the words that somebody lives there."""

    signs = _SIGNS
    """Without any of these in a text, `scan` finds nothing in it."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of the places."""
        return self.scan(Subject(text))

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """The same for a text that is encoded already."""
        text, done, small = subject.text, -1, is_small(subject.text)
        for start, end in _FOUND.spans(subject):
            inside = _in_word(text, start) and not _AFTER_OTHERS.match(text, start)
            if start < done or inside:
                continue
            place = _place(text, start, end, small=small)
            if place and _tells_more_than_a_town(text, place):
                yield EntitySpan(
                    start=place.start,
                    end=place.end,
                    entity="ADDRESS",
                    score=SCORE,
                    recognizer="homes",
                )
                done = place.end


def _in_word(text: str, start: int) -> bool:
    return text[start - 1 : start].isalnum() or text[start - 1 : start] in {"-", "_"}


def _place(text: str, start: int, end: int, *, small: bool) -> Place | None:
    """The place that this word tells, by the kind of word it is."""
    if _AFTER_OWN.match(text, start):
        return before(text, start, own=True)
    if _AFTER_OTHERS.match(text, start):
        return before(text, _WHOLE_WORD.match(text, start).end(), own=False)  # type: ignore[union-attr]
    label = _IS_LABEL.match(text, start, end)
    if label:
        return _labelled(text, end) if _TELLS.search(label[0]) else None
    if _IS_TOLD.match(text, start):
        return _told(text, start)
    if _IS_HERE.match(text, start):
        return _here(text, start)
    return _behind(text, start, end, small=small)


def _behind(text: str, start: int, end: int, *, small: bool) -> Place | None:
    """The place behind a word that somebody lives or comes from there."""
    at = _past_links(text, end - 1)
    own = _OWN.match(text, start) is not None
    place = read(text, at, loose=own or small)
    if own and not (place and (place.near or place.numbered)):
        place = _further(text, at) or place
    if place is None or _ONLINE.match(text, place.start):
        return None
    if own:
        right = _is_own(text, place, linked=at > end, small=small)
    elif _COMES.match(text, start):
        right = place.named and not place.numbered and text[at : at + 1].isupper()
        right = right or (small and place.bare and at > end)
    else:
        right = _is_others(text, place)
    lead = _LEAD.match(text, end - 1)
    place = place._replace(start=lead.start(1)) if lead else place
    return place if right else None


def _here(text: str, start: int) -> Place | None:
    """What `here` stands before, if that is near something: `hano kimironko hafi ya station`."""
    place = read(text, text.index(" ", start) + 1, loose=True)
    return place if place and place.near else None


def _further(text: str, at: int) -> Place | None:
    """The place that goes on to something near it: `the one with the red roof next to the mill`."""
    near = _IS_NEAR.search(text, at, at + _FAR)
    if near is None or _SENTENCE.search(text, at, near.start()):
        return None
    place = read(text, near.start(), loose=True)
    return place._replace(start=at) if place and place.end > near.end() else None


_FAR = 64
_SENTENCE = re.compile(r"[!?;:\n(]|(?<=[^\W\d_]{4})\.|, ")


def _told(text: str, start: int) -> Place | None:
    """A house that lies near something, with the word and the parts before it: `Mtaa wa Nyanchwa,
    green gate behind the mill`."""
    sure = _IS_SURE.match(text, start)
    place = read(text, start, loose=sure is not None)
    if sure and (place is None or place.end < sure.end()):
        place = Place(start, sure.end(), near=True, housed=True)
    if place is None or not (place.near or sure) or place.end - place.start < _SHORTEST_TOLD:
        return None
    word = _WORD_BEFORE.search(text, max(0, start - 16), start)
    if word and word[1].islower() and word[1] not in NEVER and word[1] not in words.PARTICLES:
        start = word.start(1)
    part = _PART_BEFORE.search(text, max(0, start - 48), start)
    if part and not is_no_name(part[1]) and part[1].lower() not in NEVER:
        start = part.start(1)
    return place._replace(start=start)


_SHORTEST_TOLD = 16


def _labelled(text: str, at: int) -> Place | None:
    opening = _OPENING.match(text, at)
    place = read(text, opening.end() if opening else at, loose=True)
    if place is None or _ONLINE.match(text, place.start):
        return None
    if place.bare and not _CLAUSE_ENDS.match(text, place.end):
        return None
    return place


def _is_own(text: str, place: Place, *, linked: bool, small: bool) -> bool:
    """Whether the writer says where, and not how: `I live alone`, `I live a quiet life`."""
    if place.near or place.named or (place.numbered and place.housed):
        return True
    if place.housed and place.end - place.start > _BARE_HOUSE:
        return True
    few = len(_WORD.findall(text, place.start, place.end)) <= _FEW
    ends = _CLAUSE_ENDS.match(text, place.end) is not None
    return place.bare and few and (ends or small) and (linked or small)


_BARE_HOUSE, _FEW = 12, 2


def _is_others(text: str, place: Place) -> bool:
    """Whether it is a name, or a house by number or by what it is near."""
    first = text[place.start : place.start + 1]
    if place.numbered and (place.named or place.housed):
        return True
    if place.near and place.named and place.housed:
        return True
    if _ARTICLE.search(text, max(0, place.start - 12), place.start):
        return False
    word = _WORD.match(text, place.start)
    if word is None or not first.isupper() or (word[0].isupper() and len(word[0]) < _ACRONYM):
        return bool(place.near and place.named and first.isalpha() and word)
    return place.named


_ACRONYM = 5


def _past_links(text: str, at: int) -> int:
    """Where the place begins, behind `in`, `now`, `with my mother in`."""
    at = _OPENING.match(text, at).end()  # type: ignore[union-attr]
    company = _COMPANY.match(text, at)
    at = company.end() if company else at
    for _ in range(_MOST_LINKS):
        word = _WORD.match(text, at)
        if word is None or word[0] not in words.LINKS or is_near(word[0]):
            break
        at = _OPENING.match(text, word.end()).end()  # type: ignore[union-attr]
    return at


def _tells_more_than_a_town(text: str, place: Place) -> bool:
    """Whether more is said than a large town, a county or a country."""
    if place.numbered or (place.near and not place.named) or place.housed:
        return True
    rest = _AROUND_REGION.sub(" ", text[place.start : place.end])
    rest = listed_places().sub(" ", rest if rest != rest.lower() else rest.title())
    rest = _REGION.sub(" ", rest)
    return any(w.lower() not in words.PARTICLES for w in _LONG.findall(rest))
