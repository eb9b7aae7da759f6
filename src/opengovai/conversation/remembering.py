"""One request's hold on its conversation: what was said before, and what is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from opengovai.errors import StorageError
from opengovai.languages.messages import message
from opengovai.protocols import ConversationMemory
from opengovai.types import JSON, Question, Turn

NOTICE = "machine"
"""The catalogue's key of the first notice: Article 50(1) of Regulation (EU) 2024/1689."""


class Thread:
    """The conversation `name` in `memory`; None stands for one that has this question only."""

    def __init__(self, memory: ConversationMemory, name: str | None, *, subject: str = "") -> None:
        self._memory, self._name, self._subject = memory, name, subject
        self._known = False

    def recall(self) -> Sequence[Turn]:
        """Its turns, oldest first. Raises StorageError."""
        turns = () if self._name is None else self._memory.recall(self._name)
        self._known = bool(turns)
        return turns

    def keep(self, turn: Turn) -> dict[str, JSON]:
        """Add the turn; the facts of it for the record. A memory that fails costs the memory of
        this turn, which the record then says, and not the answer."""
        facts: dict[str, JSON] = {} if self._known else {"notice": NOTICE}
        if self._name is None:
            return facts
        # A digest: the name is the application's, and might be more than a random number.
        digest = sha256(self._name.encode("utf-8", "surrogatepass")).hexdigest()
        facts["gen_ai.conversation.id"] = digest[:32]
        try:
            self._memory.keep(self._name, turn, subject=self._subject)
        except StorageError as error:
            facts["memory_error"] = type(error).__name__
        return facts

    def notice(self, question: Question) -> str:
        """That a machine answers, at first contact; "" later."""
        return "" if self._known else message(NOTICE, question.language)
