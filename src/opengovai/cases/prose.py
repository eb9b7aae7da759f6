"""Values of a certain shape close to their label in running text: `I paid KES 950`."""

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

_CUES = {
    "amount_paid": (
        r"paid|pay|payment|charged|took|receipt|\w{0,5}lipa|malipo|risiti|m-?pesa",
        r"payé|versé|réglé|reçu|nishyuye|twishyuye|kwishyura",
        r"bezahlt|überwiesen|quittung|оплатил\w*|заплатил\w*|квитанци\w+|төле\w+",
    ),
}
"""Words of running text beside which a value stands, by what a field is like."""

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


def find_near(text: str, spec: FieldSpec, *, order: Order) -> Found | None:
    """A value of the field's shape in the same sentence as one of its labels, behind it before
    in front of it. Only for types that have a shape; an identifier must be of its pattern."""
    if spec.type not in _SHAPED or (spec.type == "identifier" and not spec.pattern):
        return None
    return next(_after(text, spec, order), None) or next(_before(text, spec, order), None)


def _after(text: str, spec: FieldSpec, order: Order) -> Iterator[Found]:
    for label in (*spec.label, *_CUES.get(spec.like, ())):
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
