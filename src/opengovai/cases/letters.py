"""Letters: drafted from a decision, in the citizen's language, with marks where personal data goes.

The marks are filled at the very end, when the letter is delivered or an officer looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from opengovai.cases.schema import Letter, Service
from opengovai.errors import CaseStateError
from opengovai.types import Notice, ReviewDecision, ReviewTask

OURS = ("case", "reason", "appeal", "law", "quote", "service")
"""Marks that the draft itself fills; all others are fields of the case."""

_MARK = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)\}")


def of_decision(service: Service, task: ReviewTask, decision: ReviewDecision) -> Notice:
    """The letter of a decision, personal data left as marks. It quotes the rule's law where the
    officer followed the rule.

    Its key depends on the case and the decision: the same decision is the same letter, ever.
    """
    letter, tag = chosen(service, decision.outcome, task.language)
    rule = task.recommendation
    followed = rule is not None and (rule.outcome, rule.reason) == (
        decision.outcome,
        decision.reason,
    )
    law = rule.citation if rule and followed else None
    words = {
        "case": task.case,
        "reason": _in(service.reasons[decision.reason], tag),
        "appeal": _in(service.appeal, tag),
        "law": law.title if law else "",
        "quote": f"\u201c{law.quote}\u201d ({law.title})" if law else "",
        "service": service.title,
    }
    key = f"{task.case}\n{decision.outcome}\n{decision.reason}"
    return Notice(
        case=task.case,
        key=sha256(key.encode()).hexdigest(),
        language=tag,
        recipient=f"{{{service.recipient}}}" if service.recipient else "",
        subject=_filled(letter.subject, words),
        text=_tidy(_filled(letter.body, words)),
    )


def chosen(service: Service, outcome: str, language: str) -> tuple[Letter, str]:
    """The outcome's letter in the language, or in the service's first one that has it."""
    letters = service.letters[outcome]
    tag = next(tag for tag in (language, *service.languages, *letters) if tag in letters)
    return letters[tag], tag


def restore(notice: Notice, values: Mapping[str, str]) -> Notice:
    """The letter with the person's data in it, in one pass. A field that the case does not have
    leaves a visible gap, `[field]`, for the officer to see."""
    whole = {name: values.get(name, f"[{name}]") for name in marks(notice.text + notice.subject)}
    whole |= {name: values.get(name, f"[{name}]") for name in marks(notice.recipient)}
    return replace(
        notice,
        recipient=_filled(notice.recipient, whole),
        subject=_filled(notice.subject, whole),
        text=_filled(notice.text, whole),
    )


def require_whole(notice: Notice, values: Mapping[str, str]) -> None:
    """Raises CaseStateError where the letter needs a field that the case does not have."""
    needed = marks(notice.text + notice.subject + notice.recipient)
    gaps = sorted(name for name in needed if not values.get(name))
    if gaps:
        raise CaseStateError(
            f"The letter has gaps: {', '.join(gaps)}",
            where=notice.case,
            remedy="Ask the citizen for them, or give the letter a text that does without.",
        )


def marks(text: str) -> set[str]:
    """The names in a template's marks."""
    return set(_MARK.findall(text))


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _MARK.sub(lambda mark: values.get(mark[1], mark[0]), text)


def _in(texts: Mapping[str, str], tag: str) -> str:
    return texts.get(tag) or next(iter(texts.values()), "")


def _tidy(text: str) -> str:
    """No empty paragraphs where there was nothing to say."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()
