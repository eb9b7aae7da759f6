"""A value of a field's type in a piece of text: its normal form and its exact range."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from opengovai.cases.dates import Found, Order, find_date
from opengovai.cases.schema import FieldSpec

_NUMBER = re.compile(r"[-\u2212]?\d(?:[\d.,'’\u00a0\u202f ]*\d)?")
_YES = ("yes", "ndiyo", "ndio", "yego", "иә", "да", "ja", "oui", "true", "x", "on")
_NO = ("no", "hapana", "oya", "жоқ", "нет", "nein", "non", "false", "off")
PERSONS = ("person", "child")
"""What a field is like that holds a person's name."""

_NEXT_SENTENCE = re.compile(
    r"(?<=[^\W\d_]{3})(?<!Prof)(?<!Dipl)(?<!Ing)(?<!Eng)(?<!Hon)(?<!Mrs)(?<!Mme)(?<!Rev)[.!?]\s+"
)
_SELF = re.compile(r"(?:i|ich|je|moi|mimi|n?jye|я|мен),", re.IGNORECASE)
_TICKS = "☒☑✓✔☐"
_TRIM = " \t\r\n\u00a0;,"


def find_value(text: str, spec: FieldSpec, *, order: Order) -> Found | None:
    """The field's value in `text`, which is what stands after its label or in its box.

    None where there is nothing of the type. The range is never empty.
    """
    found = _BY_TYPE.get(spec.type, _text)(text, spec, order)
    if found is None or found.start >= found.end:
        return None
    return found


def find_anywhere(text: str, spec: FieldSpec) -> Found | None:
    """The first place where the field's `pattern` stands as a whole word; of a choice, where the
    words of one stand and of no other."""
    if spec.type != "choice":
        return find_pattern(text, spec) if spec.pattern else None
    single = (spec.model_copy(update={"choices": {n: w}}) for n, w in spec.choices.items())
    found = [each for each in (_choice(text, one, "dmy") for one in single) if each]
    return found[0] if len(found) == 1 else None


def find_pattern(text: str, spec: FieldSpec) -> Found | None:
    """The first place where the field's `pattern` stands as a whole word."""
    match = re.search(rf"(?<!\w)(?:{spec.pattern})(?!\w)", text)
    return Found(match[0], match.start(), match.end()) if match else None


def _text(text: str, spec: FieldSpec, order: Order) -> Found | None:
    value = text.strip(_TRIM)
    start = text.find(value)
    if not value or value in _TICKS:
        return None
    if spec.line != "all":
        head, newline, rest = value.partition("\n")
        if spec.line == "rest":
            start, value = start + len(head) + len(newline), rest.strip(_TRIM)
            start = text.find(value, start)
        else:
            value = head.strip(_TRIM)
    value = _unstopped(value)
    if spec.like in PERSONS:
        value = _NEXT_SENTENCE.split(value, maxsplit=1)[0]
        # `Applicant: I, the head of the family, ...` is a sentence.
        if _SELF.match(value):
            return None
    return Found(" ".join(value.split()), start, start + len(value)) if value else None


def _unstopped(value: str) -> str:
    """Without the sentence's full stop, which no abbreviation has before it."""
    ends = value.endswith(".") and not re.search(r"(?<!\w)[^\W\d_]{1,3}\.$|\.\S+\.$", value)
    return value[:-1].rstrip(_TRIM) if ends else value


def _identifier(text: str, spec: FieldSpec, order: Order) -> Found | None:
    if spec.pattern:
        match = find_pattern(text, spec)
        if match or (r"\d" in spec.pattern and not re.search(r"\d", text)):
            return match
    return _text(text, spec, order)


def _day(text: str, spec: FieldSpec, order: Order) -> Found | None:
    return find_date(text, order=order)


def _amount(text: str, spec: FieldSpec, order: Order) -> Found | None:
    match = _NUMBER.search(text)
    if match is None:
        return None
    return Found(decimal_text(match[0]), match.start(), match.end())


def _integer(text: str, spec: FieldSpec, order: Order) -> Found | None:
    match = _NUMBER.search(text)
    if match is None:
        return None
    number = Decimal(decimal_text(match[0]))
    return Found(str(int(number)), match.start(), match.end()) if number % 1 == 0 else None


def _boolean(text: str, spec: FieldSpec, order: Order) -> Found | None:
    word = re.search(rf"\w+|[{_TICKS}]", text)
    if word is None:
        return None
    said = word[0].casefold()
    if said in _YES or said in _TICKS[:-1] or said.isdigit():
        return Found(spec.checked, word.start(), word.end())
    if said in _NO or said == "☐":
        return Found(spec.unchecked, word.start(), word.end())
    return None


def _choice(text: str, spec: FieldSpec, order: Order) -> Found | None:
    """The choice whose word stands first."""
    best: Found | None = None
    for name, words in spec.choices.items():
        for word in words or (name,):
            found = re.finditer(rf"(?<!\w)(?:{word})\w*", text, re.IGNORECASE)
            match = next((each for each in found if not _in_name(text, each)), None)
            if match and (best is None or match.start() < best.start):
                best = Found(name, match.start(), match.end())
    return best


def _in_name(text: str, match: re.Match[str]) -> bool:
    """Halima is somebody, hali a state: a capital within a sentence, another one behind it."""
    if not match[0][0].isupper() or match[0].isupper():
        return False
    inside = re.search(r"[^\W\d_],?[ \u00a0]$", text[: match.start()][-3:])
    behind = re.match(r"[ \u00a0](\w)", text[match.end() :][:2])
    return bool(inside and behind and behind[1].isupper())


_BY_TYPE: dict[str, Callable[[str, FieldSpec, Order], Found | None]] = {
    "identifier": _identifier,
    "date": _day,
    "amount": _amount,
    "integer": _integer,
    "boolean": _boolean,
    "choice": _choice,
}


def decimal_text(written: str) -> str:
    """A number as people write it, with a point and no grouping: `1.234,50` and `1,234.50` are
    1234.50. A lone separator before exactly three digits groups; otherwise it is the decimal one.
    """
    digits = re.sub(r"[\s'’\u00a0\u202f]", "", written).replace("\u2212", "-")
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return digits
    mark, tail = digits[last], digits[last + 1 :]
    single = digits.count(mark) == 1
    others = any(m in digits for m in ",." if m != mark)
    decimal = single and (len(tail) != 3 or others)
    whole = re.sub(r"[.,]", "", digits[:last] if decimal else digits)
    return f"{whole}.{tail}" if decimal else whole
