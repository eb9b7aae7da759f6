"""`opengovai case export`, `hold`, `erase` and `purge`: the rights of the person in a case."""

from __future__ import annotations

import argparse

from opengovai.cli.case.terminal import add_desk, add_officer
from opengovai.cli.terminal import Subparsers, emit, named_path, say
from opengovai.errors import InputError


def register(verbs: Subparsers) -> None:
    """Add the verbs."""
    export = verbs.add_parser("export", help="all cases of one person, as JSON Lines")
    export.add_argument("--schema", type=named_path, required=True, help="a service's file")
    export.add_argument(
        "--field", action="append", default=[], metavar="NAME=VALUE", help="who it is; repeatable"
    )
    add_desk(export)
    export.set_defaults(run=_export)

    for name, run, option, text in (
        ("hold", _hold, "--reason", "put a legal hold on a case; an empty reason lifts it"),
        ("erase", _erase, "--basis", "erase a closed case for good"),
    ):
        verb = verbs.add_parser(name, help=text)
        verb.add_argument("case", metavar="CASE")
        verb.add_argument(option, required=True, metavar="TEXT", help="why, for the log")
        add_officer(verb)
        add_desk(verb)
        verb.set_defaults(run=run)

    purge = verbs.add_parser(
        "purge", help="erase cases that were kept as long as their service says"
    )
    purge.add_argument("--schema", type=named_path, required=True, help="the service's file")
    add_desk(purge)
    purge.set_defaults(run=_purge)


def _export(arguments: argparse.Namespace) -> int:
    from opengovai import case_rights
    from opengovai.cli.case.opening import desk_of, open_store
    from opengovai.services import load

    values = dict(map(_pair, arguments.field))
    with open_store(desk_of(arguments)) as store:
        for case in case_rights.cases_of(store, load(arguments.schema), values):
            emit(case_rights.exported(store, case))
    return 0


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(
            "A field is given as NAME=VALUE",
            where="--field",
            remedy="For example --field national_id=12345678.",
        )
    return name, value


def _hold(arguments: argparse.Namespace) -> int:
    from opengovai import case_rights
    from opengovai.cli.case.opening import desk_of, open_casework, service_of

    service = service_of(desk_of(arguments), arguments.case)
    with open_casework(desk_of(arguments), service) as work:
        case_rights.hold(
            work.store,
            work.audit,
            work.officers,
            service,
            case=arguments.case,
            officer=arguments.officer,
            reason=work.redactor.redact(arguments.reason)[0],
        )
    return _told(arguments, held=bool(arguments.reason))


def _erase(arguments: argparse.Namespace) -> int:
    from opengovai import case_rights
    from opengovai.cli.case.opening import desk_of, open_casework, service_of

    service = service_of(desk_of(arguments), arguments.case)
    with open_casework(desk_of(arguments), service) as work:
        case_rights.erase(
            work.store,
            work.audit,
            work.officers,
            work.outbox,
            service,
            case=arguments.case,
            officer=arguments.officer,
            basis=work.redactor.redact(arguments.basis)[0],
        )
    return _told(arguments, erased=True)


def _purge(arguments: argparse.Namespace) -> int:
    from datetime import date

    from opengovai import case_rights
    from opengovai.cli.case.opening import desk_of, open_casework
    from opengovai.services import load

    service = load(arguments.schema)
    with open_casework(desk_of(arguments), service) as work:
        erased = case_rights.purge(work.store, work.audit, work.outbox, service, today=date.today())  # noqa: DTZ011 deadlines are local days
    emit({"erased": erased}) if arguments.json else say(f"{erased} case(s) erased")
    return 0


def _told(arguments: argparse.Namespace, **facts: bool) -> int:
    if arguments.json:
        emit({"case": arguments.case, **facts})
    else:
        name, yes = next(iter(facts.items()))
        say(f"{arguments.case}: {name if yes else 'not ' + name}")
    return 0
