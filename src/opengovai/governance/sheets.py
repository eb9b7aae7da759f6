"""Forms and templates as data: a sheet has rows, a row a question, an answer and its evidence.

An answer may hold placeholders, `{owner.name}` for a fact or `{version}` for what was computed. A
fact that is open makes the row open; nothing is put in its place.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from opengovai.governance.facts import Facts

NAMES = ("dpg", "ai", "eu-ai-act", "atrs", "dpia", "register")
_PLACEHOLDER = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)?)\}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One field of a form. `evidence` names files of the repository, `path::test_name` for a test.

    `open` names the facts that a person still has to give. An optional row may stay without an
    answer.
    """

    id: str
    section: str
    question: str
    answer: str = ""
    evidence: tuple[str, ...] = ()
    optional: bool = False
    open: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A form. `review` is the day by which its words have to be looked at again."""

    name: str
    title: str
    source: str
    intro: str
    review: datetime.date
    rows: tuple[Row, ...]


def read_sheet(name: str) -> Sheet:
    """One of NAMES, as packaged: its placeholders are not filled yet."""
    text = files("opengovai.governance").joinpath(f"sheets/{name}.toml").read_text("utf-8")
    table = tomllib.loads(text)
    rows = tuple(
        Row(**{**row, "evidence": tuple(row.get("evidence", ()))}) for row in table.pop("rows")
    )
    return Sheet(name=name, rows=rows, **table)


def fill(sheet: Sheet, facts: Facts, computed: Mapping[str, str]) -> Sheet:
    """The sheet with every placeholder answered, or marked as open."""
    values = {**facts.values, **computed}
    return Sheet(
        name=sheet.name,
        title=sheet.title,
        source=sheet.source,
        intro=sheet.intro,
        review=sheet.review,
        rows=tuple(_fill(row, values) for row in sheet.rows),
    )


def _fill(row: Row, values: Mapping[str, str]) -> Row:
    missing = tuple(key for key in _PLACEHOLDER.findall(row.answer) if key not in values)
    answer = _PLACEHOLDER.sub(lambda found: values.get(found[1], _to_fill(found[1])), row.answer)
    return Row(
        id=row.id,
        section=row.section,
        question=row.question,
        answer=answer.strip(),
        evidence=row.evidence,
        optional=row.optional,
        open=missing,
    )


def _to_fill(key: str) -> str:
    return f"[to be filled: {key}]"
