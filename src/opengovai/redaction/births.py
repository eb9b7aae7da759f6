"""Dates of birth: a date with a word of birth near it, in all seven languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opengovai.redaction.identifiers import listed
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.types import EntitySpan

_WORD = "[A-Za-z\u00c0-\u024f\u0400-\u04ff]{3,14}"
_DAY = "[0-9]{1,2}(?:st|nd|rd|th|er|-?[а-яі]{1,2})?[.]?"
_YEAR = "(?:18|19|20)[0-9]{2}"
_TAIL = "(?: ?(?:года|г[.]|жылы|ж[.]))?"

_NAMED_DAY = f"(?:the |tarehe |tariki ya )?{_DAY}[ -]?(?:of |de |ya |day of )?"
_FORMS = (
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
    "born|birth|d[.]?o[.]?b|zaliwa|vutse|mavuko|vuka|туған|туыл|рожде|родил|г[.] ?р[.]|"
    "geboren|geburt|geb[.]|ж[.] ?т[.]|naiss|naqui|née? (?:le|en|à|a) |né[(]e[)]|туган"
)
_HINT = compile_pattern(f"(?i:{_BIRTH})")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})[.!?](?=\s)|[;\n]\s*\n")
_OTHER_LINE = re.compile(r"\n.*\w")
_CLAUSE = re.compile(r"[.!?;\n]")
_BEFORE, _BEHIND = 64, 16


class BirthRecognizer:
    """Finds dates of birth; a text without a word of birth costs one scan."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of the dates, without the word of birth."""
        return self.scan(Subject(text))

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """The same for a text that is encoded already."""
        words = list(_HINT.spans(subject))
        if not words:
            return
        text = subject.text
        for start, end in _DATE.spans(subject):
            if _near(text, words, start, end) and _is_date(text, start, end):
                yield EntitySpan(
                    start=start, end=end, entity="DATE_OF_BIRTH", score=0.9, recognizer="birth"
                )


def _is_date(text: str, start: int, end: int) -> bool:
    """Whether no digits go on at either side and its word, if any, is a month."""
    before = text[start - 1 : start]
    if before.isdigit() or before in {"/", "-"} or text[end : end + 1].isdigit():
        return False
    words = [w.casefold() for w in _LETTERS.findall(text, start, end)]
    named = [w for w in words if w not in _NOT_MONTHS]
    return not named or any(w.startswith(_MONTHS) for w in named)


def _near(text: str, words: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a word of birth stands before, in the same sentence, or right behind."""
    for first, last in words:
        if start - _BEFORE <= first < start:
            between = text[last:start]
            if not _SENTENCE.search(between) and not _OTHER_LINE.search(between):
                return True
        if start < first < end + _BEHIND and not _CLAUSE.search(text, end, max(end, first)):
            return True
    return False
