"""Kazakh in Latin letters: `Meniń atym Aigerim`, `jeke sáıkestendirý nómiri`, `menin atym nurlan`.

The alphabets of 2017 to 2021 and plain typing differ in every second word; the labels, the tagger
and the lists know Kazakh in Cyrillic. A text that looks so is read once more in Cyrillic letters,
word by word; a finding there covers the whole words that it touches.
"""

from __future__ import annotations

import re
from functools import lru_cache

from opengovai.redaction.escapes import Unescaped
from opengovai.redaction.patterns import Subject, compile_pattern

_HINT = compile_pattern(
    "(?i:[ǵğńñ]|q[aeyıiouáäūu]|jsn|jeke |meni[nń] |mekenj|k[oó]shesi|turatyn|t[uý]rǵ|"
    "nomiri|otinish|ótinish|s[aá]lem|qurmet|tuwǵan|tugan|tughan|kuáli|kuali)"
)
_FEWEST = 2
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019][A-Za-z\u00c0-\u024f]+)*")
_ACUTE = str.maketrans("áǵńóúýışÁǴŃÓÚÝIŞ", "äğñöüuisÄĞÑÖÜUIS")

_LABELS = (
    ("atym", "атым"), ("esimim", "есімім"), ("menin", "менің"), ("aty", "аты"), ("joni", "жөні"),
    ("jsn", "жсн"), ("bsn", "бсн"), ("jeke", "жеке"), ("kualik", "куәлік"),
    ("saikestendiru", "сәйкестендіру"), ("kualigi", "куәлігі"), ("kualigim", "куәлігім"),
    ("nomir", "нөмір"), ("nomiri", "нөмірі"), ("nomirim", "нөмірім"), ("nomeri", "нөмірі"),
    ("tugan", "туған"), ("kuni", "күні"), ("kunim", "күнім"), ("jyly", "жылы"), ("jylgy", "жылғы"),
    ("telefon", "телефон"), ("telefony", "телефоны"), ("telefonym", "телефоным"), ("uyaly", "ұялы"),
    ("mekenjai", "мекенжай"), ("mekenjaiy", "мекенжайы"), ("mekenjaiym", "мекенжайым"),
    ("turatyn", "тұратын"), ("jerim", "жерім"), ("tolqujat", "төлқұжат"), ("pasport", "паспорт"),
    ("tolqujatym", "төлқұжатым"), ("qalasy", "қаласы"), ("koshesi", "көшесі"), ("aulasy", "ауласы"),
    ("dangyly", "даңғылы"), ("auyly", "ауылы"), ("audany", "ауданы"), ("ui", "үй"),
    ("pater", "пәтер"),
    ("ayelim", "әйелім"), ("aielim", "әйелім"), ("kuieuim", "күйеуім"), ("balam", "балам"),
    ("ulym", "ұлым"), ("qyzym", "қызым"), ("anam", "анам"), ("akem", "әкем"),
    ("jubaiym", "жұбайым"),
    ("men", "мен"), ("meni", "мені"), ("deidi", "дейді"), ("tenge", "теңге"), ("zan", "заң"),
    ("zany", "заңы"), ("otinish", "өтініш"), ("otinishim", "өтінішім"), ("salem", "сәлем"),
    ("salemetsiz", "сәлеметсіз"), ("be", "бе"), ("zeinetaqy", "зейнетақы"),
    ("qurmetti", "құрметті"), ("akimdik", "әкімдік"), ("turgynymyn", "тұрғынымын"),
)  # fmt: skip
_KNOWN = dict(_LABELS)
_FOLDED = str.maketrans("äğñöüūışçwÿ", "agnouuiscuy")


def in_cyrillic(subject: Subject) -> Unescaped | None:
    """The text in Cyrillic letters; None where it does not look Kazakh. Words with @ or / at a side
    stay."""
    text = subject.text
    hits = {text[a:b].casefold() for a, b in _HINT.spans(subject)}
    if len(hits) < _FEWEST:
        return None
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in _WORD.finditer(text):
        first, last = match.span()
        beside = text[first - 1 : first] + text[last : last + 1]
        if any(char.isdigit() or char in "@/_" for char in beside):
            continue
        spelled = _spelled(match[0])
        pieces += [text[at:first], spelled]
        starts += range(at, first)
        ends += range(at + 1, first + 1)
        starts += [first] * len(spelled)
        ends += [last] * len(spelled)
        at = last
    pieces.append(text[at:])
    starts += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return Unescaped("".join(pieces), starts, ends)


@lru_cache(maxsize=20_000)
def _spelled(word: str) -> str:
    """A word in Cyrillic letters, with the capitals that it had."""
    plain = word.translate(_ACUTE).lower()
    spelled = _KNOWN.get(plain.translate(_FOLDED)) or _from_latin(plain)
    if word.isupper() and len(word) > 1:
        return spelled.upper()
    return spelled[:1].upper() + spelled[1:] if word[0].isupper() else spelled


def _from_latin(word: str) -> str:
    from opengovai.languages.romanised import from_latin

    return from_latin(word, "kk") or word
