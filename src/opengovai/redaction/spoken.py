"""What is dictated: digits written as number words, and e-mail addresses with `at` and `dot`.

Seven number words in a row are a phone or identity number, whatever its kind; fewer are counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.redaction.identifiers import listed
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.types import EntitySpan

_NUMBERS = listed(
    "zero, oh, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, "
    "thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty, thirty, forty, "
    "fifty, sixty, seventy, eighty, ninety, hundred, double, triple, "
    "sifuri, moja, mbili, tatu, nne, tano, sita, saba, nane, tisa, kumi, ishirini, thelathini, "
    "arobaini, hamsini, sitini, sabini, themanini, tisini, mia, "
    "sufuri, ebyiri, eshatu, enye, eshanu, esheshatu, zirindwi, "
    "zeru, rimwe, kabiri, gatatu, kane, gatanu, gatandatu, karindwi, umunani, icyenda, icumi, "
    "makumyabiri, mirongo, ijana, "
    "нөл, бір, екі, үш, төрт, бес, алты, жеті, сегіз, тоғыз, он, жиырма, отыз, қырық, елу, алпыс, "
    "жетпіс, сексен, тоқсан, жүз, "
    "ноль, нуль, один, два, три, четыре, пять, шесть, семь, восемь, девять, десять, одиннадцать, "
    "двенадцать, тринадцать, четырнадцать, пятнадцать, шестнадцать, семнадцать, восемнадцать, "
    "девятнадцать, двадцать, тридцать, сорок, пятьдесят, шестьдесят, семьдесят, восемьдесят, "
    "девяносто, сто, двести, триста, четыреста, пятьсот, шестьсот, семьсот, восемьсот, девятьсот, "
    "плюс, plus, "
    "null, eins, zwei, zwo, drei, vier, fünf, sechs, sieben, acht, neun, zehn, elf, zwölf, "
    "dreizehn, vierzehn, fünfzehn, sechzehn, siebzehn, achtzehn, neunzehn, zwanzig, dreißig, "
    "vierzig, fünfzig, sechzig, siebzig, achtzig, neunzig, hundert, "
    "[a-zäöüß]{3,6}und(?:zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig), "
    "zéro, un, deux, trois, quatre, cinq, sept, huit, neuf, dix, onze, douze, treize, "
    "quatorze, quinze, seize, vingt, vingts, trente, quarante, cinquante, soixante, cent, et"
)
_ANY = "|".join(sorted(dict.fromkeys(_NUMBERS), key=len, reverse=True))
_BETWEEN = "[ ,.;\\n\u00a0-]{1,3}"
_FEWEST = 7
_DIGITS = compile_pattern(f"(?i:{_ANY})(?:{_BETWEEN}(?i:{_ANY})){{{_FEWEST - 1},}}")
_ROW = compile_pattern(f"(?i:{_ANY}){_BETWEEN}(?i:{_ANY}){_BETWEEN}(?i:{_ANY}){_BETWEEN}")
"""Three in a row: a cheap sign that a number may be dictated."""

_DIGIT_WORD = (
    "(?i:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|sifuri|moja|mbili|tatu|nne|"
    "tano|"
    "sita|saba|nane|tisa|zeru|rimwe|kabiri|gatatu|kane|gatanu|gatandatu|karindwi|umunani|icyenda|"
    "нөл|бір|"
    "екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|ноль|один|два|три|четыре|пять|шесть|семь|восемь|"
    "девять|null|eins|"
    "zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf)"
)
_GROUP = "[0-9oOо][0-9oOоl]{0,5}"
_MIXED = compile_pattern(
    f"[+]?{_GROUP}(?:[ -]{_GROUP}){{0,4}}(?:[ -]{_DIGIT_WORD}){{2,8}}(?:[ -]{_GROUP}){{1,4}}"
)
_MIXED_SIGN = f"[0-9oO][ -]{_DIGIT_WORD}[ -]{_DIGIT_WORD}[ -]"
_FEWEST_MIXED = 8
"""Digits and number words in turn: `0790 four four one 882`."""

_WORD = re.compile(r"[^\W\d_]+")

_LETTERS = "A-Za-z\u00c0-\u024f\u0400-\u04ff"
_PART = f"[{_LETTERS}0-9_+.-]{{1,40}}"
_SAID_DOT = "(?i: (?:dot|doti|nukta|akadomo|punkt|point|точка|нүкте) )"
_DOT = f"(?:{_SAID_DOT}|[.])"
_AT = "(?i:at|ät|arobase|собака|собачка|klammeraffe)"
_SPELLED_DOT = compile_pattern(
    f"{_SAID_DOT}|(?i:mail[.]|(?:yahoo|outlook|icloud|proton|yandex)[.])"
)
_SPELLED_AT = compile_pattern(f" {_AT} ")
_TOP = (
    "(?i:com|org|net|info|edu|gov|go|co|io|eu|de|fr|ru|kz|ke|rw|tz|ug|uk|be|ch|at|"
    "ком|ру|рф|кз|нет|орг)"
)
_MAILERS = "(?i:gmail|googlemail|yahoo|ymail|hotmail|outlook|icloud|proton|protonmail|yandex)"
_LOCAL = f"{_PART}(?:{_DOT}{_PART}){{0,3}}"
_EMAIL = compile_pattern(
    f"{_LOCAL} {_AT} [{_LETTERS}0-9-]{{1,40}}{_SAID_DOT}"
    f"(?:[{_LETTERS}]{{2,12}}{_DOT})?{_TOP}"
    f"|{_LOCAL} {_AT} {_MAILERS}[.]{_TOP}"
)
SCORE = 0.9


class SpokenRecognizer:
    """Finds dictated numbers and e-mail addresses."""

    signs = (_ROW.source, _SPELLED_DOT.source, _MIXED_SIGN)
    """Without any of these in a text, `scan` finds nothing in it."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of what was dictated."""
        return self.scan(Subject(text))

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """The same for a text that is encoded already."""
        text = subject.text
        for start, end in _DIGITS.spans(subject) if _ROW.found(subject) else ():
            words = [word.span() for word in _WORD.finditer(text, start, end)]
            words = words[_joins(text, start) : len(words) - (text[end : end + 1].isalpha())]
            if len(words) >= _FEWEST:
                yield _span(words[0][0], words[-1][1], "PHONE")
        for start, end in _MIXED.spans(subject):
            signs = sum(len(w) if w[0] in "0123456789oOо+" else 1 for w in text[start:end].split())
            free = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
            if free and signs >= _FEWEST_MIXED and any(map(str.isdigit, text[start:end])):
                yield _span(start, end, "PHONE")
        if not (_SPELLED_DOT.found(subject) and _SPELLED_AT.found(subject)):
            return
        for start, end in _EMAIL.spans(subject):
            if not text[end : end + 1].isalpha():
                yield _span(start, end, "EMAIL")


def _joins(text: str, start: int) -> bool:
    """Whether a match begins within a word: `one` of `phone`."""
    return text[start - 1 : start].isalpha()


def _span(start: int, end: int, entity: str) -> EntitySpan:
    return EntitySpan(start=start, end=end, entity=entity, score=SCORE, recognizer="spoken")
