"""A decision table and what it says of facts. Deterministic: the same facts, the same rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from opengovai.errors import InputError
from opengovai.rules.unary import Test
from opengovai.types import Fact

Outputs = Mapping[str, Fact]


class HitPolicy(StrEnum):
    """Which of the rules that match counts (DMN 1.3, chapter 8.2.10)."""

    UNIQUE = "unique"
    ANY = "any"
    FIRST = "first"
    PRIORITY = "priority"
    COLLECT = "collect"
    RULE_ORDER = "rule order"
    OUTPUT_ORDER = "output order"


class Aggregation(StrEnum):
    """What `collect` makes of the outputs of a single column; nothing: a list of them."""

    NONE = ""
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


class Kind(StrEnum):
    """Types of inputs."""

    STRING = "string"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """A column of conditions. `values` lists all the strings there can be, where known;
    `required` says that the fact is never missing."""

    name: str
    kind: Kind
    values: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """A column of results; `values` in falling priority."""

    name: str
    values: tuple[Fact, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A row. `tests` stand in the order of the inputs."""

    id: str
    tests: tuple[Test, ...]
    outputs: Outputs
    note: str = ""

    def matches(self, values: Sequence[Fact]) -> bool:
        """True where every test does."""
        return all(test.matches(value) for test, value in zip(self.tests, values, strict=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What the table says: the rules that count, in order, and their outputs.

    `matched` names all that matched. Nothing in `rules` means: the table does not decide, for
    the `reason`, and a person must.
    """

    rules: tuple[Rule, ...]
    matched: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A decision table."""

    hit_policy: HitPolicy
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    aggregation: Aggregation = Aggregation.NONE

    def value(self, facts: Mapping[str, Fact]) -> object:
        """What DMN says the table's value is: an output, a mapping of several outputs, a list of
        either where several rules count, an aggregate; None where nothing is decided."""
        decision = self.decide(facts)
        results = [self._result(rule) for rule in decision.rules]
        if self.hit_policy in _LISTS:
            return _aggregate(self.aggregation, results) if self.aggregation else results or None
        return results[0] if results else None

    def _result(self, rule: Rule) -> object:
        return dict(rule.outputs) if len(self.outputs) > 1 else rule.outputs[self.outputs[0].name]

    def decide(self, facts: Mapping[str, Fact]) -> Decision:
        """What the rules say. A fact that is missing is null. Raises InputError for a fact of
        the wrong type: silently matching nothing would be a decision too."""
        values = [_typed(column, facts.get(column.name)) for column in self.inputs]
        matched = [rule for rule in self.rules if rule.matches(values)]
        names = tuple(rule.id for rule in matched)
        if not matched:
            return Decision(rules=(), matched=(), reason="no rule matches")
        if self.hit_policy is HitPolicy.UNIQUE and len(matched) > 1:
            return Decision(rules=(), matched=names, reason="several rules match")
        if self.hit_policy is HitPolicy.ANY and any(
            rule.outputs != matched[0].outputs for rule in matched
        ):
            return Decision(rules=(), matched=names, reason="the rules that match disagree")
        return Decision(rules=self._counting(matched), matched=names)

    def _counting(self, matched: list[Rule]) -> tuple[Rule, ...]:
        if self.hit_policy in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER}:
            return tuple(matched)
        if self.hit_policy in {HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER}:
            matched = sorted(matched, key=self._rank)
        return tuple(matched) if self.hit_policy is HitPolicy.OUTPUT_ORDER else (matched[0],)

    def _rank(self, rule: Rule) -> tuple[int, ...]:
        """Places of the outputs in their lists, first column first; unlisted ones come last."""
        return tuple(
            column.values.index(rule.outputs[column.name])
            if rule.outputs[column.name] in column.values
            else len(column.values)
            for column in self.outputs
        )


_LISTS = {HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER}


def _aggregate(how: Aggregation, results: Sequence[object]) -> Fact:
    if how is Aggregation.COUNT:
        return Decimal(len(set(map(repr, results))))
    numbers = [value for value in results if isinstance(value, Decimal)]
    if not numbers or len(numbers) < len(results):
        return None
    if how is Aggregation.SUM:
        return sum(numbers, Decimal(0))
    return min(numbers) if how is Aggregation.MIN else max(numbers)


def _typed(column: Input, value: Fact) -> Fact:
    if value is None:
        return None
    expected = {
        Kind.STRING: str,
        Kind.NUMBER: Decimal,
        Kind.INTEGER: Decimal,
        Kind.BOOLEAN: bool,
    }.get(column.kind)
    fits = type(value) is expected if expected else column.kind is Kind.DATE
    if not fits:
        raise InputError(
            f"The fact {column.name!r} is a {type(value).__name__}, the table wants {column.kind}",
            where=column.name,
        )
    return value
