"""Gaps and overlaps of a decision table, each with an example that shows it.

Every literal of a column cuts its domain; one sample stands for each piece. Columns are walked
one after the other with the set of rules still matching, and every set is visited once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from opengovai.errors import InputError
from opengovai.rules.table import HitPolicy, Input, Kind, Table
from opengovai.rules.unary import Test
from opengovai.types import Fact

MOST = 20
"""Examples of each kind that are reported."""

_OTHER = "any other text"
_STATES = 200_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """`kind` is "gap", "overlap" or "unreachable"; `example` are facts that show it."""

    kind: str
    rules: tuple[str, ...]
    example: Mapping[str, Fact]

    def __str__(self) -> str:
        facts = ", ".join(f"{name} = {_shown(value)}" for name, value in self.example.items())
        if self.kind == "gap":
            return f"no rule matches {facts}"
        if self.kind == "overlap":
            return f"the rules {', '.join(self.rules)} all match {facts}"
        return f"the rule {self.rules[0]} never counts: earlier rules take all its cases"


def faults(table: Table) -> list[Fault]:
    """Gaps for every policy but collect; overlaps where only one rule may match; rules that are
    never the first. Raises InputError for a table too large to check."""
    walk = _Walk(table)
    found = list(walk.run())
    if table.hit_policy is HitPolicy.FIRST:
        counting = walk.first
        found += [
            Fault(kind="unreachable", rules=(rule.id,), example={})
            for number, rule in enumerate(table.rules)
            if number not in counting
        ]
    return found


class _Walk:
    def __init__(self, table: Table) -> None:
        self._table = table
        self._samples = [list(_samples(table, n)) for n in range(len(table.inputs))]
        self._seen: set[tuple[int, frozenset[int]]] = set()
        self._counts = {"gap": 0, "overlap": 0}
        self._pairs: set[frozenset[int]] = set()
        self.first: set[int] = set()

    def run(self) -> Iterator[Fault]:
        yield from self._visit(0, frozenset(range(len(self._table.rules))), ())

    def _visit(
        self, column: int, active: frozenset[int], chosen: tuple[Fact, ...]
    ) -> Iterator[Fault]:
        state = column, active
        if state in self._seen:
            return
        self._seen.add(state)
        if len(self._seen) > _STATES:
            raise InputError(
                "The decision table is too large to check for gaps",
                remedy="Split it into several tables.",
            )
        if column == len(self._samples) or not active:
            yield from self._judge(active, chosen)
            return
        for sample in self._samples[column]:
            left = frozenset(n for n in active if self._rule(n, column).matches(sample))
            yield from self._visit(column + 1, left, (*chosen, sample))

    def _judge(self, active: frozenset[int], chosen: tuple[Fact, ...]) -> Iterator[Fault]:
        names = [column.name for column in self._table.inputs]
        example = dict(zip(names, chosen, strict=False))
        if active:
            self.first.add(min(active))
        if not active and self._table.hit_policy not in {HitPolicy.COLLECT}:
            yield from self._limited("gap", (), example)
        conflict = len(active) > 1 and self._conflict(active)
        if conflict and active not in self._pairs:
            self._pairs.add(active)
            rules = tuple(self._table.rules[n].id for n in sorted(active))
            yield from self._limited("overlap", rules, example)

    def _conflict(self, active: frozenset[int]) -> bool:
        if self._table.hit_policy is HitPolicy.UNIQUE:
            return True
        outputs = [self._table.rules[n].outputs for n in active]
        return self._table.hit_policy is HitPolicy.ANY and any(o != outputs[0] for o in outputs)

    def _limited(
        self, kind: str, rules: tuple[str, ...], example: Mapping[str, Fact]
    ) -> Iterator[Fault]:
        self._counts[kind] += 1
        if self._counts[kind] <= MOST:
            yield Fault(kind=kind, rules=rules, example=example)

    def _rule(self, number: int, column: int) -> Test:
        return self._table.rules[number].tests[column]


def _samples(table: Table, column: int) -> Iterator[Fact]:
    """One value for every piece of the column's domain, a missing value among them."""
    source = table.inputs[column]
    bounds = [b for rule in table.rules for b in rule.tests[column].bounds() if b is not None]
    if source.kind is Kind.BOOLEAN:
        yield from (True, False)
    elif source.kind is Kind.STRING:
        yield from _strings(source, bounds)
    elif source.kind is Kind.DATE:
        yield from _days(sorted({b for b in bounds if isinstance(b, date)}))
    else:
        whole = source.kind is Kind.INTEGER
        yield from _numbers(sorted({b for b in bounds if isinstance(b, Decimal)}), whole=whole)
    if not source.required:
        yield None


def _strings(source: Input, bounds: Sequence[Fact]) -> Iterator[str]:
    if source.values:
        yield from source.values
        return
    yield from sorted({b for b in bounds if isinstance(b, str)})
    yield _OTHER


def _numbers(points: list[Decimal], *, whole: bool) -> Iterator[Decimal]:
    if not points:
        yield Decimal(0)
        return
    yield points[0] - 1
    for low, high in pairwise(points):
        yield low
        between = (low // 1) + 1 if whole else (low + high) / 2
        if between < high:
            yield between
    yield points[-1]
    yield points[-1] + 1


def _days(points: list[date]) -> Iterator[date]:
    if not points:
        yield date(2000, 1, 1)
        return
    day = timedelta(days=1)
    yield points[0] - day
    for low, high in pairwise(points):
        yield low
        if low + day < high:
            yield low + day
    yield points[-1]
    yield points[-1] + day


def _shown(value: Fact) -> str:
    if value is None:
        return "(missing)"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
