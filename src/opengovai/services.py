"""A service with its decision table, made of its files, with the law that the rules cite verified.

A table may lie in a DMN file beside the schema. It becomes a part of the service when that is
loaded, so that a case is always judged by the table it came under.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from opengovai.cases import schema
from opengovai.cases.facts import ABOUT_CASE, ABOUT_FIELD
from opengovai.errors import ConfigurationError, InputError, why
from opengovai.rules import dmn
from opengovai.rules.table import Decision, HitPolicy, Input, Kind, Output, Rule, Table
from opengovai.rules.unary import parse
from opengovai.types import Citation, Document, Fact, Recommendation


def load(path: Path) -> schema.Service:
    """The service in a file, with the DMN table that it names as its own rules.

    Raises ConfigurationError naming every mistake, MissingExtraError.
    """
    service = schema.load(path)
    if service.decision is None or not service.decision.file:
        return service
    table = schema.as_table(service.body)
    table["decision"] = _decision(service, service.decision)
    return schema.parse(json.dumps(table).encode(), service.folder, name=str(path))


def exported(service: schema.Service) -> bytes:
    """The decision table as a DMN 1.3 file that `load` reads back. Raises ConfigurationError."""
    rules = rules_of(service)
    if rules is None or service.decision is None:
        raise ConfigurationError(
            "The service has no decision table", where=service.id, remedy="Write one in [decision]."
        )
    cited = {row.id: {"source": row.source, "quote": row.quote} for row in service.decision.rules}
    named = tuple(Output(name=name) for name in ("source", "quote"))
    table = replace(
        rules.table,
        outputs=(*rules.table.outputs, *named),
        rules=tuple(
            replace(rule, outputs={**rule.outputs, **cited[rule.id]}) for rule in rules.table.rules
        ),
    )
    return dmn.write({service.id: table})


def _decision(service: schema.Service, stated: schema.DecisionSpec) -> dict[str, object]:
    """What `[decision]` would hold; outputs are `outcome`, `reason` and, optionally, `source`
    and `quote`, the law that a rule stands on."""
    path = service.folder / stated.file
    try:
        tables = dmn.read(path.read_bytes())
    except OSError as error:
        raise ConfigurationError(
            f"The DMN file cannot be read: {why(error)}",
            where=str(path),
            remedy="Name it in [decision], from the folder of the service's file.",
        ) from error
    except InputError as error:
        raise ConfigurationError(error.what, where=str(path), remedy=error.remedy) from None
    names = {output.name: output for table in tables.values() for output in table.outputs}
    if len(tables) != 1 or not {"outcome", "reason"} <= names.keys():
        raise ConfigurationError(
            "The DMN file must hold one table with the outputs outcome and reason",
            where=str(path),
            remedy="`opengovai case schema export` prints one that does.",
        )
    (table,) = tables.values()
    columns = [column.name for column in table.inputs]
    return {
        "hit_policy": table.hit_policy.value,
        "facts": stated.facts or {each.name: _kind(each) for each in table.inputs},
        "priority": [str(value) for value in names["outcome"].values],
        "rules": [
            {
                "id": f"rule-{rule.id}",
                "when": {
                    name: test.text
                    for name, test in zip(columns, rule.tests, strict=True)
                    if test.text != "-"
                },
                "note": rule.note,
                **{name: str(value) for name, value in rule.outputs.items() if value is not None},
            }
            for rule in table.rules
        ],
    }


def _kind(column: Input) -> str:
    """DMN has one kind of number; what is known of a case is more exact."""
    how = column.name.partition(".")[0]
    return ABOUT_CASE.get(column.name) or ABOUT_FIELD.get(how) or column.kind.value


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRules:
    """Implements `opengovai.protocols.RuleSet` with a service's decision table."""

    table: Table
    recommendations: Mapping[str, Recommendation]

    def recommend(self, facts: Mapping[str, Fact]) -> Recommendation | None:
        """The first rule that counts; None where the table does not decide."""
        decision = self.decide(facts)
        return self.recommendations[decision.rules[0].id] if decision.rules else None

    def decide(self, facts: Mapping[str, Fact]) -> Decision:
        """Every rule that counts, and why none does. With `collect` they must agree."""
        decision = self.table.decide(facts)
        outcomes = {rule.outputs["outcome"] for rule in decision.rules}
        if len(outcomes) > 1:
            return Decision(rules=(), matched=decision.matched, reason="the rules disagree")
        return decision


def rules_of(service: schema.Service) -> TableRules | None:
    """The decision table with its citations verified; None where the service has none.

    Raises ConfigurationError for a cell that cannot be read or a quote that does not stand in its
    source.
    """
    if service.decision is None:
        return None
    spec = service.decision
    where = str(service.folder)
    rows = []
    for row in spec.rules:
        unknown = [name for name in row.when if name not in spec.facts]
        if unknown:
            raise ConfigurationError(
                f"The rule {row.id} asks for {unknown[0]!r}, which is no fact of the table",
                where=where,
                remedy="List it in [decision.facts], with its kind.",
            )
        rows.append(_rule(row, list(spec.facts)))
    if len({row.id for row in rows}) < len(rows):
        raise ConfigurationError(
            "Two rules have the same id", where=where, remedy="Give each one of its own."
        )
    return TableRules(
        table=Table(
            hit_policy=HitPolicy(spec.hit_policy),
            inputs=tuple(_input(service, name, kind) for name, kind in spec.facts.items()),
            outputs=(Output(name="outcome", values=spec.priority), Output(name="reason")),
            rules=tuple(rows),
        ),
        recommendations={row.id: _recommendation(service, row) for row in spec.rules},
    )


def _rule(row: schema.RuleSpec, names: list[str]) -> Rule:
    try:
        tests = tuple(parse(row.when.get(name, "-")) for name in names)
    except InputError as error:
        raise ConfigurationError(
            error.what, where=f"decision.rules, {row.id}", remedy=error.remedy
        ) from None
    outputs = {"outcome": row.outcome, "reason": row.reason}
    return Rule(id=row.id, tests=tests, outputs=outputs, note=row.note)


def _input(service: schema.Service, name: str, kind: str) -> Input:
    values: tuple[str, ...] = ()
    if name in service.fields and service.fields[name].type == "choice":
        values = tuple(service.fields[name].choices)
    elif name == "kind":
        values = tuple(service.kinds)
    elif name == "language":
        values = service.languages
    always = (name in ABOUT_CASE and name != "kind") or name.startswith("has.")
    return Input(name=name, kind=Kind(kind), values=values, required=always)


def _recommendation(service: schema.Service, row: schema.RuleSpec) -> Recommendation:
    citation = _citation(service, row) if row.quote else None
    return Recommendation(
        outcome=row.outcome, reason=row.reason, rule=row.id, note=row.note, citation=citation
    )


def _citation(service: schema.Service, row: schema.RuleSpec) -> Citation:
    """The quote where it stands in the law, any white space for white space."""
    where = f"decision.rules, {row.id}"
    source = service.sources.get(row.source)
    if source is None:
        raise ConfigurationError(
            f"The source {row.source!r} is not listed",
            where=where,
            remedy="Add it to [sources], with its file.",
        )
    path = service.folder / Path(source.file)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"The law cannot be read: {why(error)}",
            where=str(path),
            remedy="Name it in [sources] as it stands beside the service's file.",
        ) from error
    found = re.search(r"\s+".join(map(re.escape, row.quote.split())), text)
    if found is None:
        raise ConfigurationError(
            "The quote does not stand in its source",
            where=where,
            remedy=f"Copy it word for word from {source.file}.",
        )
    return Citation(
        document_id=row.source,
        version=Document.digest(text),
        uri=source.uri,
        quote=found[0],
        start=found.start(),
        end=found.end(),
        title=source.title,
        language=source.language,
    )
