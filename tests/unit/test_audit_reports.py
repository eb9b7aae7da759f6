"""A log read as events: filters, exports in other people's forms, plots."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from opengovai.audit import AuditLog, LogReader
from opengovai.audit.erasure import ERASURE
from opengovai.audit.export import as_ai_act, as_prov
from opengovai.audit.query import Filter, find
from opengovai.audit.stats import buckets
from opengovai.cli import main
from opengovai.testing import sample_record
from opengovai.types import AuditRecord

OVERSIGHT = {
    "reviewer": "officer-7",
    "outcome": "override",
    "reason_code": "new-evidence",
    "refers_to": "r3/result",
}


def _records() -> Iterator[AuditRecord]:
    """Four requests on two days; the last one died before its result."""
    for n, (time, status, extra) in enumerate(
        [
            ("2026-11-01T09:00:00Z", "answered", {"duration_ms": 10}),
            ("2026-11-01T10:00:00Z", "no_content", {"duration_ms": 30}),
            ("2026-11-02T09:00:00Z", "error", {"duration_ms": 50, "oversight": OVERSIGHT}),
            ("2026-11-02T11:00:00Z", "", {}),
        ]
    ):
        for phase in ("intent", "result")[: 2 if status else 1]:
            facts: dict[str, Any] = {"status": status, **extra} if phase == "result" else {}
            yield AuditRecord(
                id=f"r{n}/{phase}",
                source="=service()",
                type=f"org.opengovai.question.{phase}",
                time=time,
                subject=f"s{n % 2}",
                phase=phase,
                data=facts,
            )


@pytest.fixture
def log(tmp_path: Path) -> Path:
    with AuditLog.open(tmp_path / "log") as log:
        log.append_many(list(_records()))
    return tmp_path / "log"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, list(range(7))),
        ({"status": "error"}, [5]),
        ({"subject": "s1"}, [2, 3, 6]),
        ({"since": "2026-11-02"}, [4, 5, 6]),
        ({"until": "2026-11-01T10:00:00Z"}, [0, 1]),
        ({"since": "2026-11-01T12:00:00+03:00", "until": "2026-11-01T09:30:00Z"}, [0, 1]),
        ({"reviewer": "officer-7"}, [5]),
        ({"status": "error", "subject": "s1"}, []),
    ],
)
def test_filters_combine(log: Path, wanted: dict[str, str], found: list[int]) -> None:
    assert [index for index, _ in find(LogReader(log), Filter(**wanted))] == found


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["audit", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_json_lines_are_the_entries_as_signed(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = _run(capsys, "export", log).splitlines()
    assert [line.encode() for line in lines] == [entry for _, entry in LogReader(log).entries()]


def test_csv_has_a_row_a_record_and_no_formulas(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = list(csv.DictReader(_run(capsys, "export", log, "--format", "csv").splitlines()))
    assert [row["index"] for row in rows] == list("0123456")
    assert rows[5]["outcome"] == "override"
    assert {row["source"] for row in rows} == {"'=service()"}


def test_the_ai_act_report_names_risks_oversight_and_what_is_open(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = json.loads(_run(capsys, "export", log, "--format", "ai-act"))
    assert report["possible_risks"] == {
        "errors": [5],
        "blocked_answers": [],
        "requests_without_a_result": [6],
    }
    assert report["human_oversight"] == [{"index": 5, **OVERSIGHT}]
    assert report["outcomes"] == {"answered": 1, "no_content": 1, "error": 1}
    assert report["to_be_stated_by_the_deployer"]


def test_prov_relations_point_at_things_that_are_declared(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prov = json.loads(_run(capsys, "export", log, "--format", "prov"))
    assert len(prov["activity"]) == 3
    for relation in prov["wasGeneratedBy"].values():
        assert relation["prov:entity"] in prov["entity"]
        assert relation["prov:activity"] in prov["activity"]
    for relation in prov["wasAssociatedWith"].values():
        assert relation["prov:agent"] in prov["agent"]


def test_a_question_counts_once_for_a_version_however_many_passages_it_read() -> None:
    source = {"document_id": "act", "version": "1"}
    data = {"status": "answered", "sources": [source, source, {**source, "version": "2"}]}
    record = {
        "id": "r/result",
        "phase": "result",
        "type": "t",
        "time": "2026-01-01",
        "source": "a",
        "data": data,
    }
    checked = as_ai_act([(0, record)])["reference_data_checked"]
    assert [each["questions"] for each in checked] == [1, 1]


def test_prov_names_are_qualified_names_whatever_a_document_is_called() -> None:
    data = {
        "status": "answered",
        "sources": [{"document_id": "Закон (2020), §3"}, {}],
        "oversight": {**OVERSIGHT, "reviewer": "A. Müller"},
    }
    record = {"phase": "result", "type": "t", "time": "2026-01-01", "source": "a b", "data": data}
    prov = as_prov([(0, record)], log="one two")
    assert " " not in prov["prefix"]["log"]
    assert as_ai_act([(0, {**record, "id": "r/result"})])["reference_data_checked"]
    for kind in ("entity", "agent"):
        for name in prov[kind]:
            assert re.fullmatch(r"(log|ogai):[A-Za-z0-9_.~/@%-]+", name), name
    labels = {each["prov:label"] for each in prov["agent"].values()}
    assert labels == {"a b", "A. Müller"}
    assert "Закон (2020), §3@" in {each.get("prov:label") for each in prov["entity"].values()}


def test_stats_by_day_count_ends_and_overrides(log: Path) -> None:
    first, second = buckets(find(LogReader(log), Filter()), by="day")
    assert (first.start, first.requests, first.refused) == ("2026-11-01", 2, 1)
    assert (second.requests, second.overridden, second.latency_ms) == (1, 1, 50)


@pytest.mark.parametrize(
    ("times", "by", "starts"),
    [
        (["2025-11-30", "2026-02-01"], "month", ["2025-11", "2025-12", "2026-01", "2026-02"]),
        (["2026-02-27", "2026-03-01"], "day", ["2026-02-27", "2026-02-28", "2026-03-01"]),
        (["2026-02-27T23:30:00Z"], "hour", ["2026-02-27T23"]),
        ([], "day", []),
    ],
)
def test_stretches_without_requests_are_there(times: list[str], by: str, starts: list[str]) -> None:
    found = [
        (n, {"phase": "result", "type": "t", "time": time, "data": {"status": "answered"}})
        for n, time in enumerate(times)
    ]
    stretches = buckets(found, by=by)
    assert [each.start for each in stretches] == starts
    assert sum(each.requests for each in stretches) == len(times)


def test_finished_steps_are_no_refusals_and_erasures_no_requests() -> None:
    ends = [("k", "done"), ("k", "refused"), ("k", "no_content"), (ERASURE, "erased")]
    found = [
        (n, {"phase": "result", "type": kind, "time": "2026-02-27", "data": {"status": status}})
        for n, (kind, status) in enumerate(ends)
    ]
    (day,) = buckets(found, by="day")
    assert (day.requests, day.refused) == (3, 2)


def test_the_page_shows_every_bucket_and_loads_nothing(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "stats.html"
    printed = _run(capsys, "stats", log, "--html", page, "--by", "hour")
    assert printed.count(" requests, ") == 25, "from nine o'clock to nine the next day"
    assert printed.count(" 0 requests, ") == 22
    seen: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append((tag, dict(attrs)))

    Reader().feed(page.read_text("utf-8"))
    assert sum(tag == "svg" for tag, _ in seen) == 4
    assert sum(tag == "rect" for tag, _ in seen) == 4 * 25
    assert not [tag for tag, attrs in seen if {"src", "href"} & attrs.keys()]


def test_an_empty_log_has_an_empty_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    AuditLog.open(tmp_path / "log").close()
    _run(capsys, "stats", tmp_path / "log", "--html", tmp_path / "page.html")
    assert "nothing yet" in (tmp_path / "page.html").read_text("utf-8")


def test_verification_in_several_jobs_says_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with AuditLog.open(tmp_path / "log") as log:
        log.append_many([sample_record(i) for i in range(65 * 256)])
    one, two = (_run(capsys, "verify", tmp_path / "log", "--jobs", jobs) for jobs in (1, 2))
    assert one == two == f"ok: all {65 * 256} entries are what was signed\n"


def test_a_time_that_is_none_is_named(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "show", str(log), "--since", "yesterday"]) == 2
    assert "'yesterday' is not a time" in capsys.readouterr().err


def test_erasing_asks_for_a_basis_and_an_approver(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["audit", "erase", str(log), "s0"])
    assert caught.value.code == 2
    capsys.readouterr()
    refused = main(
        ["audit", "erase", str(log), "s0", "--basis", "GDPR 17(1)(a)", "--approver", "dpo"]
    )
    assert refused == 2, "younger than the retention period"
    assert "must not be erased" in capsys.readouterr().err


def test_personal_data_in_the_basis_is_not_signed_into_the_log(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    basis = "GDPR 17(1)(a), asked for by Wanjiku Kamau on 0722 345 678"
    main(["audit", "erase", str(log), "s0", "--basis", basis, "--approver", "dpo"])
    capsys.readouterr()
    shown = _run(capsys, "show", log, "--subject", "s0", "--json")
    assert "GDPR 17(1)(a)" in shown
    assert "Wanjiku" not in shown
    assert "345 678" not in shown
