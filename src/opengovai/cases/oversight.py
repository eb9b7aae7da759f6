"""How officers decide: how often they follow the rules, shown and blind, and how long it takes.

Officers who see a recommendation and follow it far more often than those who decide blind follow it
because it is there (automation bias; Article 14(4)(b) of Regulation (EU) 2024/1689).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from opengovai.cases.store import CaseStore

_WAITING = ("received", "open", "proposed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Counts over one service. `agreement` and `blind_agreement` are the shares of decisions that
    are what the rules recommended, None where there were no such decisions; `disputed` counts
    cases in which two officers differed."""

    service: str
    cases: int
    waiting: int
    overdue: int
    decided: int
    agreement: float | None
    blind_agreement: float | None
    overrides: int
    disputed: int


def report(store: CaseStore, *, today: date) -> Iterator[Report]:
    """One report a service."""
    rows = sorted(map(dict, store.rows()), key=itemgetter("service"))
    for service, group in groupby(rows, key=itemgetter("service")):
        yield _report(store, service, list(group), today)


def _report(store: CaseStore, service: str, rows: list[dict[str, object]], today: date) -> Report:
    waiting = [row for row in rows if row["state"] in _WAITING]
    followed: dict[bool, list[bool]] = {False: [], True: []}
    disputed = 0
    for row in rows:
        events = store.events(str(row["id"]))
        told = [json.loads(event["data"]) for event in events if event["kind"] == "decide"]
        rule = [json.loads(event["data"]) for event in events if event["kind"] == "prepare"]
        disputed += len({said["outcome"] for said in told}) > 1
        recommended = rule[0].get("recommended") if rule else None
        if recommended and told:
            followed[bool(row["blind"])].append(told[0]["outcome"] == recommended)
    shown, blind = followed[False], followed[True]
    return Report(
        service=service,
        cases=len(rows),
        waiting=len(waiting),
        overdue=sum(bool(row["due"]) and str(row["due"]) < today.isoformat() for row in waiting),
        decided=sum(bool(row["decider"]) for row in rows),
        agreement=_share(shown),
        blind_agreement=_share(blind),
        overrides=shown.count(False) + blind.count(False),
        disputed=disputed,
    )


def _share(values: list[bool]) -> float | None:
    return sum(values) / len(values) if values else None
