"""Which day is which in running text: a birth, a move, an application.

A date is what the closest word of its sentence says; two days for one thing are contested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.cases.dates import Found, Order, Sure, find_dates
from opengovai.cases.shapes import joined, words

CLEAR, CONTESTED = 0.8, 0.5
"""Confidence of a day that words tell, and of one of two that they tell."""

_BREAK = re.compile(r"(?<=[^\W_]{4})[.]\s{1,9}(?=[A-ZÀ-ÖØ-ÞЁА-ЯҒӘІҢҮҰҚӨҺ])|[!?]\s|\n\s{0,9}\n")
_REACH = 160
"""Characters before and behind a date in which a word may stand; births stand closer."""

_NEAR = {"birth_date": 45, "moving_date": _REACH, "application_date": 110}
_WORDS = {
    "birth_date": joined(
        r"""
        born|arrived|birth ?day|birth|
    came into (?:the|this) world|geboren\w*|geb\.|geburts\w+|zur welt|
        kam .{0,30} zur welt|\*|jahrgang|née?s?|naissance|naquit|vu le jour|venue? au monde|
        [wynb]a(?:ra)?vuts\w+|[wyn]avuki\w+|amavuko|(?:ni|a|ali)?li?zaliwa|kuzaliwa|aliyezaliwa|
        родил\w+|рожден\w+|г\.р\.|туған\w*|туыл\w+|дүниеге
        """
    ),
    "moving_date": joined(
        r"""
        mov(?:ed?|ing)(?: in)?|moving day|relocated|living here since|\w{0,4}gezogen|\w{0,3}zieht?|
        ziehen|ziehe|umzug\w{0,2}|einzug\w{0,2}|zuzug|wohne[nt]?|wohnt|lebe[nt]?|bezogen|gewechselt|
        (?:erreichen|gemeldet|schlüssel\w*)|déménag\w+|emménag\w+|habite|\w{0,4}hamia|\w{0,4}hama|
        naishi|nimukiye|nimutse|пере(?:ехал|еха|езж|езд)\w*|въехал\w*|заселил\w+|жив[её]т|живу|
        прожива\w{1,3}|көш\w+|қоныс\w+|тұрып жатыр\w*
        """
    ),
    "application_date": joined(
        r"""
        appl(?:ied|y|ication)|submitted|lodged|filed|sent(?: you| in)?|handed in|brought|deposited|
        dropped|registered|presented|paid|\w{0,4}omba|\w{0,3}liwasilisha|\w{0,3}litum\w+|
        \w{0,3}lipeleka|\w{0,3}lisajili\w*|\w{0,3}lijaza|\w{0,3}lileta|\w{0,3}lilipa|maombi|
        nasabye|twasabye|natanze|twatanze|demandé|déposé\w*|envoyé\w*|soumis\w*|beantragt|
        eingereicht|gestellt|abgegeben|geschickt|подал\w*|отправил\w*|подано|обратил\w+|
        тапсырды\w*|өтініш бер\w+|жіберді\w*
        """
    ),
}
"""Words that say what happened on a day, by what a field is like."""


def find_days(
    text: str, likes: frozenset[str], *, order: Order, apart: tuple[int, int] = (0, 0)
) -> dict[str, Sure]:
    """The days that the text tells, by what a field is like; a date in `apart` is none of them."""
    told: dict[str, list[Found]] = {}
    dates = find_dates(text, order=order)
    for place, date in enumerate(dates):
        before = dates[place - 1].end if place else 0
        after = dates[place + 1].start if place + 1 < len(dates) else len(text)
        like = _told(text, date, before, after)
        if like in likes and not (apart[0] <= date.start < apart[1]):
            told.setdefault(like, []).append(date)
    return {
        like: Sure(days[0], CLEAR if len({day.value for day in days}) == 1 else CONTESTED)
        for like, days in told.items()
    }


def _told(text: str, date: Found, before: int, after: int) -> str:
    """The like of the closest word; none where none stands near. A birth that stands closer to
    the date `before` or `after` is that one's."""
    head = _BREAK.split(text[max(0, date.start - _REACH) : date.start])[-1]
    tail = _BREAK.split(text[date.end : date.end + _REACH], maxsplit=1)[0]
    near: list[tuple[int, str]] = []
    for like, shape in _WORDS.items():
        for gap, start, end in _gaps(words(shape), head, tail, date):
            other = min(abs(start - before) + 5, abs(after - end))
            if gap <= _NEAR[like] and (like != "birth_date" or gap <= other):
                near.append((gap, like))
    return min(near, default=(0, ""))[1]


def _gaps(
    shape: re.Pattern[str], head: str, tail: str, date: Found
) -> Iterator[tuple[int, int, int]]:
    """How far from the date the words stand, and where. One behind says less than one before."""
    begin = date.start - len(head)
    for match in shape.finditer(head):
        yield len(head) - match.end(), begin + match.start(), begin + match.end()
    for match in shape.finditer(tail):
        yield match.start() + 5, date.end + match.start(), date.end + match.end()
