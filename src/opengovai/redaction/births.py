"""Dates of birth: a date with a word of birth near it, in all seven languages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from opengovai.redaction.identifiers import listed
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.types import EntitySpan

_WORD = "[A-Za-z\u00c0-\u024f\u0400-\u04ff]{3,14}"
_DAY = "[0-9]{1,2}(?:st|nd|rd|th|er|-?[а-яі]{1,2})?[.]?"
_YEAR = "(?:18|19|20)[0-9]{2}"
_TAIL = "(?: ?(?:года|г[.]|жылы|ж[.]))?"

_NAMED_DAY = f"(?:the |tarehe |tariki ya )?{_DAY}[ -]?(?:of |de |ya |day of )?"
_MONTH_NAMED = "(?:mwezi wa|ukwezi kwa|z['\u2019]ukwezi kwa) [a-z]{3,14}(?: na [a-z]{3,10})?"
_FORMS = (
    f"(?:mwaka )?{_YEAR},? {_MONTH_NAMED},? (?:tarehe )?[0-9]{{1,2}}",
    f"{_DAY} {_MONTH_NAMED},? (?:mwaka (?:wa )?)?{_YEAR}",
    f"{_YEAR},? (?:le|am|on|the) {_DAY} {_WORD}",
    f"{_NAMED_DAY}{_WORD}[.,]?[ -]?(?:de )?{_YEAR}{_TAIL}",
    f"(?:mwaka )?{_YEAR},? ?(?:жылғы|жылы|ж[.]|tarehe|tariki ya)? ?{_DAY} ?{_WORD}",
    f"{_WORD}[.]? {_DAY},? {_YEAR}",
    f"{_YEAR} ?[./-] ?[0-9]{{1,2}} ?[./-] ?[0-9]{{1,2}}{_TAIL}",
    f"[0-9]{{1,2}} ?[./-] ?[0-9]{{1,2}} ?[./-] ?(?:{_YEAR}|[0-9]{{2}}){_TAIL}",
)
_DATE = compile_pattern("|".join(_FORMS))
"""Dates as people write them; whether the word is a month is looked up afterwards."""

_MONTHS = listed(
    "jan, feb, fev, fév, mar, mär, mac, apr, avr, may, mai, mei, jun, juin, jul, juil, aug, ago, "
    "aoû, aou, sep, okt, oct, nov, dec, dez, des, déc, mut, gas, wer, mat, gic, kam, nya, kan, "
    "nze, ukw, ugu, uku, қаң, ақп, нау, сәу, мам, мау, шіл, там, қыр, қаз, қар, жел, "
    "янв, фев, мар, апр, мая, май, июн, июл, авг, сен, окт, ноя, дек"
)
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_NOT_MONTHS = frozenset(["the", "mwaka", "tarehe", "tariki", "года", "жылы", "жылғы"])

_BIRTH = (
    "born|birth|[ (,]b[.] ?[0-9]|[*] ?[0-9]{1,2}[.]|"
    "d[.]?o[.]?b|zaliwa|vutse|mavuko|vuka|туған|туды|туыл|рожде|родил|г[.] ?р[.]|"
    "geboren|geburt|geb[.]|ж[.] ?т[.]|naiss|naqui|née? (?:le|en|à|a) |née? [0-9]|né[(]e[)]|туган"
)
_HINT = compile_pattern(f"(?i:{_BIRTH})")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})[.!?](?=\s)|[;\n]\s*\n")
_OTHER_LINE = re.compile(r"\n.*\w")
_CLAUSE = re.compile(r"[.!?;\n]")
_BEFORE, _BEHIND = 64, 16
_AT_ONCE, _LISTED = 12, 30
"""Code points between a word and a date, and between two dates, that belong together."""


class BirthRecognizer:
    """Finds dates of birth; a text without a word of birth costs one scan."""

    signs = (_HINT.source,)
    """Without any of these in a text, `scan` finds nothing in it."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of the dates, without the word of birth."""
        return self.scan(Subject(text))

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """The same for a text that is encoded already."""
        words = list(_HINT.spans(subject))
        if not words:
            return
        text = subject.text
        dates = [date for date in _DATE.spans(subject) if _is_date(text, *date)]
        for i in sorted({i for word in words for i in _dates_of(text, word, dates)}):
            start, end = dates[i]
            yield EntitySpan(
                start=start, end=end, entity="DATE_OF_BIRTH", score=0.9, recognizer="birth"
            )


def is_written_date(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is a date and nothing else."""
    return any(
        span == (0, end - start) and _is_date(text[start:end], *span)
        for span in _DATE.spans(Subject(text[start:end]))
    )


def _is_date(text: str, start: int, end: int) -> bool:
    """Whether no digits go on at either side and its word, if any, is a month."""
    before = text[start - 1 : start]
    if before.isdigit() or before in {"/", "-"} or text[end : end + 1].isdigit():
        return False
    words = [w.casefold() for w in _LETTERS.findall(text, start, end)]
    if "mwezi" in words or "ukwezi" in words:
        return True
    named = [w for w in words if w not in _NOT_MONTHS]
    return not named or any(w.startswith(_MONTHS) for w in named)


def _dates_of(text: str, word: tuple[int, int], dates: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Which dates a word of birth speaks of: the one right before it, or else the first behind it
    and those listed with that."""
    first, last = word
    i = bisect_right(dates, (first, len(text)))
    follows = i < len(dates) and _leads(text, word, dates[i][0])
    if i and first - dates[i - 1][1] < _BEHIND and not _CLAUSE.search(text, dates[i - 1][1], first):
        yield i - 1
        follows = follows and dates[i][0] - last <= _AT_ONCE
    if not follows:
        return
    yield i
    while i + 1 < len(dates) and dates[i + 1][0] - dates[i][1] <= _LISTED:
        i += 1
        yield i


def _leads(text: str, word: tuple[int, int], start: int) -> bool:
    """Whether the date at `start` stands behind the word in the same sentence and line."""
    if start - _BEFORE > word[0]:
        return False
    between = text[word[1] : start]
    return not _SENTENCE.search(between) and not _OTHER_LINE.search(between)
