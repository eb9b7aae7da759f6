"""Values in running text: `I was born on 4 March 1990`, `my name is Anna Muster`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.cases.dates import Found, Order
from opengovai.cases.labels import stands
from opengovai.cases.schema import FieldSpec
from opengovai.cases.values import find_value

SURE = 0.8
"""Confidence of a value of the right shape close to its label's words."""

_NEAR = 60
"""Characters before and after a label in which a value is looked for."""

_SHAPED = {"date", "amount", "integer", "identifier", "choice"}
_NUMBERS = {"amount", "integer"}
_SENTENCE = re.compile(r"[.!?;]\s+[^\W\d_]|\n\s*\n|\n[^\n:]{0,50}:|\t")
_CELL = re.compile(_SENTENCE.pattern + r"|\n|\|")
"""Numbers number things too: the next line's is another matter."""

_CURRENCY = re.compile(
    r"[€$£₽₸]|(?<!\w)(?:kes|ksh|kshs|sh|rwf|frw|kzt|rub|eur|euros?|usd|dollars?|gbp|tzs|ugx|chf|"
    r"shilling\w*|shilingi|amafaranga|francs?|теңге|тенге|тг|руб\w*)(?![^\W_\d])",
    re.IGNORECASE,
)
"""What stands at a sum of money where no label says that it is one."""

_PARTICLE = r"(?:von|van|der|den|de|du|la|le|da|dos|bin|binti|ole|al|el|ben|zu|zur|Freiherr)"
_CAPITAL = "[A-ZÀ-ÖØ-ÞЁА-ЯҒӘІҢҮҰҚӨҺ]"
_NAME_WORD = rf"(?:{_CAPITAL}\.|{_CAPITAL}[\w'’]*(?:-[\w'’]+)*)"
_JOINED = rf"(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,3}}{_NAME_WORD})"
_NAME = re.compile(rf"{_NAME_WORD}{_JOINED}{{1,4}}")
_CALLED = re.compile(rf"{_NAME_WORD}{_JOINED}{{0,4}}")
_FIRM = re.compile(
    rf"[«“„\"](?P<quoted>[^«»“”\"\n]{{2,60}})[»”“\"]|"
    rf"{_NAME_WORD}(?:[ \u00a0](?:(?:&|and|et|und|na|и|of|ya|wa|la)[ \u00a0])?"
    rf"(?:{_NAME_WORD}|\d+)){{0,5}}"
)
_INTRODUCED = {
    "person": (
        re.compile(
            r"(?:(?i:my (?:full )?name is|i am called|the undersigned|mein name ist|ich heiße|"
            r"je m['’]appelle|(?:je|le|la) soussignée?|mon nom est|(?:jina )?langu (?:kamili )?ni|"
            r"naitwa|mimi ni|nitwa|amazina yanjye ni|менің (?:аты-жөнім|атым)|меня зовут|моё имя)|"
            r"\bI,|\b[Ii]ch,|\bЯ,|\bМен,|\bMimi,|\bJye,|\b[Mm]oi,)\s+"
        ),
        _NAME,
    ),
    "child": (
        re.compile(
            r"(?<!\w)(?i:my (?:son|daughter|child|boy|girl)|(?:mon|notre) (?:fils|enfant)|"
            r"(?:ma|notre) fille|(?:umwana|umuhungu|umukobwa) (?:wanjye|wacu)|"
            r"(?:mtoto|binti) (?:wangu|wetu)|mwanangu|"
            r"(?:mein|unser)(?:e[rsmn]?)? (?:sohn(?:e?s)?|tochter|kind(?:e?s)?)|"
            r"(?:мо(?:й|его|ему|его)|наш(?:его)?) (?:сын\w*|реб[её]н\w+)|"
            r"(?:мо(?:я|ей|ю)|наш[аей]+) доч\w+|"
            r"(?:менің )?(?:ұлым|қызым|балам)(?:ның|ды|ға)?),?"
            r"(?: (?i:is called|called|named|heißt|namens|s['’]appelle|nommée?|"
            r"witwa|anaitwa|aitwaye|"
            r"зовут|по имени))?\s+"
        ),
        _CALLED,
    ),
    "business_name": (
        re.compile(
            r"(?<!\w)(?i:(?:business|company|trading|firm) name(?: (?:is|will be|would be))?|"
            r"name of (?:my|the|our) (?:business|company|firm) is|"
            r"(?:my|our) (?:business|company|firm)(?: is)? (?:called|named)|"
            r"jina la (?:biashara|kampuni)(?: (?:yangu|yetu))?(?: (?:ni|litakuwa))?|"
            r"(?:biashara|kampuni) (?:yangu|yetu) inaitwa|"
            r"izina ry(?:a business|'ubucuruzi)(?: ni)?|"
            r"nom (?:de l['’]entreprise|commercial)(?: est)?|raison sociale(?: est)?|"
            r"(?:die )?firma heißt|firmenname(?: ist)?|"
            r"название (?:компании|фирмы|бизнеса)|кәсіпорын(?:ның)? атауы)\s+"
        ),
        _FIRM,
    ),
}
"""By what a field is like: the words that introduce a name, and how that looks."""


def find_near(text: str, spec: FieldSpec, *, order: Order) -> Found | None:
    """A value of the field's shape in the same sentence as one of its labels, behind it before
    in front of it. Only for types that have a shape; an identifier must be of its pattern."""
    if spec.type not in _SHAPED or (spec.type == "identifier" and not spec.pattern):
        return None
    return next(_after(text, spec, order), None) or next(_before(text, spec, order), None)


def find_introduced(text: str, like: str) -> Found | None:
    """The name that somebody says, their own or another one: `My name is ...`, `my son ...`."""
    if like not in _INTRODUCED:
        return None
    said, shape = _INTRODUCED[like]
    for words in said.finditer(text):
        name = shape.match(text, words.end())
        if name:
            group = "quoted" if name.groupdict().get("quoted") else 0
            return Found(name[group], name.start(group), name.end(group))
    return None


def _after(text: str, spec: FieldSpec, order: Order) -> Iterator[Found]:
    for label in spec.label:
        for match in stands(label, text):
            near = text[match.end() : match.end() + _NEAR]
            sentence = (_CELL if spec.type in _NUMBERS else _SENTENCE).split(near, maxsplit=1)[0]
            yield from _moved(_value(sentence, spec, order), match.end())


def _before(text: str, spec: FieldSpec, order: Order) -> Iterator[Found]:
    """German says `am 2. Mai 2026 eingezogen`, Kazakh and Kinyarwanda may as well."""
    if spec.type != "date":
        return
    for label in spec.label:
        for match in stands(label, text):
            start = max(0, match.start() - _NEAR)
            near = text[start : match.start()]
            begin = [found.end() for found in re.finditer(r"\n|[!?:;]|[^\W\d]{3}\.\s", near)]
            cut = begin[-1] if begin else 0
            yield from _moved(_value(near[cut:], spec, order), start + cut)


def _value(text: str, spec: FieldSpec, order: Order) -> Found | None:
    if spec.type == "amount" and not _CURRENCY.search(text):
        return None
    found = find_value(text, spec, order=order)
    if found and spec.type == "identifier" and not re.fullmatch(spec.pattern, found.value):
        return None
    return found


def _moved(found: Found | None, by: int) -> Iterator[Found]:
    if found:
        yield Found(found.value, found.start + by, found.end + by)
