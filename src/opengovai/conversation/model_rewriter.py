"""Follow-ups made whole by a model, by rules where it fails or says something new.

The model sees redacted questions of the conversation, no answers and no documents. What it writes
is used only if every number and pseudonym in it stands in what it saw and it has no link: it is to
put together, not to add.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from opengovai.errors import ModelError, StorageError
from opengovai.protocols import ChatModel, Rewriter
from opengovai.types import (
    PLACEHOLDER,
    Completion,
    Generation,
    Message,
    Question,
    RedactedText,
    Rewritten,
    Turn,
)

VERSION = "rewrite-1"
"""Which prompt file is in use."""

_SCHEMA = {
    "type": "object",
    "properties": {"follow_up": {"type": "boolean"}, "question": {"type": "string"}},
    "required": ["follow_up", "question"],
    "additionalProperties": False,
}
_EXACT = re.compile(r"\d+")
_LINK = re.compile(r"://|www\.|\]\(|<[a-z/]", re.IGNORECASE)
_LONGEST = 500
_TURNS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelRewriter:
    """Implements `opengovai.protocols.Rewriter`. Asks `model` only where there is a history."""

    model: ChatModel
    fallback: Rewriter
    deadline: float = 10.0

    def rewrite(self, question: Question, history: Sequence[Turn]) -> Rewritten:
        """The model's question, or the fallback's; `completions` has the call that came back."""
        if not history:
            return self.fallback.rewrite(question, history)
        asked = [turn.understood for turn in history[-_TURNS:]]
        wanted = Generation(max_tokens=200, schema=_SCHEMA, deadline=self.deadline)
        calls: tuple[Completion, ...] = ()
        try:
            completion = self.model.complete(_messages(question, asked), wanted)
            calls = (completion,)
            written = _checked(json.loads(completion.text), [*asked, question.text])
        except (ModelError, StorageError, ValueError, TypeError, LookupError):
            return replace(self.fallback.rewrite(question, history), completions=calls)
        if written is None:
            return Rewritten(question=question, completions=calls)
        # A model's words about redacted text: it never saw whose data the pseudonyms stand for.
        text, bare = RedactedText(written), RedactedText(PLACEHOLDER.sub(" ", written))
        rewritten = replace(question, text=text, query=bare)
        return Rewritten(question=rewritten, rule=VERSION, completions=calls)

    def close(self) -> None:
        """Close the model if it can be closed."""
        if hasattr(self.model, "close"):
            self.model.close()


def _messages(question: Question, asked: Sequence[str]) -> list[Message]:
    rules = (files("opengovai.conversation") / "prompts" / f"{VERSION}.md").read_text("utf-8")
    lines = [*(f"earlier| {_line(text)}" for text in asked), f"now| {_line(question.text)}"]
    return [
        Message(role="system", text=RedactedText(rules)),
        Message(role="user", text=RedactedText("\n".join(lines))),
    ]


def _line(text: str) -> str:
    return " ".join(text.split())


def _checked(value: Any, seen: Sequence[str]) -> str | None:
    """The rewritten question, None where the model says that it stands by itself. Raises ValueError
    for one that adds what nobody said."""
    if not value["follow_up"]:
        return None
    written = str(value["question"]).strip()
    known = " ".join(seen)
    for pattern in (_EXACT, PLACEHOLDER):
        if not set(pattern.findall(written)) <= set(pattern.findall(known)):
            raise ValueError
    if not written or len(written) > _LONGEST or _LINK.search(written):
        raise ValueError
    return written
