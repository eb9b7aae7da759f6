"""One case, top to bottom: rules recommend, models extract and draft, a named officer decides.

prepare, from what a citizen sent to the officer's desk:
1.  receive: the file is stored, encrypted, before anything else happens to it
2.  read it as parts: boxes of a form, values of a web form, text
3.  redact: what tells words apart from here on sees pseudonyms
4.  tell its language and kind
5.  extract the fields, each with its range in a part
6.  validate: what an officer must know
7.  recommend, by the decision table
8.  route, with a deadline; onto the desk and into the log
conclude, from a named officer's decision to a letter in the outbox:
9.  nobody without the role, a reason code and a look at the evidence decides
10. where the service demands it, a second officer decides the same, or the case is open again
11. draft the letter from the decision and the cited rule; personal data stays out of it
send, when a named officer lets the letter go:
12. release it, durably; without that nothing is ever sent
13. restore the personal data and deliver, once per letter whatever crashes
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from opengovai import protocols as port
from opengovai.cases import deadlines, desk, intake, letters, letters_out
from opengovai.cases.kinds import UNKNOWN, Told, kind_of, readable
from opengovai.cases.parts import Read, read_parts
from opengovai.cases.schema import Service
from opengovai.cases.states import CLOSED, DECIDED, ON_DESK, OPEN, RECEIVED, RELEASED
from opengovai.cases.store import CaseStore
from opengovai.cases.validation import unreadable
from opengovai.errors import UnreadableSourceError
from opengovai.languages import identify
from opengovai.steps import Step, reconcile, step
from opengovai.types import Case, Notice, ReviewDecision, ReviewTask


@dataclass(frozen=True, kw_only=True, slots=True)
class Casework:
    """One service's cases. Thread safe where its parts are; any number of processes may share a
    store. `worker` names this one in leases; `today` is the day that deadlines count from."""

    service: Service
    read: Read
    redactor: port.Redactor
    extractor: port.Extractor
    rules: port.RuleSet | None
    store: CaseStore
    officers: port.Officers
    outbox: port.Outbox
    audit: port.AuditSink
    worker: str
    today: Callable[[], date] = date.today

    def prepare(self, data: bytes, name: str) -> ReviewTask:
        """What came in, on the desk. The same bytes for the same service are the same case.

        A file that cannot be read goes to the triage queue with that finding. Raises StorageError
        or AuditError: then the case, if it was received, waits for `resume`. Raises
        ConfigurationError, before anything is received, where no deadline can be told.
        """
        deadlines.require(self.service.country, self.service.deadline.subdivision)
        case = intake.known(self.store, self.service, data)
        if case:
            self._claimed(case)
        else:
            case = self._receive(data, name)  # 1
        return desk.task_of(self.store, case)

    def look(self, case: str, officer: str) -> bool:
        """Note that this officer saw the evidence; True where that was noted before, so that the
        recommendation may be shown. Raises NotAuthorisedError for one without any role here."""
        if desk.has_seen(self.store, case, officer):
            return True
        desk.require_some_role(self.officers, self.service, officer)
        with self._step(desk.SEEN, case) as now:
            now.change(ON_DESK, actor=officer, facts={"officer": officer})
        return False

    def assign(self, case: str, officer: str, *, to: str) -> None:
        """An officer takes the case (`to` is the same name), gives it to another one who has a
        role here, or returns it (`to` is empty).

        Raises CaseStateError where another officer has it, NotAuthorisedError.
        """
        with self._step("assign", case) as now:
            for name in filter(None, {officer, to}) if officer else [officer]:
                desk.require_some_role(self.officers, self.service, name)
            held = desk.require_own(desk.task_of(self.store, case), officer)
            now.change(
                ON_DESK,
                actor=officer,
                facts={"officer": to},
                where={"assignee": held},
                assignee=to,
            )

    def conclude_alike(self, cases: Sequence[str], decision: ReviewDecision) -> None:
        """One decision for several cases with identical findings. Never for an adverse outcome.

        Raises InputError where they are not alike: then nothing was decided. Otherwise as
        `conclude`, which decides one after the other.
        """
        if len(cases) > 1:
            tasks = [desk.task_of(self.store, case) for case in cases]
            desk.require_alike(tasks, self.service, decision)
        for case in cases:
            self.conclude(case, decision)

    def conclude(self, case: str, decision: ReviewDecision) -> Notice | None:
        """The officer's decision, and the drafted letter; None while another officer is awaited.

        Raises NotAuthorisedError, CaseStateError or InputError: nothing was decided, and that is
        in the log.
        """
        with self._step("decide", case) as now:
            task = desk.task_of(self.store, case)
            outcome = desk.outcome_of(self.service, decision)  # 9
            desk.require_role(self.officers, decision.officer, outcome.role)
            desk.require_sense(self.store, task, self.service, decision)
            state = desk.state_after(self.store, task, decision, outcome)  # 10
            notice = None
            if state == DECIDED:  # 11
                notice = letters.of_decision(self.service, task, decision)
            now.private["justification"] = self.redactor.redact(decision.justification)[0]
            now.change(
                [task.state],
                actor=decision.officer,
                facts={"oversight": desk.oversight(decision, task), "outcome": decision.outcome},
                state=state,
                outbox=letters_out.packed(notice) if notice else None,
                **desk.columns(decision, state),
            )
        return notice

    def send(self, case: str, officer: str) -> None:
        """Let the letter go and deliver it. Raises NotAuthorisedError, CaseStateError or InputError
        (nothing is sent), or what the outbox raises (then `resume` delivers it)."""
        with self._step("release", case) as now:
            task = desk.task_of(self.store, case)
            role = desk.deciding_role(self.store, self.service, task)
            desk.require_role(self.officers, officer, role)
            letters.require_whole(letters_out.notice_of(self.store, case)[0], desk.values(task))
            now.change(  # 12
                [DECIDED], actor=officer, facts={}, state=RELEASED, letter="released"
            )
        self._deliver(case)

    def resume(self) -> int:
        """Take up what a crash left: how many cases were prepared and letters delivered."""
        reconcile(self.audit, self.store)
        cases = self.store.waiting(self.service.digest, self.worker)
        left = letters_out.released(self.store, self.service.digest, self.worker)
        return sum(map(self._claimed, cases)) + sum(map(self._deliver, left))

    def _receive(self, data: bytes, name: str) -> str:
        case = uuid.uuid4().hex
        with self._step("received", case) as now:
            now.seq = intake.receive(
                self.store,
                self.service,
                data,
                name,
                case=case,
                event=now.event(),
                worker=self.worker,
            )
        if now.seq:
            self._prepare(case, attempt=1)
            return case
        # Another process took in the same file in between.
        return intake.known(self.store, self.service, data)

    def _claimed(self, case: str) -> bool:
        attempt = self.store.claim(case, self.worker, seconds=intake.LEASE)
        if attempt:
            self._prepare(case, attempt=attempt)
        return bool(attempt)

    def _prepare(self, case: str, *, attempt: int) -> None:
        with self._step("prepare", case) as now:
            try:
                intake.require_attempts(attempt)
                name, data = self.store.source(case)
                parts = read_parts(data, name, self.read)  # 2
            except UnreadableSourceError as error:
                unread = Case(id=case, service=self.service.id, language=self.service.languages[0])
                self._onto_desk(now, unread, UNKNOWN, reason=error.what)
                return
            text, vault = self.redactor.redact(readable(parts))  # 3
            now.trail.note(redactions=dict(vault.counts()))
            language = identify(text, self.service.languages).language  # 4
            told = kind_of(self.service, text)
            self._onto_desk(
                now,
                Case(
                    id=case,
                    service=self.service.id,
                    language=language,
                    kind=told.kind,
                    parts=parts,
                ),
                told,
            )

    def _onto_desk(self, now: Step, case: Case, told: Told, *, reason: str = "") -> None:
        service, today = self.service, self.today()
        found = self.extractor.extract(case)  # 5
        findings = (  # 6
            intake.findings(self.store, service, case, found, today=today)
            if case.parts
            else [unreadable(reason)]
        )
        recommended = (  # 7
            intake.recommendation(self.rules, service, case, found, findings, today=today)
            if case.parts
            else None
        )
        placed = intake.place(  # 8
            self.store, service, case, found, confidence=told.confidence, today=today
        )
        now.change(
            [RECEIVED],
            facts=desk.facts(found, findings, recommended, placed.queue, told),
            state=OPEN,
            content=desk.packed(case.parts, found, findings, recommended, told.candidates),
            **desk.prepared_columns(case, placed, told.confidence),
        )

    def _deliver(self, case: str) -> bool:
        if not letters_out.claim(self.store, case, self.worker):
            return False
        reconcile(self.audit, self.store, case=case)
        with self._step("send", case) as now:
            notice, _ = letters_out.notice_of(self.store, case)
            values = desk.values(desk.task_of(self.store, case))
            self.outbox.deliver(letters.restore(notice, values))  # 13
            now.change(
                [RELEASED],
                facts={"letter": notice.key},
                state=CLOSED,
                letter="sent",
                closed=self.today().isoformat(),
            )
        return True

    def _step(self, kind: str, case: str) -> AbstractContextManager[Step]:
        return step(self.audit, self.store, service=self.service.id, kind=kind, case=case)
