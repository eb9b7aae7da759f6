"""Decision tables of DMN 1.3 and later, imported and exported.

The subset: decisions whose logic is a decision table with names as inputs, unary tests of
`opengovai.rules.unary` in cells, and literals as outputs. All hit policies. Anything else is an
error, never a guess. OMG formal/2021-02-01, chapters 8 and 13.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, indent, tostring

from opengovai.errors import InputError
from opengovai.rules.table import Aggregation, HitPolicy, Input, Kind, Output, Rule, Table
from opengovai.rules.unary import literal, literals, parse
from opengovai.types import Fact

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
"""DMN 1.3, which exports are written in; imports may be of any version."""

_KINDS = {
    "string": Kind.STRING,
    "number": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
}
_Word = TypeVar("_Word", HitPolicy, Aggregation)


def read(data: bytes) -> dict[str, Table]:
    """Decision tables by the names of their decisions. Raises InputError for what is no DMN, or
    outside the subset."""
    root = _root(data)
    types = {name: kind for name, kind in _item_types(root) if kind}
    tables = {}
    for decision in _all(root, "decision"):
        table = _one(decision, "decisionTable")
        name = decision.get("name", "")
        if table is None:
            raise InputError(
                f"The decision {name!r} is not a decision table",
                where=name,
                remedy="Export the model with decision tables only.",
            )
        tables[name] = _table(table, name, types)
    return tables


def write(tables: Mapping[str, Table]) -> bytes:
    """A DMN 1.3 file; `read` gives the same tables back."""
    root = Element(
        "definitions",
        {"xmlns": NAMESPACE, "id": "definitions", "name": "decisions", "namespace": "opengovai"},
    )
    for number, (name, table) in enumerate(tables.items(), start=1):
        decision = SubElement(root, "decision", {"id": f"decision{number}", "name": name})
        SubElement(decision, "variable", {"name": name})
        decision.append(_written(table, f"table{number}"))
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _root(data: bytes) -> Element:
    """The root element. Declared entities are refused (OWASP, XML External Entity Prevention)."""
    try:
        text = data.decode("utf-8-sig")
        if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
            raise InputError(
                "The DMN file declares a document type, which is refused",
                remedy="Delete its DOCTYPE.",
            )
        root = fromstring(text)  # noqa: S314 no entity can be declared
    except (UnicodeDecodeError, ParseError, ValueError) as error:
        raise InputError(
            f"The DMN file is not well-formed XML in UTF-8: {error}", remedy="Export it again."
        ) from None
    if _local(root) != "definitions":
        raise InputError("This is not a DMN file", remedy="Export the model as DMN 1.3.")
    return root


def _item_types(root: Element) -> Iterator[tuple[str, str]]:
    """Names of types that only restrict a basic one."""
    for item in _all(root, "itemDefinition"):
        yield item.get("name", ""), _text(item, "typeRef")


def _table(table: Element, name: str, types: Mapping[str, str]) -> Table:
    inputs = tuple(_input(column, types) for column in _all(table, "input"))
    outputs = tuple(
        Output(name=column.get("name") or name, values=tuple(_values(column, "outputValues")))
        for column in _all(table, "output")
    )
    rules = tuple(
        _rule(row, str(number), inputs, outputs)
        for number, row in enumerate(_all(table, "rule"), start=1)
    )
    return Table(
        hit_policy=_known(HitPolicy, table.get("hitPolicy", "UNIQUE")),
        inputs=inputs,
        outputs=outputs,
        rules=rules,
        aggregation=_known(Aggregation, table.get("aggregation", "")),
    )


def _known(kind: type[_Word], word: str) -> _Word:
    try:
        return kind(word.lower())
    except ValueError:
        raise InputError(
            f"{word!r} is not supported", remedy=f"Supported: {', '.join(filter(None, kind))}."
        ) from None


def _input(column: Element, types: Mapping[str, str]) -> Input:
    expression = _one(column, "inputExpression")
    text = _text(expression, "text") if expression is not None else ""
    if expression is None or not re.fullmatch(r"[^\W\d]\w*(?:[ .][^\W\d]?\w+)*", text):
        raise InputError(
            f"The input {text!r} is not a name", remedy="Compute it before, and name it."
        )
    stated = (expression.get("typeRef") or "string").rpartition(":")[2]
    basic = types.get(stated, stated).rpartition(":")[2]
    if basic not in _KINDS:
        raise InputError(
            f"The input {text!r} has the type {basic!r}, which is not supported",
            remedy=f"Use one of {', '.join(_KINDS)}.",
        )
    values = tuple(str(value) for value in _values(column, "inputValues") if isinstance(value, str))
    return Input(name=text, kind=_KINDS[basic], values=values)


def _values(column: Element, tag: str) -> Iterator[Fact]:
    listed = _one(column, tag)
    if listed is not None:
        text = _text(listed, "text")
        if not re.search(r"[<>\[\]]|\.\.|not\s*\(", text):
            yield from literals(text)


def _rule(
    row: Element, number: str, inputs: tuple[Input, ...], outputs: tuple[Output, ...]
) -> Rule:
    cells = [_text(cell, "text") for cell in _all(row, "inputEntry")]
    results = [literal(_text(cell, "text")) for cell in _all(row, "outputEntry")]
    if len(cells) != len(inputs) or len(results) != len(outputs):
        raise InputError(
            f"Rule {number} does not have as many cells as the table has columns",
            remedy="Write `-` where anything goes.",
        )
    return Rule(
        id=number,
        tests=tuple(map(parse, cells)),
        outputs={column.name: value for column, value in zip(outputs, results, strict=True)},
        note=_text(row, "description"),
    )


def _written(table: Table, identity: str) -> Element:
    attributes = {"id": identity, "hitPolicy": table.hit_policy.value.upper()}
    if table.aggregation:
        attributes["aggregation"] = table.aggregation.value.upper()
    element = Element("decisionTable", attributes)
    for column in table.inputs:
        source = SubElement(element, "input")
        kind = "number" if column.kind is Kind.INTEGER else column.kind.value
        expression = SubElement(source, "inputExpression", {"typeRef": kind})
        SubElement(expression, "text").text = column.name
        _list(source, "inputValues", column.values)
    for output in table.outputs:
        _list(SubElement(element, "output", {"name": output.name}), "outputValues", output.values)
    for rule in table.rules:
        row = SubElement(element, "rule", {"id": f"{identity}-{rule.id}"})
        SubElement(row, "description").text = rule.note
        for test in rule.tests:
            SubElement(SubElement(row, "inputEntry"), "text").text = test.text
        for output in table.outputs:
            entry = SubElement(row, "outputEntry")
            SubElement(entry, "text").text = feel(rule.outputs[output.name])
    return element


def _list(element: Element, tag: str, values: tuple[Fact, ...]) -> None:
    if values:
        SubElement(SubElement(element, tag), "text").text = ", ".join(map(feel, values))


def feel(value: Fact) -> str:
    """A value as FEEL writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return f'date("{value.isoformat()}")'
    if isinstance(value, str):
        return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
    return f"{value:f}"


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: Element, tag: str) -> Iterator[Element]:
    return (child for child in element if _local(child) == tag)


def _one(element: Element, tag: str) -> Element | None:
    return next(_all(element, tag), None)


def _text(element: Element, tag: str) -> str:
    found = _one(element, tag)
    return (found.text or "").strip() if found is not None else ""
