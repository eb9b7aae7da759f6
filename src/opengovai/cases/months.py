"""Names of the months in seven languages, long and short, as they stand in dates (CLDR 46)."""

from __future__ import annotations

import re

_NAMES = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba
jan feb mac apr mei jun jul ago sept okt nov des
mutarama gashyantare werurwe mata gicurasi kamena nyakanga kanama nzeri ukwakira ugushyingo ukuboza
mut gas wer mat gic kam nya kan nze ukw ugu uku
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
янв февр мар апр май июн июл авг сент окт нояб дек
янв фев мар апр мая июн июл авг сен окт ноя дек
januar februar märz april mai juni juli august september oktober november dezember
jänner feber maerz april mai juni juli august september oktober november dezember
jan feb mär apr mai jun jul aug sept okt nov dez
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
janv févr mars avr mai juin juil août sept oct nov déc
"""

# Kazakh puts endings at the month: 4 наурызда, 4 наурызынан, наурыздың 4-і.
_KAZAKH = """
қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
қаң ақп нау сәу мам мау шіл там қыр қаз қар жел
"""
_ENDING = "[а-яёәіңғүұқөһ]{0,7}"


def _numbered(lines: str) -> dict[str, int]:
    return {
        name: number
        for line in lines.strip().splitlines()
        for number, name in enumerate(line.split(), start=1)
    }


_MONTHS, _STEMS = _numbered(_NAMES), _numbered(_KAZAKH)


def _either(names: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


WORD = f"(?:{_either(_MONTHS)}|(?:{_either(_STEMS)}){_ENDING})"
"""A regular expression of every name, to be matched without regard to case."""


def month(word: str) -> int:
    """1 to 12 for what `WORD` matched."""
    name = word.casefold()
    if name in _MONTHS:
        return _MONTHS[name]
    stem = max((stem for stem in _STEMS if name.startswith(stem)), key=len)
    return _STEMS[stem]


def stem_of(word: str) -> str:
    """The word without the ending that Kazakh puts at a month; others as they are."""
    name = word.casefold()
    stems = [] if name in _MONTHS else [stem for stem in _STEMS if name.startswith(stem)]
    return word[: len(max(stems, key=len, default=word))]
