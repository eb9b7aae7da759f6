"""A citizen's rights: one person's cases, erasure with legal hold, retention."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from case_parts import letter, opened

from opengovai import case_rights
from opengovai.casework import Casework
from opengovai.errors import CaseStateError, InputError, NotAuthorisedError, StorageError
from opengovai.types import RedactedText, ReviewDecision


def closed(work: Casework, number: int) -> str:
    case = work.prepare(letter(number=number), "a.txt").case
    work.conclude(case, ReviewDecision(officer="Akinyi", outcome="grant", reason="OLD_ENOUGH"))
    work.send(case, "Akinyi")
    return case


def erase(work: Casework, case: str, officer: str = "Akinyi") -> None:
    case_rights.erase(
        work.store,
        work.audit,
        work.officers,
        work.outbox,
        work.service,
        case=case,
        officer=officer,
        basis=RedactedText("GDPR 17(1)(a)"),
    )


def hold(work: Casework, case: str, reason: str) -> None:
    case_rights.hold(
        work.store,
        work.audit,
        work.officers,
        work.service,
        case=case,
        officer="Baraka",
        reason=RedactedText(reason),
    )


def test_one_persons_cases_and_nobody_elses(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        mine = closed(work, 20000001)
        closed(work, 20000002)
        found = case_rights.cases_of(work.store, work.service, {"id_number": "2000 0001"})
        assert found == [mine]
        told = case_rights.exported(work.store, mine)
        assert {e["field"]: e["value"] for e in told["extractions"]}["name"] == "Zuhura Mwakasege"
        assert told["letter"]["state"] == "sent"
        assert "Dear Zuhura Mwakasege" in told["letter"]["text"]
        with pytest.raises(InputError, match="not identified"):
            case_rights.cases_of(work.store, work.service, {})


def test_an_erased_case_is_gone_and_its_events_stay(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = closed(work, 20000001)
        with pytest.raises(NotAuthorisedError):
            erase(work, case, officer="Visitor")
        erase(work, case)
        erase(work, case)
        assert work.store.content(case) is None
        assert case_rights.cases_of(work.store, work.service, {"id_number": "20000001"}) == []
        kinds = [event["kind"] for event in work.store.events(case)]
        assert kinds == ["received", "prepare", "decide", "release", "send", "erase", "erase"]


def test_a_hold_and_an_open_case_stand_in_the_way(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = closed(work, 20000001)
        for reason in ("Court file 12/26", ""):
            hold(work, case, reason)
            if reason:
                with pytest.raises(CaseStateError, match="legal hold"):
                    erase(work, case)
                assert work.store.content(case) is not None
        erase(work, case)
        other = work.prepare(letter(number=20000002), "b.txt").case
        with pytest.raises(CaseStateError, match="Only a closed case"):
            erase(work, other)


def test_what_was_kept_long_enough_is_erased(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = closed(work, 20000001)
        for today, erased in ((date(2036, 11, 19), 0), (date(2036, 11, 21), 1)):
            done = case_rights.purge(work.store, work.audit, work.outbox, work.service, today=today)
            assert done == erased
        assert work.store.row(case)["state"] == "erased"


def test_nothing_of_an_erased_person_is_left_on_the_desk(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = work.prepare(letter(number=20000001), "Mwakasege 20000001.txt").case
        decision = ReviewDecision(officer="Akinyi", outcome="grant", reason="OLD_ENOUGH")
        work.conclude(case, decision)
        work.send(case, "Akinyi")
        other = closed(work, 20000002)
        (sent,) = [path for path in (tmp_path / "outbox").iterdir() if case in path.read_text()]
        cut = sent.with_name(f".{sent.name}.0a1b2c3d.partial")
        cut.write_text("To: Zuhura Mwa")  # what a crash leaves
        hold(work, case, "Court file 12/26")
        with pytest.raises(CaseStateError, match="legal hold"):
            erase(work, case)
        assert "Mwakasege" in sent.read_text()
        hold(work, case, "")
        erase(work, case)
        (kept,) = (tmp_path / "outbox").iterdir()
        assert other in kept.read_text()
        kept.unlink()
        erase(work, case)
    for path in filter(Path.is_file, tmp_path.rglob("*")):
        assert not re.search(rb"(?i)zuhura|mwakasege|20000001", path.read_bytes()), path


def test_what_cannot_be_removed_from_the_outbox_is_not_called_erased(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = closed(work, 20000001)
        (sent,) = (tmp_path / "outbox").iterdir()
        text = sent.read_text()
        sent.unlink()
        sent.mkdir()  # cannot be unlinked, whoever runs this
        with pytest.raises(StorageError, match="cannot be removed"):
            erase(work, case)
        assert work.store.row(case)["state"] == "closed"
        sent.rmdir()
        sent.write_text(text)
        erase(work, case)
        assert not sent.exists()
        assert work.store.row(case)["state"] == "erased"
