"""A log in other people's forms: CSV, an AI-Act record-keeping report, W3C PROV-JSON.

JSON Lines need no code of their own: each line is an entry as it was signed.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from opengovai.audit.query import Record, note_phase
from opengovai.audit.schema import RETENTION_DAYS

COLUMNS = (
    "index", "time", "id", "type", "phase", "source", "subject", "status", "language",
    "duration_ms", "redactions", "sources", "guards", "reviewer", "outcome", "reason_code",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(records: Iterable[tuple[int, Record]]) -> Iterator[str]:
    """One row a record, under a header. A cell that a spreadsheet would run as a formula gets an
    apostrophe before it (OWASP, CSV injection)."""
    yield _row(COLUMNS)
    for index, record in records:
        data, oversight = record["data"], record["data"].get("oversight", {})
        values = {
            **data,
            **oversight,
            **record,
            "index": index,
            "redactions": sum(data.get("redactions", {}).values()),
            "sources": len(data.get("sources", ())),
            "guards": "; ".join(f"{g['guard']} {g['action']}" for g in data.get("guards", ())),
        }
        yield _row([_cell(values.get(column, "")) for column in COLUMNS])


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(values: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()


def as_ai_act(records: Iterable[tuple[int, Record]]) -> dict[str, Any]:
    """What Regulation (EU) 2024/1689 asks of logs, answered from this one.

    Article 12(2): events that show risks, monitoring and use; Article 19 and 26(6): kept for six
    months at least; Article 50: which notice was shown. What only the deployer can say is listed
    as open, not guessed.
    """
    sums = _Sums()
    for index, record in records:
        sums.add(index, record)
    return {
        "regulation": "Regulation (EU) 2024/1689, Articles 12, 19, 26(6), 50",
        "period_of_use": {"first": sums.first, "last": sums.last},
        "records": sums.records,
        "systems": sorted(sums.systems),
        "configurations": sorted(sums.configurations),
        "outcomes": dict(sums.outcomes),
        "possible_risks": {
            "errors": sums.indices["error"],
            "blocked_answers": sums.indices["blocked_answer"],
            "requests_without_a_result": sorted(sums.intents.values()),
        },
        "reference_data_checked": [
            {"document_id": document, "version": version, "questions": count}
            for (document, version), count in sorted(sums.sources.items())
        ],
        "notices_shown": dict(sums.notices),
        "model_calls": [
            {"gen_ai.response.model": model, **sums.models[model]} for model in sorted(sums.models)
        ],
        "human_oversight": sums.oversight,
        "kept_for_days_at_least": dict(RETENTION_DAYS),
        "to_be_stated_by_the_deployer": [
            "who the natural persons are that oversee and verify (Article 12(3)(d), 14(5))",
            "whether the system is high-risk, and for which purpose (Article 6)",
        ],
    }


class _Sums:
    """What the report needs of the records, which may be too many to keep."""

    def __init__(self) -> None:
        self.records = 0
        self.first: str | None = None
        self.last: str | None = None
        self.systems: set[str] = set()
        self.configurations: set[str] = set()
        self.indices: dict[str, list[int]] = {"error": [], "blocked_answer": []}
        self.oversight: list[dict[str, Any]] = []
        self.intents: dict[str, int] = {}
        self.outcomes: Counter[str] = Counter()
        self.sources: Counter[tuple[str, str]] = Counter()
        self.notices: Counter[str] = Counter()
        self.models: dict[str, Counter[str]] = {}

    def add(self, index: int, record: Record) -> None:
        time, data = record["time"], record["data"]
        self.records += 1
        self.first, self.last = min(self.first or time, time), max(self.last or time, time)
        self.systems.add(record["source"])
        if "configuration" in data:
            self.configurations.add(data["configuration"])
        if data.get("status") in self.indices:
            self.indices[data["status"]].append(index)
        if "oversight" in data:
            self.oversight.append({"index": index, **data["oversight"]})
        note_phase(self.intents, index, record)
        if record["phase"] == "result":
            self._add_result(data)

    def _add_result(self, data: Mapping[str, Any]) -> None:
        self.outcomes[data.get("status", "")] += 1
        self.sources.update(  # passages of one version are one source of a question
            {
                (each.get("document_id", ""), each.get("version", ""))
                for each in data.get("sources", ())
            }
        )
        if "notice" in data:
            self.notices[data["notice"]] += 1
        for call in data.get("completions", ()):
            self._add_call(call)

    def _add_call(self, call: Mapping[str, Any]) -> None:
        """Costs by currency, in millionths."""
        sums = self.models.setdefault(call.get("gen_ai.response.model", ""), Counter())
        sums["calls"] += 1
        for name in ("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "energy_uwh"):
            sums[name] += call.get(name, 0)
        if "currency" in call:
            sums[f"cost_micros_{call['currency']}"] += call.get("cost_micros", 0)


def as_prov(records: Iterable[tuple[int, Record]], *, log: str) -> dict[str, Any]:
    """The requests as activities that used document versions and generated outcomes
    (PROV-JSON, W3C member submission of 24 April 2013)."""
    prov: dict[str, Any] = {
        "prefix": {"ogai": "urn:opengovai:", "log": f"urn:opengovai:log:{quote(log)}/"},
        "entity": {},
        "activity": {},
        "agent": {},
        "used": {},
        "wasGeneratedBy": {},
        "wasAssociatedWith": {},
    }
    for index, record in records:
        if record["phase"] != "result":
            continue
        activity, outcome = f"log:activity-{index}", f"log:{index}"
        data = record["data"]
        prov["activity"][activity] = {
            "prov:endTime": record["time"],
            "prov:type": record["type"],
        }
        prov["entity"][outcome] = {"ogai:status": data.get("status", "")}
        prov["wasGeneratedBy"][f"_:g{index}"] = {
            "prov:entity": outcome,
            "prov:activity": activity,
        }
        _used(prov, activity, index, data.get("sources", ()))
        for agent in (record["source"], data.get("oversight", {}).get("reviewer")):
            if agent:
                name = _name(agent)
                prov["agent"].setdefault(name, {"prov:label": agent})
                prov["wasAssociatedWith"][f"_:a{len(prov['wasAssociatedWith'])}"] = {
                    "prov:activity": activity,
                    "prov:agent": name,
                }
    return prov


def _used(
    prov: dict[str, Any], activity: str, index: int, sources: Sequence[dict[str, Any]]
) -> None:
    for number, source in enumerate(sources):
        identity = f"{source.get('document_id', '')}@{source.get('version', '')}"
        document = _name(identity)
        kind = {"prov:type": "ogai:DocumentVersion", "prov:label": identity}
        prov["entity"].setdefault(document, kind)
        prov["used"][f"_:u{index}-{number}"] = {
            "prov:activity": activity,
            "prov:entity": document,
        }


def _name(text: str) -> str:
    """A qualified name: what PROV-N does not allow in one is percent-encoded."""
    return f"ogai:{quote(text, safe='/@')}"
