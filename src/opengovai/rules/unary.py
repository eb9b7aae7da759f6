"""FEEL unary tests: the condition in one cell of a decision table.

The subset of DMN 1.3, chapter 7.3.2: `-`, comparisons, intervals, literals, lists of them with
commas, `not(...)`, `null`; literals are numbers, strings, booleans and `date("...")`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from opengovai.errors import InputError
from opengovai.types import Fact

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<date>date\(\s*"(?P<iso>[^"]*)"\s*\))
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<number>-?(?:\d+(?:\.\d+)?|\.\d+))
    |(?P<word>true|false|null|not)\b
    |(?P<mark>\.\.|<=|>=|!=|[<>=\[\](),-])
    )""",
    re.VERBOSE,
)
_COMPARE = {"<", "<=", ">", ">=", "=", "!="}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`< 5`; a literal alone is `=`."""

    operator: str
    bound: Fact

    def matches(self, value: Fact) -> bool:
        """False where the value is missing or of another type than the bound."""
        if self.operator in {"=", "!="}:
            same = type(value) is type(self.bound) and value == self.bound
            return same is (self.operator == "=")
        order = _order(value, self.bound)
        if order is None:
            return False
        return {
            "<": order < 0,
            "<=": order <= 0,
            ">": order > 0,
            ">=": order >= 0,
        }[self.operator]


@dataclass(frozen=True, slots=True)
class Interval:
    """`[1..5)`: from, to, and whether each end belongs to it."""

    low: Fact
    high: Fact
    low_closed: bool
    high_closed: bool

    def matches(self, value: Fact) -> bool:
        """True inside."""
        low, high = _order(value, self.low), _order(value, self.high)
        if low is None or high is None:
            return False
        above = low > 0 or (low == 0 and self.low_closed)
        below = high < 0 or (high == 0 and self.high_closed)
        return above and below


@dataclass(frozen=True, slots=True)
class Test:
    """A whole cell. No `parts` means any value, a missing one too."""

    text: str
    parts: tuple[Comparison | Interval, ...] = ()
    negated: bool = False

    __test__ = False  # not a test class, whatever its name says to pytest

    def matches(self, value: Fact) -> bool:
        """True where one part does (none of them, when negated)."""
        if not self.parts:
            return True
        return any(part.matches(value) for part in self.parts) is not self.negated

    def bounds(self) -> list[Fact]:
        """Every literal in the cell."""
        found: list[Fact] = []
        for part in self.parts:
            found += [part.bound] if isinstance(part, Comparison) else [part.low, part.high]
        return found


def parse(text: str) -> Test:
    """A cell as it is written. Raises InputError."""
    stripped = text.strip()
    if stripped in {"", "-"}:
        return Test("-")
    parser = _Parser(stripped)
    negated = parser.take("not")
    if negated:
        parser.expect("(")
    parts = [parser.part()]
    while parser.take(","):
        parts.append(parser.part())
    if negated:
        parser.expect(")")
    parser.end()
    return Test(stripped, tuple(parts), negated)


def literals(text: str) -> tuple[Fact, ...]:
    """Values separated by commas, such as `"High", "Low"`. Raises InputError."""
    parser = _Parser(text.strip())
    values = [parser.literal()]
    while parser.take(","):
        values.append(parser.literal())
    parser.end()
    return tuple(values)


def literal(text: str) -> Fact:
    """One value. Raises InputError: an expression is not one."""
    values = literals(text)
    if len(values) != 1:
        raise InputError(f"{text!r} is more than one value")
    return values[0]


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._at = 0

    def part(self) -> Comparison | Interval:
        token = self._peek()
        if token in {"[", "(", "]"} and isinstance(token, _Mark):
            return self._interval()
        if isinstance(token, _Mark) and token in _COMPARE:
            self._at += 1
            return Comparison(str(token), self.literal())
        return Comparison("=", self.literal())

    def take(self, mark: str) -> bool:
        found = isinstance(self._peek(), _Mark) and self._peek() == mark
        self._at += found
        return found

    def expect(self, mark: str) -> None:
        if not self.take(mark):
            raise self._error(f"{mark!r} is missing")

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise self._error("there is more than one test; separate them with commas")

    def _interval(self) -> Interval:
        low_closed = self.take("[")
        self._at += not low_closed
        low = self.literal()
        self.expect("..")
        high = self.literal()
        high_closed = self.take("]")
        if not high_closed and not self.take(")"):
            self.expect("[")
        order = _order(low, high)
        if order is None or order > 0:
            raise self._error("the interval's ends are not in order")
        return Interval(low, high, low_closed, high_closed)

    def literal(self) -> Fact:
        token = self._peek()
        if isinstance(token, _Mark) or self._at >= len(self._tokens):
            raise self._error("a value is missing")
        self._at += 1
        return token

    def _peek(self) -> Fact | _Mark:
        return self._tokens[self._at] if self._at < len(self._tokens) else _Mark("")

    def _error(self, what: str) -> InputError:
        return InputError(
            f"The condition {self._text!r} cannot be read: {what}",
            remedy='Write for example "DE", < 5, [1..5], not("x", "y") or -.',
        )


class _Mark(str):
    """A token that is no value."""

    __slots__ = ()


def _tokens(text: str) -> list[Fact | _Mark]:
    tokens: list[Fact | _Mark] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise InputError(
                f"The condition {text!r} cannot be read from {text[at:]!r} on",
                remedy='Strings stand in double quotes, dates in date("2026-01-31").',
            )
        tokens.append(_token(found))
        at = found.end()
        while at < len(text) and text[at].isspace():
            at += 1
    return tokens


def _token(found: re.Match[str]) -> Fact | _Mark:
    if found["date"]:
        return _date(found["iso"])
    if found["string"]:
        return re.sub(r"\\(.)", r"\1", found["string"][1:-1])
    if found["number"]:
        return Decimal(found["number"])
    words: dict[str, Fact] = {"true": True, "false": False, "null": None}
    if found["word"] in words:
        return words[found["word"]]
    return _Mark(found["word"] or found["mark"])


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is not a date", remedy="Write it as YYYY-MM-DD.") from None


def _order(one: Fact, other: Fact) -> int | None:
    """-1, 0 or 1; None where the two cannot be ordered."""
    pairs: Sequence[type] = (Decimal, date, str)
    for kind in pairs:
        if isinstance(one, kind) and isinstance(other, kind):
            return (one > other) - (one < other)  # type: ignore[operator]
    return None
