"""What is wrong with a service's file beyond its form, in words for the person who writes it."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator
from datetime import date

from opengovai.cases import deadlines, letters, schema
from opengovai.cases.facts import ABOUT_CASE, ABOUT_FIELD
from opengovai.cases.plain import hard_to_read
from opengovai.errors import OpenGovAIError
from opengovai.rules.check import faults
from opengovai.services import rules_of


def mistakes(service: schema.Service) -> Iterator[str]:
    """Everything that is wrong with a service beyond the form of its file."""
    yield from _fields(service)
    yield from _documents(service)
    yield from _decision(service)
    yield from _outcomes(service)
    yield from _letters(service)
    yield from _keeping(service)
    if fault := deadlines.unknown(service.country, service.deadline.subdivision):
        yield f"deadline: {fault}"


def _fields(service: schema.Service) -> Iterator[str]:
    for name, spec in service.fields.items():
        for complaint in (*_expressions(spec), *_sense(spec), *_references(service, spec)):
            yield f"fields.{name}: {complaint}"
    for key in ("subject", "duplicate"):
        for name in getattr(service, key):
            if name not in service.fields:
                yield f"{key}: there is no field {name!r}"
    if service.recipient and service.recipient not in service.fields:
        yield f"recipient: there is no field {service.recipient!r}"


def _documents(service: schema.Service) -> Iterator[str]:
    for place, tables in (("kinds", service.kinds), ("attachments", service.attachments)):
        for name, table in tables.items():
            for complaint in _unreadable(table.words):
                yield f"{place}.{name}: {complaint}"
    model = service.routing.model
    if model and not (service.folder / model).is_file():
        yield f"routing.model: there is no file {model!r} beside the schema"


def _expressions(spec: schema.FieldSpec) -> Iterator[str]:
    words = (word for choice in spec.choices.values() for word in choice)
    yield from _unreadable((*spec.label, spec.pattern, *words))


def _unreadable(expressions: Iterable[str]) -> Iterator[str]:
    for text in expressions:
        try:
            re.compile(text)
        except re.error as error:
            yield f"{text!r} is not a regular expression: {error}"


def _sense(spec: schema.FieldSpec) -> Iterator[str]:
    where = (spec.label, spec.like, spec.form, spec.paths, spec.anywhere, spec.entity)
    if not any(where):
        yield "it says nowhere to look; give like, label, form, json or entity"
    if spec.anywhere and not (spec.pattern or spec.type == "choice"):
        yield "anywhere needs a pattern, or a choice"
    if spec.type == "choice" and not spec.choices:
        yield "a choice needs choices"
    if spec.check and not _is_check(spec.check):
        yield f"python-stdnum has no check {spec.check!r}"


def _is_check(name: str) -> bool:
    try:
        return importlib.util.find_spec(f"stdnum.{name}") is not None
    except ImportError:
        return False


def _references(service: schema.Service, spec: schema.FieldSpec) -> Iterator[str]:
    for other in (spec.equals, spec.not_after, spec.not_before):
        if other[:1].isdigit():
            yield from _no_date(other)
        elif other and other != "today" and other not in service.fields:
            yield f"there is no field {other!r}"


def _no_date(stated: str) -> Iterator[str]:
    try:
        date.fromisoformat(stated)
    except ValueError:
        yield f"{stated!r} is no date; write it as 2026-11-23"


def _decision(service: schema.Service) -> Iterator[str]:
    if service.decision is None:
        return
    for name, kind in service.decision.facts.items():
        yield from _fact(service, name, kind)
    try:
        rules = rules_of(service)
        for fault in faults(rules.table) if rules else ():
            yield f"decision: {fault}"
    except OpenGovAIError as error:
        yield f"decision: {error}"
    yield from _rows(service, service.decision)


def _rows(service: schema.Service, decision: schema.DecisionSpec) -> Iterator[str]:
    if decision.hit_policy == "priority":
        for name in sorted({row.outcome for row in decision.rules}):
            if name not in decision.priority:
                yield f"decision.priority: the outcome {name!r} is not in it"
    for row in decision.rules:
        if row.outcome not in service.outcomes:
            yield f"decision, rule {row.id}: there is no outcome {row.outcome!r}"
        elif row.reason not in service.outcomes[row.outcome].reasons:
            yield f"decision, rule {row.id}: {row.outcome!r} has no reason {row.reason!r}"


def _fact(service: schema.Service, name: str, kind: str) -> Iterator[str]:
    how, dot, field = name.partition(".")
    if name in ABOUT_CASE:
        if kind != ABOUT_CASE[name]:
            yield f"decision.facts: {name} is {ABOUT_CASE[name]}"
    elif dot and how in ABOUT_FIELD:
        if field not in service.fields:
            yield f"decision.facts: there is no field {field!r}"
        if kind != ABOUT_FIELD[how]:
            yield f"decision.facts: {name} is {ABOUT_FIELD[how]}"
    elif name not in service.fields:
        yield f"decision.facts: {name!r} is neither a field nor a fact about a case"
    elif service.fields[name].personal:
        yield f"decision.facts: the field {name!r} is personal; rules must not know it"


def _keeping(service: schema.Service) -> Iterator[str]:
    for name in service.keeping.kinds.keys() - service.kinds.keys():
        yield f"keeping.kinds: there is no kind {name!r}"
    for name in service.keeping.outcomes.keys() - service.outcomes.keys():
        yield f"keeping.outcomes: there is no outcome {name!r}"


def _outcomes(service: schema.Service) -> Iterator[str]:
    for name, outcome in service.outcomes.items():
        for reason in outcome.reasons:
            if reason not in service.reasons:
                yield f"outcomes.{name}: the reason {reason!r} has no text"
            else:
                for tag in service.languages:
                    if tag not in service.reasons[reason]:
                        yield f"reasons.{reason}: there is no text in {tag!r}"
        if name not in service.letters:
            yield f"outcomes.{name}: there is no letter for it"
        if outcome.adverse and not outcome.four_eyes:
            yield f"outcomes.{name}: an adverse outcome needs four_eyes = true"


def _letters(service: schema.Service) -> Iterator[str]:
    for outcome, by_language in service.letters.items():
        for tag in sorted({*service.languages} - by_language.keys()):
            yield f"letters.{outcome}: there is none in {tag!r}"
        for tag, letter in by_language.items():
            for complaint in _letter(service, outcome, tag, letter):
                yield f"letters.{outcome}.{tag}: {complaint}"
    yield from _texts(service)


def _texts(service: schema.Service) -> Iterator[str]:
    """What letters are made of beside their templates."""
    adverse = any(outcome.adverse for outcome in service.outcomes.values())
    for tag in service.languages if adverse else ():
        if tag not in service.appeal:
            yield f"appeal: there is no text in {tag!r}"
    texts = {"appeal": service.appeal, **{f"reasons.{c}": t for c, t in service.reasons.items()}}
    for place, by_tag in texts.items():
        for tag, text in by_tag.items():
            for complaint in _plain(service, text, tag):
                yield f"{place}.{tag}: {complaint}"


def _letter(
    service: schema.Service, outcome: str, tag: str, letter: schema.Letter
) -> Iterator[str]:
    known = {*service.fields, *letters.OURS}
    for name in sorted(letters.marks(letter.subject + letter.body) - known):
        yield f"{{{name}}} is neither a field nor one of {', '.join(letters.OURS)}"
    if letters.marks(letter.subject) - set(letters.OURS):
        yield "the subject must not hold personal fields"
    adverse = outcome in service.outcomes and service.outcomes[outcome].adverse
    if adverse and "appeal" not in letters.marks(letter.body):
        yield "an adverse letter must say how to appeal: {appeal}"
    yield from _plain(service, letter.body, tag)


def _plain(service: schema.Service, text: str, tag: str) -> Iterator[str]:
    plain = service.plain
    return hard_to_read(text, tag, longest=plain.sentence_words, jargon=plain.jargon.get(tag, ()))
