"""Dates of birth: a date with a word of birth near it, in all seven languages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from opengovai.redaction.context import Table
from opengovai.redaction.identifiers import listed
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.redaction.said_dates import said_dates
from opengovai.types import EntitySpan

_WORD = "[A-Za-z\u00c0-\u024f\u0400-\u04ff]{3,14}"
_DAY = "[0-9]{1,2}(?:st|nd|rd|th|er|-?[а-яі]{1,2})?[.]?"
_YEAR = "(?:18|19|20)[0-9]{2}"
_TAIL = "(?:-(?:го|ші|шы)|(?: ?(?:года|г[.]|жылы|ж[.])))?"

_NAMED_DAY = f"(?:the |tarehe |tariki ya )?{_DAY}[ -]?(?:of |de |ya |day of )?"
_MONTH_NAMED = (
    "(?:mwezi wa|u?kwezi kwa|z['\u2019]ukwezi kwa) (?:[a-z]{3,14}(?: na [a-z]{3,10})?|[0-9]{1,2})"
)
_MONTHS = listed(
    "jan, feb, fev, fév, mar, mär, mac, apr, avr, may, mai, mei, jun, juin, jul, juil, aug, ago, "
    "aoû, aou, sep, okt, oct, nov, dec, dez, des, déc, mut, gas, wer, mat, gic, kam, nya, kan, "
    "nze, ukw, ugu, uku, қаң, ақп, нау, сәу, мам, мау, шіл, там, қыр, қаз, қар, жел, "
    "янв, фев, мар, апр, мая, май, июн, июл, авг, сен, окт, ноя, дек"
)
_MONTH = f"(?i:{'|'.join(_MONTHS)})[a-zа-яүұқғәөі]{{0,9}}"

_FORMS = (
    f"(?:mwaka )?{_YEAR},? {_MONTH_NAMED},? (?:tarehe )?[0-9]{{1,2}}",
    f"{_DAY} {_MONTH_NAMED},? (?:mwaka (?:wa )?)?{_YEAR}",
    f"(?:m[uw][ ]?)?{_MONTH_NAMED},? (?:(?:mu )?(?:u?mwaka (?:wa )?)?)?{_YEAR}",
    f"{_YEAR},? (?:le|am|on|the) {_DAY} {_WORD}",
    f"{_NAMED_DAY}{_WORD}[.,]?[ -]?(?:de )?{_YEAR}{_TAIL}",
    f"[0-9]{{1,2}}(?:er|[.])? {_MONTH}[.]? ['\u2019\u00b4]?[0-9]{{2}}",
    f"[0-9]{{1,2}}[-/]{_MONTH}[-/][0-9]{{2}}",
    "[0-9]{1,2}[.] ?[0-9]{1,2}[.] ?['\u2019\u00b4][0-9]{2}",
    f"(?:mwaka )?{_YEAR},? ?(?:жылғы|жылы|жылдың|ж[.]|tarehe|tariki ya)? ?{_DAY} ?{_WORD}",
    f"{_WORD}[.]? {_DAY},? {_YEAR}",
    f"{_YEAR} ?[./-] ?[0-9]{{1,2}} ?[./-] ?[0-9]{{1,2}}{_TAIL}",
    f"[0-9]{{1,2}} ?[./-] ?[0-9]{{1,2}} ?[./-] ?(?:{_YEAR}|[0-9]{{2}}){_TAIL}",
)
_BEFORE_YEAR = (
    "born|né|née|né[(]e[)]|geboren|geb[.]|[a-z]{2,8}zaliwa|yavutse|navutse|"
    "родил(?:ся|ась)|туылған|туған"
)
_BORN_YEAR = (
    f"(?i:{_BEFORE_YEAR})(?: (?i:in|en|im jahr|mwaka|mwaka wa|mu|mu mwaka wa|в))? {_YEAR}",
    (
        f"{_YEAR} ?(?i:г[.]? ?р[.]|года рождения|года рожд|ж[.]? ?т(?:[.]|уған)|жылы туған|"
        "жылғы туған)"
    ),
    "(?i:geb[.]|born|née?)(?: am| le)? (?:0?[1-9]|1[0-2])/(?:19|20)[0-9]{2}",
)
_BORN = compile_pattern("|".join(_BORN_YEAR))
"""Years, or months, of birth: only with the word right beside them."""
_YEAR_ALONE = re.compile(r"(?:\d{1,2}/)?(?:18|19|20)\d\d")

_DATE = compile_pattern("|".join(_FORMS))
"""Dates as people write them; whether the word is a month is looked up afterwards."""

_LETTERS = re.compile(r"[^\W\d_]{3,}")
_NOT_MONTHS = frozenset(["the", "mwaka", "tarehe", "tariki", "года", "жылы", "жылғы"])

_BIRTH = (
    "born|birth|[ (,]b[.] ?[0-9]|[*] ?[0-9]{1,2}[.]|"
    "d[.]?o[.]?b|zaliwa|vutse|mavuko|vuka|vuki|gave birth|jifungu|"
    "туған|tu[ġğg]an|туды|туыл|рожде|родил|г[.] ?р[.]|"
    "geboren|geburt|geb[.]|ж[.] ?т[.]|naiss|naqui|née? (?:le|en|à|a)[ :]|née? [0-9]|né[(]e[)]|"
    "туган|n[eé]e? (?:[a-z\u00c0-\u024f'\u2019-]{2,20} ){0,2}le [0-9]|"
    "(?:zur|auf die) welt|venue? au monde|"
    "(?:children|kids|watoto(?: wangu)?|abana(?: banjye)?|дети|балалар[а-яі]{0,6}|kinder|"
    "enfants) ?[:=]|"
    "появил[а-я]{1,4} на свет|дүниеге кел|geb[.-]?dat|ddn[ :=]|[;|(,\\n] ?д[.]?р[.]?[ :=]{1,2}[0-9]"
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
        alone = list(_years(subject, dates))
        dates = sorted([*dates, *alone, *said_dates(text, words)])
        chosen = {i for word in words for i in _dates_of(text, word, dates)}
        chosen |= {i for i, date in enumerate(dates) if date in alone}
        if chosen != set(range(len(dates))) and any(mark in text for mark in "|\t;"):
            table = Table(text if "|" in text or "\t" in text else text.replace(";", "|"))
            chosen |= {i for i, d in enumerate(dates) if _heads(table.header(d[0]))}
        for i in sorted(chosen):
            start, end = dates[i]
            yield EntitySpan(
                start=start, end=end, entity="DATE_OF_BIRTH", score=0.9, recognizer="birth"
            )


def _years(subject: Subject, dates: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Years of birth that are part of no date."""
    for start, end in _BORN.spans(subject):
        year = _YEAR_ALONE.search(subject.text, start, end)
        if year and not any(a < year.end() and year.start() < b for a, b in dates):
            yield year.span()


def _heads(header: str) -> bool:
    return bool(header) and _HINT.found(Subject(f" {header} "))


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
    if not {"mwezi", "ukwezi", "kwezi"}.isdisjoint(words):
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
