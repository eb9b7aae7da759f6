"""`opengovai case schema check`, `prepare`, `resume`, `list`, `report`: up to the desk."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from functools import partial

from opengovai.cases.states import RECEIVED, RELEASED, STATES
from opengovai.cli.case.terminal import add_desk
from opengovai.cli.terminal import (
    Subparsers,
    add_json,
    emit,
    named_path,
    reading,
    say,
    track,
    writable,
)
from opengovai.errors import UnreadableSourceError


def register(verbs: Subparsers) -> None:
    """Add the verbs."""
    schema: argparse.ArgumentParser = verbs.add_parser("schema", help="check a service's file")
    kinds = schema.add_subparsers(required=True, metavar="VERB")
    check = kinds.add_parser("check", help="every mistake, gap and overlap")
    check.add_argument("schema", type=named_path, metavar="SCHEMA")
    add_json(check)
    check.set_defaults(run=_check)
    export = kinds.add_parser("export", help="the decision table as DMN 1.3, on stdout")
    export.add_argument("schema", type=named_path, metavar="SCHEMA")
    export.set_defaults(run=_export)

    prepare = verbs.add_parser("prepare", help="put a file on the officer's desk")
    prepare.add_argument("files", nargs="+", type=named_path, metavar="FILE")
    prepare.add_argument("--schema", type=named_path, required=True, help="the service's file")
    add_desk(prepare)
    prepare.set_defaults(run=_prepare)

    migrate = verbs.add_parser("migrate", help="make or update the tables, as their owner")
    add_desk(migrate)
    migrate.set_defaults(run=_migrate)

    resume = verbs.add_parser("resume", help="take up what a crash left")
    resume.add_argument("--schema", type=named_path, required=True, help="the service's file")
    add_desk(resume)
    resume.set_defaults(run=_resume)

    train = verbs.add_parser("train", help="learn to tell kinds of documents from examples")
    train.add_argument(
        "examples",
        type=named_path,
        metavar="FILE",
        help='{"text","kind"} per line; several kinds are a list',
    )
    train.add_argument(
        "--out",
        type=writable,
        required=True,
        metavar="FILE",
        help="the model; its card goes beside it",
    )
    train.add_argument(
        "--purpose",
        default="Sorting what citizens send.",
        metavar="TEXT",
        help="for the model card",
    )
    train.add_argument(
        "--risk", type=float, default=0.05, help="share of routed cases that may go wrong (0.05)"
    )
    add_json(train)
    train.set_defaults(run=_train)

    report = verbs.add_parser("report", help="how officers decide, by service")
    add_desk(report)
    report.set_defaults(run=_report)

    listing = verbs.add_parser("list", help="cases, the most urgent first")
    listing.add_argument("--state", choices=STATES, help="cases in this state")
    listing.add_argument("--queue", help="cases of this queue")
    add_desk(listing)
    listing.set_defaults(run=_list)


def _export(arguments: argparse.Namespace) -> int:
    from opengovai.services import exported, load

    say(exported(load(arguments.schema)).decode())
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from opengovai.service_check import mistakes
    from opengovai.services import load

    service = load(arguments.schema)
    found = list(mistakes(service))
    if arguments.json:
        emit({"ok": not found, "service": service.id, "mistakes": found})
    else:
        for line in found:
            say(line)
        say(f"{service.id}: {len(found)} mistake(s)" if found else f"{service.id}: no mistakes")
    return 1 if found else 0


def _prepare(arguments: argparse.Namespace) -> int:
    from opengovai.cases import desk
    from opengovai.cli.case.opening import desk_of, open_casework
    from opengovai.cli.case.terminal import report_skipped, report_unreadable
    from opengovai.cli.case.views import as_json, as_text
    from opengovai.services import load

    service = load(arguments.schema)
    status = 0
    with open_casework(desk_of(arguments), service) as casework:
        for path in arguments.files:
            try:
                with reading(path):
                    content = path.read_bytes()
            except UnreadableSourceError as error:
                status = report_skipped(error, path, as_json=arguments.json)
                continue
            task = casework.prepare(content, path.name)
            status = report_unreadable(task, path) or status
            shown = desk.visible(task, service, seen=False)
            if arguments.json:
                emit(as_json(shown, service))
            else:
                say(as_text(shown))
    return status


def _migrate(arguments: argparse.Namespace) -> int:
    from opengovai.cli.case.opening import desk_of, open_store

    with open_store(desk_of(arguments), make=True) as store:
        version = store.database.migrate()
    if arguments.json:
        emit({"version": version})
    else:
        say(f"The tables of cases are of version {version}")
    return 0


def _resume(arguments: argparse.Namespace) -> int:
    from opengovai.cli.case.opening import desk_of, open_casework, open_store, stored_service
    from opengovai.services import load

    desk, service = desk_of(arguments), load(arguments.schema)
    with open_store(desk) as store:
        # A case is finished under the version of the file that it came in under.
        left = {
            row["digest"]: row
            for row in store.rows(service=service.id)
            if row["state"] in {RECEIVED, RELEASED} and row["digest"] != service.digest
        }
        services = [service, *(stored_service(store, row) for row in left.values())]
    done = 0
    for each in services:
        with open_casework(desk, each) as casework:
            done += casework.resume()
    if arguments.json:
        emit({"resumed": done})
    else:
        say(f"{done} case(s) taken up")
    return 0


def _train(arguments: argparse.Namespace) -> int:
    from opengovai.cases.training import card_of, train
    from opengovai.cli.case.terminal import energy_of, read_examples
    from opengovai.redaction import Redactor

    redactor = Redactor.default()
    texts, kinds = [], []
    for text, kind in track(read_examples(arguments.examples), "Redacting"):
        texts.append(redactor.redact(text)[0])
        kinds.append(kind)
    watch = partial(track, label="Training")
    model, energy = energy_of(lambda: train(texts, kinds, risk=arguments.risk, watch=watch))
    model.save(arguments.out)
    card = arguments.out.with_name(arguments.out.name + ".md")
    card.write_text(card_of(model, purpose=arguments.purpose, energy=energy), encoding="utf-8")
    figures = {name: value for name, value in model.card.items() if name != "kinds"}
    if arguments.json:
        emit({**figures, "card": str(card)})
    else:
        say(", ".join(f"{name} {value}" for name, value in figures.items()))
        say(f"The model card is {card}")
    return 0


def _report(arguments: argparse.Namespace) -> int:
    from datetime import date

    from opengovai.cases.oversight import report
    from opengovai.cli.case.opening import desk_of, open_store

    with open_store(desk_of(arguments)) as store:
        for each in report(store, today=date.today()):  # noqa: DTZ011 deadlines are local days
            if arguments.json:
                emit(asdict(each))
            else:
                say(", ".join(f"{name} {value}" for name, value in asdict(each).items()))
            if each.drifted:
                sys.stderr.write(
                    f"opengovai: recent cases of {each.service} are unlike the examples that its "
                    "classifier learned from. Train it again: opengovai case train\n"
                )
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from datetime import date

    from opengovai.cases.oversight import age
    from opengovai.cli.case.opening import desk_of, open_store

    wanted = {"state": arguments.state, "queue": arguments.queue}
    chosen = {name: value for name, value in wanted.items() if value}
    today = date.today()  # noqa: DTZ011 deadlines are local days
    with open_store(desk_of(arguments)) as store:
        for row in store.rows(**chosen):
            shown = {name: row[name] for name in _LISTED}
            overdue = bool(row["due"]) and row["due"] < today.isoformat() and not row["closed"]
            facts = {"case": row["id"], **shown, "days": age(row, today), "overdue": overdue}
            if arguments.json:
                emit(facts)
            else:
                late = "OVERDUE" if overdue else ""
                say(" ".join(filter(None, [row["id"], *shown.values(), late])))
    return 0


_LISTED = ("service", "state", "queue", "received", "due", "language", "assignee")
