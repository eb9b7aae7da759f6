"""How officers decide: how often they follow the rules, shown and blind, and how long it takes.

Officers who see a recommendation and follow it far more often than those who decide blind follow it
because it is there (automation bias; Article 14(4)(b) of Regulation (EU) 2024/1689).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from opengovai.cases.schema import as_table
from opengovai.cases.states import WAITING
from opengovai.cases.store import CaseStore

_RECENT, _FEWEST, _DRIFTED = 500, 100, 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Counts over one service. `agreement` and `blind_agreement` are the shares of decisions that
    are what the rules recommended, None where there were no such decisions; `overrides` counts and
    `override_rate` shares those that are not. `officers_agree` is the share of cases decided by two
    officers in which they said the same, `disputed` the number in which they did not. `oldest` is
    the age in days of the case that waits longest."""

    service: str
    cases: int
    waiting: int
    overdue: int
    decided: int
    agreement: float | None
    blind_agreement: float | None
    overrides: int
    override_rate: float | None
    officers_agree: float | None
    disputed: int
    oldest: int
    drift: float | None
    drifted: bool


def report(store: CaseStore, *, today: date) -> Iterator[Report]:
    """One report a service."""
    rows = sorted(map(dict, store.rows()), key=itemgetter("service"))
    for service, group in groupby(rows, key=itemgetter("service")):
        yield _report(store, service, list(group), today)


def _report(store: CaseStore, service: str, rows: list[dict[str, object]], today: date) -> Report:
    waiting = [row for row in rows if row["state"] in WAITING]
    followed: dict[bool, list[bool]] = {False: [], True: []}
    agreed: list[bool] = []
    for row in rows:
        events = store.events(str(row["id"]))
        told = [json.loads(event["data"]) for event in events if event["kind"] == "decide"]
        rule = [json.loads(event["data"]) for event in events if event["kind"] == "prepare"]
        if len(told) > 1:
            agreed.append(len({said["outcome"] for said in told}) == 1)
        recommended = rule[0].get("recommended") if rule else None
        if recommended and told:
            followed[bool(row["blind"])].append(told[0]["outcome"] == recommended)
    shown, blind = followed[False], followed[True]
    drift = _drift(store, rows)
    return Report(
        service=service,
        cases=len(rows),
        waiting=len(waiting),
        overdue=sum(bool(row["due"]) and str(row["due"]) < today.isoformat() for row in waiting),
        decided=sum(bool(row["decider"]) for row in rows),
        agreement=_share(shown),
        blind_agreement=_share(blind),
        overrides=(shown + blind).count(False),
        override_rate=_share([not same for same in shown + blind]),
        officers_agree=_share(agreed),
        disputed=agreed.count(False),
        oldest=max((age(row, today) for row in waiting), default=0),
        drift=drift,
        drifted=drift is not None and drift > _DRIFTED,
    )


def _drift(store: CaseStore, rows: Sequence[Mapping[str, object]]) -> float | None:
    """Of the latest cases, by the classifier of the version they came in under."""
    latest = sorted(rows, key=lambda row: str(row["received"]))[-_RECENT:]
    folder, body = store.service(str(latest[-1]["digest"]))
    model = as_table(body).get("routing", {}).get("model", "")
    typical = [
        told["typical"]
        for row in (latest if model else ())
        for event in store.events(str(row["id"]))
        if event["kind"] == "prepare" and (told := json.loads(event["data"]))["typical"] >= 0
    ]
    if len(typical) < _FEWEST:
        return None
    from opengovai.cases.classifier import load

    return round(load(Path(folder) / model).drift(typical), 4)


def age(row: Mapping[str, object], today: date) -> int:
    """Days since a case came in."""
    return (today - date.fromisoformat(str(row["received"])[:10])).days


def _share(values: list[bool]) -> float | None:
    return sum(values) / len(values) if values else None
