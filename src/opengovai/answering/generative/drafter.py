"""Drafts with a model; quotes without one when every model is down, over budget or unreliable."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from opengovai.answering.generative.prompt import messages, schema
from opengovai.answering.verification import locate
from opengovai.errors import InputError, ModelError, StorageError
from opengovai.protocols import ChatModel, Drafter
from opengovai.types import Claim, Completion, Draft, Generation, Question, RedactedText, Source

_TOKEN = re.compile(r"\s*[\[(]?\bS\d+-[0-9a-f]{6}\b[\])]?")
_MARK = re.compile(r"^\s*S\d+-[0-9a-f]{6}\|\s?", re.MULTILINE)
_LINK = re.compile(r"https?://|www\.|\]\(|<[a-z/]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class GenerativeDrafter:
    """Asks each of `models` in turn, the small one first, until a draft stands on its quotes.

    A model that fails, and one whose every quote is wrong, is followed by the next, and the last by
    `fallback`. A model that says that the sources do not answer is believed. Each model sees at
    most `sources` sources and has `deadline` seconds. The confidence is the fallback's in any case:
    whether the sources answer does not depend on who writes, and models overrate themselves.
    """

    models: Sequence[ChatModel]
    fallback: Drafter
    sources: int
    max_tokens: int
    deadline: float

    def draft(self, question: Question, sources: Sequence[Source]) -> Draft:
        """Claims with quotes; `completions` are the calls that came back."""
        plain = self.fallback.draft(question, sources)
        asked: list[Completion] = []
        for model in self.models:
            claims = self._attempt(model, question, sources[: self.sources], asked)
            if claims is not None:
                return replace(plain, claims=claims, completions=tuple(asked))
        return replace(plain, completions=tuple(asked))

    def close(self) -> None:
        """Close the models that can be closed."""
        for model in self.models:
            if hasattr(model, "close"):
                model.close()

    def _attempt(
        self,
        model: ChatModel,
        question: Question,
        sources: Sequence[Source],
        asked: list[Completion],
    ) -> tuple[Claim, ...] | None:
        """The model's claims that stand, or None where it is not to be used."""
        wanted = Generation(
            max_tokens=self.max_tokens, schema=schema(sources), deadline=self.deadline
        )
        try:
            completion = model.complete(messages(question, sources), wanted)
            asked.append(completion)
            claims = _claims(json.loads(completion.text))
        except ModelError as error:
            asked += [error.spent] if error.spent is not None else []
            return None
        except (InputError, StorageError, ValueError, TypeError, LookupError):
            return None
        named = {source.token: source.hit.passage.text for source in sources}
        kept = tuple(claim for claim in claims if _stands(claim, named))
        return None if claims and not kept else kept


def _claims(value: Any) -> list[Claim]:
    """Raises TypeError or LookupError where a model without constraints wrote something else."""
    return [
        Claim(
            # A model's words about redacted text: it never saw whose data the pseudonyms stand for.
            text=RedactedText(_TOKEN.sub("", sentence["text"]).strip()),
            quotes=tuple(
                (quote["source"], _MARK.sub("", quote["quote"]).strip())
                for quote in sentence["quotes"]
            ),
        )
        for sentence in value["sentences"]
    ]


def _stands(claim: Claim, named: Mapping[str, str]) -> bool:
    """Whether every quote stands in its source. The assistant verifies again, against the archive;
    this decides whether the next model must be asked."""
    quotes = " ".join(quote for _, quote in claim.quotes)
    if not claim.text or any(link.group() not in quotes for link in _LINK.finditer(claim.text)):
        return False
    return bool(claim.quotes) and all(
        token in named and locate(quote, named[token]) is not None for token, quote in claim.quotes
    )
