"""Promise 4: no machine decides about a person, and nothing is sent by itself."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from case_parts import SERVICE, letter, opened

from opengovai.audit import verify
from opengovai.cases import deadlines, desk, letters_out
from opengovai.cases.oversight import report
from opengovai.casework import Casework
from opengovai.errors import (
    CaseStateError,
    ConfigurationError,
    InputError,
    NotAuthorisedError,
    StorageError,
    VerificationError,
)
from opengovai.types import Notice, ReviewDecision

GRANT = ReviewDecision(officer="Akinyi", outcome="grant", reason="OLD_ENOUGH")
REFUSE = ReviewDecision(officer="Akinyi", outcome="refuse", reason="TOO_YOUNG")


def by(decision: ReviewDecision, officer: str) -> ReviewDecision:
    return ReviewDecision(
        officer=officer,
        outcome=decision.outcome,
        reason=decision.reason,
        justification=decision.justification,
    )


def state(work: Casework, case: str) -> str:
    return str(work.store.row(case)["state"])


def log(folder: Path) -> list[dict[str, object]]:
    """What the published log says, result by result."""
    from opengovai.audit.reading import LogReader

    return [json.loads(entry) for _, entry in LogReader(folder / "audit").entries()]


def test_a_case_goes_from_letter_to_outbox_and_the_log_knows_no_name(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        task = work.prepare(letter(), "letter.txt")
        assert (task.state, task.queue, task.due) == ("open", "cards", "2026-11-26")
        assert task.recommendation is not None
        assert task.recommendation.outcome == "grant"
        assert not (tmp_path / "outbox").exists()

        notice = work.conclude(task.case, GRANT)
        assert notice is not None
        assert "Zuhura" not in notice.text
        assert not (tmp_path / "outbox").exists(), "a decision sends nothing"

        work.send(task.case, "Baraka")
        assert state(work, task.case) == "closed"
    (sent,) = (tmp_path / "outbox").glob("*.txt")
    assert "Dear Zuhura Mwakasege,\n\nhere is your card. You are old enough." in sent.read_text()
    assert verify(tmp_path / "audit").ok
    for path in tmp_path.rglob("*"):
        if path.is_file() and path != sent:
            stored = path.read_bytes()
            assert b"Zuhura" not in stored, path
            assert b"24681357" not in stored, path


@pytest.mark.parametrize(
    ("decision", "error"),
    [
        (by(GRANT, ""), NotAuthorisedError),
        (by(GRANT, "Visitor"), NotAuthorisedError),
        (ReviewDecision(officer="Akinyi", outcome="grant", reason=""), InputError),
        (ReviewDecision(officer="Akinyi", outcome="grant", reason="TOO_YOUNG"), InputError),
        (ReviewDecision(officer="Akinyi", outcome="burn", reason="OLD_ENOUGH"), InputError),
        (REFUSE, InputError),
    ],
    ids=["nobody", "no role", "no reason", "other reason", "no outcome", "unjustified override"],
)
def test_nothing_is_decided_without_an_officer_a_reason_and_a_justification(
    tmp_path: Path, decision: ReviewDecision, error: type[Exception]
) -> None:
    with opened(tmp_path) as work:
        case = work.prepare(letter(), "letter.txt").case
        with pytest.raises(error):
            work.conclude(case, decision)
        assert state(work, case) == "open"
        with pytest.raises(CaseStateError):
            work.send(case, "Akinyi")
    refused = [e for e in log(tmp_path) if e["type"] == "org.opengovai.case.decide.result"]
    assert [entry["data"]["status"] for entry in refused] == ["refused"]  # type: ignore[index]


def test_an_adverse_decision_needs_a_second_officer_who_decides_the_same(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = work.prepare(letter(age=7), "letter.txt").case
        assert work.conclude(case, REFUSE) is None
        assert state(work, case) == "proposed"
        with pytest.raises(NotAuthorisedError, match="made the proposal"):
            work.conclude(case, REFUSE)
        with pytest.raises(CaseStateError):
            work.send(case, "Baraka")
        notice = work.conclude(case, by(REFUSE, "Baraka"))
        assert notice is not None
        assert "object within 30 days" in notice.text


def test_two_officers_who_differ_open_the_case_again(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = work.prepare(letter(age=7), "letter.txt").case
        work.conclude(case, REFUSE)
        other = ReviewDecision(
            officer="Baraka", outcome="grant", reason="OLD_ENOUGH", justification="Is twelve."
        )
        assert work.conclude(case, other) is None
        assert state(work, case) == "open"
        assert work.store.row(case)["outcome"] == ""
        assert [e["kind"] for e in work.store.events(case)].count("decide") == 2


def test_only_an_officer_with_the_role_lets_a_letter_go(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = work.prepare(letter(), "letter.txt").case
        work.conclude(case, GRANT)
        for officer in ("", "Visitor"):
            with pytest.raises(NotAuthorisedError):
                work.send(case, officer)
        assert work.resume() == 0
        assert not (tmp_path / "outbox").exists()


def test_a_letter_with_a_gap_is_not_sent(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = work.prepare(b"A library card, please. ID: 24681357\nAge: 30", "x.txt").case
        decision = ReviewDecision(
            officer="Akinyi", outcome="grant", reason="OLD_ENOUGH", justification="Known to us."
        )
        work.conclude(case, decision)
        with pytest.raises(CaseStateError, match="gaps: name"):
            work.send(case, "Akinyi")


def test_a_taken_case_is_decided_by_its_officer_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = work.prepare(letter(), "letter.txt").case
        work.assign(case, "Baraka", to="Baraka")
        with pytest.raises(CaseStateError, match="Baraka has taken"):
            work.conclude(case, GRANT)
        with pytest.raises(CaseStateError, match="Baraka has taken"):
            work.assign(case, "Akinyi", to="Akinyi")
        work.assign(case, "Baraka", to="")
        assert work.conclude(case, GRANT) is not None


def test_evidence_comes_before_the_recommendation_and_the_decision(tmp_path: Path) -> None:
    text = SERVICE.replace("evidence_first = false", "evidence_first = true")
    with opened(tmp_path, text=text) as work:
        task = work.prepare(letter(), "letter.txt")
        assert desk.visible(task, work.service, seen=False).recommendation is None
        with pytest.raises(CaseStateError, match="not looked at"):
            work.conclude(task.case, GRANT)
        assert work.look(task.case, "Akinyi") is False
        assert work.look(task.case, "Akinyi") is True
        assert desk.visible(task, work.service, seen=True).recommendation is not None
        assert work.conclude(task.case, GRANT) is not None


def test_a_share_of_cases_is_decided_blind(tmp_path: Path) -> None:
    text = SERVICE.replace("[desk]", "[desk]\nblind_share = 0.5")
    with opened(tmp_path, text=text) as work:
        tasks = [work.prepare(letter(number=20000000 + n), "a.txt") for n in range(24)]
        blind = [task for task in tasks if task.blind]
        assert 3 < len(blind) < 21
        assert desk.visible(blind[0], work.service, seen=True).recommendation is None


def test_a_share_of_cases_is_decided_by_two_who_know_nothing_of_each_other(
    tmp_path: Path,
) -> None:
    text = SERVICE.replace("[desk]", "[desk]\ndouble_share = 0.5")
    with opened(tmp_path, text=text) as work:
        tasks = [work.prepare(letter(number=20000000 + n), "a.txt") for n in range(16)]
        twice = [task for task in tasks if task.twice]
        assert 2 <= len(twice) <= 14
        case = twice[0].case
        assert work.conclude(case, GRANT) is None
        second = desk.task_of(work.store, case)
        assert second.state == "proposed"
        assert desk.visible(second, work.service, seen=True).recommendation is None
        with pytest.raises(NotAuthorisedError, match="made the proposal"):
            work.conclude(case, GRANT)
        assert work.conclude(case, by(GRANT, "Baraka")) is not None
        other = twice[1].case
        work.conclude(other, GRANT)
        ask = ReviewDecision(officer="Baraka", outcome="ask", reason="MISSING")
        assert work.conclude(other, ask) is None, "they differ, nobody is overruled"
        (told,) = report(work.store, today=date(2026, 11, 30))
    assert (told.officers_agree, told.disputed) == (0.5, 1)
    assert told.oldest >= 0


def test_a_case_is_given_to_another_officer_who_has_a_role(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = work.prepare(letter(), "letter.txt").case
        with pytest.raises(NotAuthorisedError, match="Visitor has no role"):
            work.assign(case, "Akinyi", to="Visitor")
        work.assign(case, "Akinyi", to="Baraka")
        assert work.store.row(case)["assignee"] == "Baraka"
        assert [e["kind"] for e in work.store.events(case)][-1] == "assign"


def test_every_transition_is_in_the_log(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = work.prepare(letter(), "letter.txt").case
        work.look(case, "Akinyi")
        work.assign(case, "Akinyi", to="Akinyi")
        work.conclude(case, GRANT)
        work.send(case, "Akinyi")
        kinds = [event["kind"] for event in work.store.events(case)]
        assert all(event["entry"] is not None for event in work.store.events(case))
    done = [
        str(entry["type"]).removeprefix("org.opengovai.case.").removesuffix(".result")
        for entry in log(tmp_path)
        if entry["phase"] == "result"
    ]
    assert done == kinds
    assert kinds == [
        "received", "prepare", "evidence_seen", "assign", "decide", "release", "send",
    ]  # fmt: skip


def test_bulk_decides_all_or_none(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        old = [work.prepare(letter(number=20000000 + n), "a.txt").case for n in range(3)]
        ask = work.prepare(letter(number=40000000, age=5), "a.txt").case
        with pytest.raises(InputError, match="not alike"):
            work.conclude_alike([*old, ask], GRANT)
        assert {state(work, case) for case in old} == {"open"}
        work.conclude_alike(old, GRANT)
        assert {state(work, case) for case in old} == {"decided"}


def test_bulk_is_for_identical_findings_and_never_for_refusals(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        old = [work.prepare(letter(number=20000000 + n), "a.txt") for n in range(2)]
        young = [work.prepare(letter(number=30000000 + n, age=5), "a.txt") for n in range(2)]
        desk.require_alike(old, work.service, GRANT)
        with pytest.raises(InputError, match="never decided in bulk"):
            desk.require_alike(young, work.service, REFUSE)
        with pytest.raises(InputError, match="not alike"):
            desk.require_alike([*old, young[0]], work.service, GRANT)


class Refusing:
    """An outbox that is down until told otherwise."""

    def __init__(self) -> None:
        self.up = False
        self.letters: dict[str, Notice] = {}

    def deliver(self, notice: Notice) -> str:
        """Once per key."""
        if not self.up:
            raise StorageError("The mail server is away")
        return self.letters.setdefault(notice.key, notice).key

    def erase(self, key: str) -> None:
        """As if it never was."""
        self.letters.pop(key, None)


def test_an_outbox_that_fails_is_tried_again_and_the_letter_goes_once(tmp_path: Path) -> None:
    outbox = Refusing()
    with opened(tmp_path, outbox=outbox) as work:
        case = work.prepare(letter(), "letter.txt").case
        work.conclude(case, GRANT)
        with pytest.raises(StorageError):
            work.send(case, "Akinyi")
        assert state(work, case) == "released"
        outbox.up = True
        assert work.resume() == 1
        assert work.resume() == 0
        assert state(work, case) == "closed"
        assert letters_out.notice_of(work.store, case)[1] == "sent"
    assert len(outbox.letters) == 1


def test_the_same_file_is_the_same_case_and_a_second_letter_is_a_duplicate(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        one = work.prepare(letter(), "a.txt")
        assert work.prepare(letter(), "b.txt").case == one.case
        other = work.prepare(letter(name="Z. Mwakasege"), "c.txt")
        assert [finding.code for finding in other.findings] == ["duplicate_case"]


def test_a_file_that_cannot_be_read_goes_to_a_person(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        task = work.prepare(b"%PDF-1.7 nothing", "scan.pdf")
        assert (task.state, task.queue) == ("open", "triage")
        assert [finding.code for finding in task.findings] == ["unreadable"]
        assert task.recommendation is None


@pytest.mark.skipif(not deadlines.known(), reason="the extra `casework` is not installed")
def test_a_service_without_a_calendar_receives_nothing(tmp_path: Path) -> None:
    text = SERVICE.replace("working_days = 3", 'working_days = 3, subdivision = "30"')
    with opened(tmp_path, text=text) as work:
        with pytest.raises(ConfigurationError, match="none of its parts"):
            work.prepare(letter(), "a.txt")
        assert not work.store.rows()


def test_events_can_neither_be_changed_nor_deleted(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        work.prepare(letter(), "a.txt")
        for statement in ("UPDATE events SET actor = 'x'", "DELETE FROM events"):
            with (
                pytest.raises(StorageError, match="append-only"),
                work.store.database.write() as now,
            ):
                now.execute(statement)


def test_erasing_the_key_erases_the_case(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        case = work.prepare(letter(), "a.txt").case
        assert work.store.seals.destroy(case)
        with pytest.raises((StorageError, VerificationError)):
            work.store.content(case)


def test_the_report_says_how_often_officers_follow_the_rules(tmp_path: Path) -> None:
    with opened(tmp_path) as work:
        for number in range(3):
            work.conclude(work.prepare(letter(number=20000000 + number), "a.txt").case, GRANT)
        ask = ReviewDecision(
            officer="Baraka", outcome="ask", reason="MISSING", justification="No signature."
        )
        work.conclude(work.prepare(letter(number=20000009), "a.txt").case, ask)
        work.prepare(letter(number=20000010), "a.txt")
        (told,) = report(work.store, today=date(2027, 1, 1))
    assert (told.cases, told.waiting, told.overdue, told.decided) == (5, 1, 1, 4)
    assert (told.agreement, told.blind_agreement) == (0.75, None)
    assert (told.overrides, told.override_rate, told.officers_agree) == (1, 0.25, None)
