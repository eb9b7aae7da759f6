"""What stands around a name that was found: its title, its other parts, its other mentions.

Taggers and lists find a part of a name more often than all of it. The rules here are of writing,
not of names: a capital joined by a space, a particle or a hyphen; the other items of a list of
names; the same name elsewhere in the text; a date in parentheses behind a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from opengovai.redaction.births import is_written_date
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.redaction.persons.introduced import NAMED_AFTER
from opengovai.redaction.persons.relations import BEHIND, TITLES
from opengovai.redaction.persons.words import NEVER, PARTICLE, UPPER, WORD, is_capitalised, is_small
from opengovai.types import EntitySpan

PERSON = "PERSON"
_JOINED = 0.55
_MARGIN = 48
_MOST_PARTS = 4

_TITLE = r"(?i:mr|mrs|ms|miss|mx|dr|prof|sir|messrs)"
_HINT = compile_pattern(f"{_TITLE}[. ]|(?i:сем|супруг)")
"""Without this in a text, neither a title nor a family stands in it."""
_TITLE_WORD = re.compile(_TITLE)
_TITLE_BEFORE = re.compile(rf"(?<![\w])(?:(?i:{TITLES})\.? |M(?:e|M)?\. ){{1,2}}$")
_TITLED = re.compile(rf"(?<!\w){_TITLE}\.? (?:[{UPPER}]\. ?)*({WORD}(?: {WORD})?)")
_INITIALS_BEHIND = re.compile(rf"(?: ?[{UPPER}]\.)+(?!\w)")
_SUFFIX_BEHIND = re.compile(r",? (?:Jr|Sr|II|III|MD|DDS|DVM|PhD|Esq)\b\.?")
_ARTICLE_BEFORE = re.compile(
    r"\b(?:de[rnms]|die|das|ein(?:e[rnms]?)?|kein(?:e[rnms]?)?|(?:[mds]ein|ihr|"
    r"unser)(?:e[rnms]?)?|im|am|"
    r"zu[mr]|vo[mn]|beim|diese[rnms]?|jede[rnms]?) $",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"[A-ZÄÖÜ][a-zäöüß]{2,30}(?:ung|heit|keit|schaft|tion|tät|ismus|nis|antrag|bescheid|amt|geld|"
    r"schein|"
    r"karte|nummer|stelle|dienst|recht|gesetz|kosten|steuer|kasse|schule|arzt|ärztin|zeit|jahr|"
    r"woche|"
    r"haus|zimmer|finger|hand|gelenk|knochen|rücken|zahn|zähne|brief|schreiben|buch|vertrag|lohn|"
    r"rente|"
    r"beitrag|hilfe|mittel|gerät|wagen|unfall|schaden|betrieb|verein|kind|leute|frist|gebühr|liste)"
    r"(?:en|er|e|n|s|es)?"
)
"""German nouns by their last part; behind an article they are no names."""
_ADDRESSED_BEHIND = re.compile(rf"[ -](?:{BEHIND})\b")
_LABEL_WORD = re.compile(
    r"(?:id|phone|tel|telephone|mobile|e-?mail|passport|address|dob|pin|kra|nssf|nhif|simu|anwani|"
    r"kitambulisho|pasipoti|telefoni|nimero|indangamuntu|паспорт|телефон|тел|адрес|инн|снилс|иин|"
    r"жсн|төлқұжат|мекенжай\w*|telefon|handy|ausweis|personalausweis|adresse|anschrift|"
    r"t[eé]l[eé]phone|t[eé]l|passeport|courriel)",
    re.IGNORECASE,
)
"""What a form asks for next: no part of a name, however capitalised."""
_NAME_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_TOKEN_REST = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
_FAMILY = re.compile(
    r"(?i:семь[яеию]|семь[её]й|семей|супругов|сем[её]йство) ([А-ЯЁ][а-яё]{2,30}(?:ых|их))\b"
)
_PART_BEHIND = re.compile(rf"(?:(?: {PARTICLE}){{0,2}} |-|(?: [{UPPER}]\.)+ ?)({WORD})")
_PARTICLE_BEFORE = re.compile(r"(?<!\w)(?:van|bin|binti|ibn|al|el|ter|ole)(?: de[rn])? $")
_ITEM = rf"{WORD}(?: {WORD})?"
_LIST = re.compile(rf"{_ITEM}(?:, {_ITEM}){{0,12}},? (?:and|or|na|and|и|және|мен|et) {_ITEM}")
_LIST_HINT = compile_pattern(
    f"[{UPPER}][^ ,\\n]{{0,42}}(?: [^ ,\\n]{{1,42}})?,? (?:and|or|na|и|және|мен|et) "
    "[^a-zа-яёәғқңөұүһі0-9 ]"
)
"""Without this in a text, no list of names ends in it."""
_ITEMS = re.compile(rf"({_ITEM})(?:, |,? (?:and|or|na|и|және|мен|et) |$)")
_IN_PARENTHESES = re.compile(r" ?\(([^()\n]{6,30})\)")
_YEAR_IN_PARENTHESES = re.compile(r" ?\(((?:19|20)\d\d)\)")
_DATE_BEHIND = re.compile(
    r"[\"]?,? \"?(\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|\d{1,2}\.? [^\W\d_]{3,12} (?:19|20)\d\d|"
    r"(?:19|20)\d\d-\d\d-\d\d)\b"
)
_FAMILY_BEFORE = re.compile(
    r"child|kids|dependant|dependent|\bson\b|\bsons\b|daughter|spouse|mtoto|watoto|mke|mume|"
    r"wategemezi|"
    r"mwana|abana|umugore|umugabo|бала|отбас|әйел|күйеу|ұл|қыз|дет[иея]|реб[её]н|сын|доч|супруг|"
    r"жена|муж|"
    r"kind|tochter|söhne|sohn|ehefrau|ehemann|haushalt|enfant|fils|fille|époux|épouse|conjoint|"
    r"famil",
    re.IGNORECASE,
)
_FAMILY_NEAR = 110
_WORDS = re.compile(WORD)
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_GERMAN = compile_pattern("[ \\n](?:der|die|das|und|ich|nicht|mit|ist|Sie|bitte)")
_FEW = 3
_SHORTEST = 3


def widen(text: str, spans: Sequence[EntitySpan], threshold: float) -> list[EntitySpan]:
    """All spans, those of persons cut where a number begins, and what the rules add to them.

    Linear in the text for a bounded number of names; nothing is taken away but what another span
    covers.
    """
    subject = Subject(text)
    hinted = _HINT.found(subject)
    if not hinted and not any(span.entity == PERSON for span in spans):
        return list(spans)
    others = [span for span in spans if span.entity != PERSON and span.score >= threshold]
    spans = _cut(text, [whole for span in spans for whole in _whole(text, span, others)])
    places = [(s.start, s.end) for s in spans if s.entity == PERSON and s.score >= threshold]
    if hinted:
        places += _titled(text)
        places += [match.span(1) for match in _FAMILY.finditer(text)]
    if not places:
        return list(spans)
    free = not _is_german(subject)
    places = [_extended(text, *place, free=free) for place in dict.fromkeys(places)]
    if free and _LIST_HINT.found(subject):
        places += list(_listed_with(text, places))
    places += list(_mentions(text, places))
    found = [_span(start, end, PERSON) for start, end in places]
    found += [_span(*place, "DATE_OF_BIRTH") for place in _births(text, places)]
    return [*spans, *found]


def _whole(text: str, span: EntitySpan, others: Sequence[EntitySpan]) -> Iterator[EntitySpan]:
    """A person's span without the label that follows, nothing if it is but a label, and no part
    of a token that nothing else covers: `HN` of `HN123456789` or `j.` of `j.kamau`."""
    if span.entity != PERSON:
        yield span
        return
    start, end = span.start, span.end
    if _ARTICLE_BEFORE.search(text, max(0, start - 12), start) and _NOUN.fullmatch(
        text, start, end
    ):
        return
    for word in _NAME_WORDS.finditer(text, start, end):
        if _LABEL_WORD.fullmatch(word[0]):
            end = start + len(text[start : word.start()].rstrip(" ,;:\n"))
            break
    else:
        rest = _TOKEN_REST.match(text, end)
        if rest and (text[end].isdigit() or text[end - 1] == "."):
            end = end if any(n.start <= end < n.end for n in others) else rest.end()
    if end > start:
        yield span if end == span.end else replace(span, end=end)


def _cut(text: str, spans: Sequence[EntitySpan]) -> list[EntitySpan]:
    """Persons end where a span with digits begins: `Moto RF 640 J` ends in a plate."""
    numbers = sorted(s.start for s in spans if s.entity != PERSON and _has_digit(text, s))
    return [_cut_at(text, s, numbers) if s.entity == PERSON else s for s in spans]


def _cut_at(text: str, span: EntitySpan, numbers: Sequence[int]) -> EntitySpan:
    stop = next((n for n in numbers if span.start < n < span.end), span.end)
    stop = span.start + len(text[span.start : stop].rstrip())
    return replace(span, end=stop) if span.start < stop < span.end else span


def _has_digit(text: str, span: EntitySpan) -> bool:
    return any(map(str.isdigit, text[span.start : span.end]))


def _is_german(subject: Subject) -> bool:
    """Whether capitals say little: German writes all nouns with one."""
    found = 0
    for _, end in _GERMAN.spans(subject):
        found += not subject.text[end : end + 1].isalpha()
        if found == _FEW:
            return True
    return False


def _titled(text: str) -> Iterator[tuple[int, int]]:
    """Names that an English title stands before."""
    for match in _TITLED.finditer(text):
        first = match[1].partition(" ")[0]
        rest = match[1][len(first) + 1 :]
        if (
            first.lower() in NEVER
            or _TITLE_WORD.fullmatch(first)
            or not (first[0].isupper() or match[0][0].islower())
        ):
            continue
        whole = is_capitalised(rest) and rest.lower() not in NEVER if rest else True
        yield match.start(), match.end() if whole else match.start(1) + len(first)


def _extended(text: str, start: int, end: int, *, free: bool) -> tuple[int, int]:
    """The name with its further parts, initials, particles and title."""
    if free or text[end : end + 1] == "-":
        end = _rightward(text, end)
    titled = () if NAMED_AFTER.match(text, end) else (_TITLE_BEFORE,)
    for pattern in (_PARTICLE_BEFORE, *titled):
        found = pattern.search(text, max(0, start - _MARGIN), start)
        start = found.start() if found else start
    return start, end


def _rightward(text: str, end: int) -> int:
    for _ in range(_MOST_PARTS):
        part = _PART_BEHIND.match(text, end)
        word = _POSSESSIVE.sub("", part[1]) if part else ""
        if (
            not part
            or _SUFFIX_BEHIND.match(text, end)
            or NAMED_AFTER.match(text, end)
            or not is_capitalised(word)
            or word.lower() in NEVER
            or _LABEL_WORD.fullmatch(word)
        ):
            break
        end = part.start(1) + len(word)
    for pattern in (_INITIALS_BEHIND, _SUFFIX_BEHIND, _ADDRESSED_BEHIND):
        found = pattern.match(text, end)
        end = found.end() if found else end
    return end


def _listed_with(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The other items of lists in which a name stands: `Amina, Ludwig and Chebet`."""
    known = sorted(places)
    for match in _LIST.finditer(text):
        items = [item.span(1) for item in _ITEMS.finditer(text, match.start(), match.end())]
        words = [text[slice(*item)] for item in items]
        capitals = all(is_capitalised(w) and w.lower() not in NEVER for w in words)
        if capitals and any(s < b and a < e for s, e in known for a, b in items):
            yield from items


def _mentions(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Other places of the words of these names, written with the same capitals."""
    words = {
        _POSSESSIVE.sub("", word)
        for start, end in set(places)
        for word in _WORDS.findall(text, start, end)
        if len(word) >= _SHORTEST and word.lower() not in NEVER and not word.isdigit()
    }
    if not is_small(text):
        words = {word for word in words if is_capitalised(word)}
    words = {word for word in words if not _TITLE_WORD.fullmatch(word)}
    known = bytearray(len(text))
    for start, end in places:
        known[start:end] = bytes([1]) * (end - start)
    for word in words:
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            free = not (text[at - 1 : at].isalpha() or text[end : end + 1].isalpha())
            if free and not all(known[at:end]):
                yield at, end
            at = text.find(word, end)


def _births(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Dates in parentheses behind a name, and those right behind a relative's."""
    for start, end in dict.fromkeys(places):
        match = _IN_PARENTHESES.match(text, end)
        if match and is_written_date(text, *match.span(1)):
            yield match.span(1)
        year = _YEAR_IN_PARENTHESES.match(text, end)
        if year:
            yield year.span(1)
        behind = _DATE_BEHIND.match(text, end)
        related = behind and _FAMILY_BEFORE.search(text, max(0, start - _FAMILY_NEAR), start)
        if behind and related and is_written_date(text, *behind.span(1)):
            yield behind.span(1)


def _span(start: int, end: int, entity: str) -> EntitySpan:
    return EntitySpan(start=start, end=end, entity=entity, score=_JOINED, recognizer="names-around")
