"""Checked by mypy --strict, never run: what a user's type checker says of our public names.

An `ignore` that is no longer needed fails the check, so each one asserts that mypy refuses.
"""

from __future__ import annotations

from pathlib import Path

from opengovai import Answer, AuditLog, Hit, KnowledgeBase, Redactor, open_assistant
from opengovai.protocols import Drafter, Guard, Retriever
from opengovai.types import Question, Receipt, RedactedText


def only_redacted_text_reaches_the_model_side(
    retriever: Retriever, guard: Guard, question: Question
) -> None:
    retriever.retrieve("my number is 0712 345 678", k=3)  # type: ignore[arg-type]
    guard.check("my number is 0712 345 678", language="en")  # type: ignore[arg-type]
    Question(id="q", text="raw", query=question.query, language="en")  # type: ignore[arg-type]
    retriever.retrieve(question.query, k=3)


def redaction_makes_the_text_that_may_travel(base: KnowledgeBase) -> list[Hit]:
    redacted, vault = Redactor.default().redact("my number is 0712 345 678")
    travels: RedactedText = redacted
    original: str = vault.restore(travels)
    base.search(original)  # type: ignore[arg-type]
    return base.search(travels, k=5)


def the_built_in_parts_are_ports(base: KnowledgeBase, log: AuditLog, drafter: Drafter) -> Retriever:
    return base


def asking_is_one_call(config: Path) -> tuple[Answer, Receipt]:
    with open_assistant(config) as assistant:
        answer = assistant.ask("How long is a passport valid?", language="en")
    return answer, answer.receipt
