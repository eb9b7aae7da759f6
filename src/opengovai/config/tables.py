"""The tables of a configuration: which name a plugin, and which stand inside another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Table = Mapping[str, Any]

PORTS = {
    "redactor": "redactors",
    "loader": "loaders",
    "store": "stores",
    "drafter": "drafters",
    "audit": "audit",
    "handoff": "handoffs",
}
# What fills the store has no part in answering from it.
APART = ("loader",)
# A table of a port may hold tables of others: [audit.journal] is a part of [audit], and each
# [[drafter.model.models]] a part of [drafter.model].
INNER = {
    "journal": "journals",
    "keys": "keystores",
    "model": "models",
    "stronger": "models",
    "models": "models",
    "embedder": "embedders",
    "reranker": "rerankers",
    "classifier": "classifiers",
    "tagger": "taggers",
    "database": "casestores",
}
# What runs a model declares it in a table `card`, unless it only asks other models.
MODELS = {"models", "embedders", "rerankers", "classifiers", "taggers"}
GUARDS = ("question_guards", "answer_guards")
# Arrays of tables, each of which names a plugin of its group.
LISTS = {**dict.fromkeys(GUARDS, "guards"), "channels": "channels"}
# Tables that name no plugin and may hold tables that do: [conversation.model].
HOLDERS = {"conversation": ("model",), "cases": ("database", "model")}
# What each port gets to see, for the egress policy.
SEES = {
    "redactors": "personal",
    "loaders": "public",
    "stores": "redacted",
    "drafters": "redacted",
    "guards": "redacted",
    "handoffs": "redacted",
    "channels": "redacted",
    "audit": "records",
    "journals": "records",
    "keystores": "records",
    "models": "redacted",
    "embedders": "redacted",
    "rerankers": "redacted",
    "classifiers": "redacted",
    "taggers": "personal",
    "casestores": "records",
}


def named(tables: Table) -> list[tuple[str, str, Table]]:
    """Every table that names a plugin: its own name, its group, itself; an outer one first."""
    return [found for part in top(tables) for found in _with_parts(*part)]


def top(tables: Table) -> list[tuple[str, str, Table]]:
    """As `named`, without the tables inside others."""
    outer = [(table, group, tables[table]) for table, group in PORTS.items()]
    outer += [(name, group, table) for name, group in LISTS.items() for table in tables[name]]
    outer += [
        (f"{name}.{key}", INNER[key], tables[name][key])
        for name, keys in HOLDERS.items()
        for key in keys
        if key in tables[name]
    ]
    return outer


def _with_parts(name: str, group: str, table: Table) -> Iterator[tuple[str, str, Table]]:
    yield name, group, table
    for key, part in inner(table):
        for one in part if isinstance(part, list) else [part]:
            yield from _with_parts(f"{name}.{key}", INNER[key], one)


def inner(table: Table) -> list[tuple[str, Any]]:
    """The keys of `table` that hold a plugin's table or several; `model` may be a mere name."""
    return [(key, value) for key, value in table.items() if key in INNER and _is_table(value)]


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    )
