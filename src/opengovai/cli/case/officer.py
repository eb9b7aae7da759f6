"""`opengovai case show`, `take`, `return`, `decide` and `notice`: what a named officer does."""

from __future__ import annotations

import argparse

from opengovai.cli.case.terminal import add_desk, add_officer
from opengovai.cli.terminal import Subparsers, emit, say


def register(verbs: Subparsers) -> None:
    """Add the verbs."""
    show = verbs.add_parser("show", help="a case's evidence, findings, recommendation, events")
    show.add_argument("case", metavar="CASE")
    add_officer(show, required=False)
    add_desk(show)
    show.set_defaults(run=_show)

    for name, run, text in (
        ("take", _take, "take a case: nobody else can decide it then"),
        ("return", _give_back, "put a case back into its queue"),
    ):
        verb = verbs.add_parser(name, help=text)
        verb.add_argument("case", metavar="CASE")
        add_officer(verb)
        add_desk(verb)
        verb.set_defaults(run=run)

    assign = verbs.add_parser("assign", help="give a case to another officer")
    assign.add_argument("case", metavar="CASE")
    assign.add_argument("--to", required=True, metavar="NAME", help="who gets it")
    add_officer(assign)
    add_desk(assign)
    assign.set_defaults(run=_hand_over)

    decide = verbs.add_parser("decide", help="decide a case, or several that are alike")
    decide.add_argument("cases", nargs="+", metavar="CASE")
    add_officer(decide)
    decide.add_argument("--outcome", required=True, help="one of the service's outcomes")
    decide.add_argument("--reason", required=True, metavar="CODE", help="one of its reason codes")
    decide.add_argument(
        "--justification", default="", metavar="TEXT", help="why not as recommended"
    )
    add_desk(decide)
    decide.set_defaults(run=_decide)

    notice = verbs.add_parser("notice", help="the letter of a decided case; send it")
    notice.add_argument("case", metavar="CASE")
    notice.add_argument("--send", action="store_true", help="let it go, now")
    add_officer(notice, required=False)
    add_desk(notice)
    notice.set_defaults(run=_notice)


def _show(arguments: argparse.Namespace) -> int:
    from opengovai.cases import desk
    from opengovai.cli.case.opening import desk_of, open_casework, service_of
    from opengovai.cli.case.views import as_json, as_text

    service = service_of(desk_of(arguments), arguments.case)
    with open_casework(desk_of(arguments), service) as casework:
        task = desk.task_of(casework.store, arguments.case)
        seen = bool(arguments.officer) and casework.look(arguments.case, arguments.officer)
        shown = desk.visible(task, service, seen=seen)
        events = [
            {"time": e["time"], "actor": e["actor"], "event": e["kind"], "entry": e["entry"]}
            for e in casework.store.events(arguments.case)
        ]
    if arguments.json:
        emit({**as_json(shown, service), "events": events})
    else:
        say(as_text(shown))
        for event in events:
            say(f"  {event['time']} {event['event']} by {event['actor']}")
    return 0


def _take(arguments: argparse.Namespace) -> int:
    return _assign(arguments, to=arguments.officer)


def _hand_over(arguments: argparse.Namespace) -> int:
    return _assign(arguments, to=arguments.to)


def _give_back(arguments: argparse.Namespace) -> int:
    return _assign(arguments, to="")


def _assign(arguments: argparse.Namespace, *, to: str) -> int:
    from opengovai.cli.case.opening import desk_of, open_casework, service_of

    service = service_of(desk_of(arguments), arguments.case)
    with open_casework(desk_of(arguments), service) as casework:
        casework.assign(arguments.case, arguments.officer, to=to)
    if arguments.json:
        emit({"case": arguments.case, "assignee": to})
    else:
        say(f"{arguments.case}: {'taken by ' + to if to else 'back in its queue'}")
    return 0


def _decide(arguments: argparse.Namespace) -> int:
    from opengovai.cli.case.opening import desk_of, open_casework, service_of
    from opengovai.types import ReviewDecision

    decision = ReviewDecision(
        officer=arguments.officer,
        outcome=arguments.outcome,
        reason=arguments.reason,
        justification=arguments.justification,
    )
    service = service_of(desk_of(arguments), arguments.cases[0])
    with open_casework(desk_of(arguments), service) as casework:
        casework.conclude_alike(arguments.cases, decision)
        for case in arguments.cases:
            state = casework.store.row(case)["state"]
            if arguments.json:
                emit({"case": case, "state": state})
            else:
                say(f"{case}: {_SAID[state]}")
    return 0


_SAID = {
    "decided": "decided; the letter is drafted, see `case notice`",
    "proposed": "proposed; another officer has to decide the same",
    "open": "the two officers differ; the case is open again",
}


def _notice(arguments: argparse.Namespace) -> int:
    from opengovai.cases import desk, letters, letters_out
    from opengovai.cli.case.opening import desk_of, open_casework, service_of

    service = service_of(desk_of(arguments), arguments.case)
    with open_casework(desk_of(arguments), service) as casework:
        if arguments.officer:
            desk.require_some_role(casework.officers, service, arguments.officer)
        draft, _ = letters_out.notice_of(casework.store, arguments.case)
        if arguments.send:
            casework.send(arguments.case, arguments.officer)
        task = desk.task_of(casework.store, arguments.case)
        _, state = letters_out.notice_of(casework.store, arguments.case)
        whole = letters.restore(draft, desk.values(task))
    if arguments.json:
        emit(
            {
                "case": arguments.case,
                "state": state,
                "language": whole.language,
                "recipient": whole.recipient,
                "subject": whole.subject,
                "text": whole.text,
            }
        )
    else:
        say(f"To: {whole.recipient}\nSubject: {whole.subject}\n\n{whole.text}\n\n[{state}]")
    return 0
