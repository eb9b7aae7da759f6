"""Drafts with a model; quotes without one when every model is down, over budget or unreliable."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from opengovai.answering.generative.prompt import messages, schema
from opengovai.answering.verification import locate
from opengovai.errors import InputError, ModelError, StorageError
from opengovai.languages import analyze
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
    most `sources` sources and has `deadline` seconds.
    """

    models: Sequence[ChatModel]
    fallback: Drafter
    sources: int
    max_tokens: int
    deadline: float

    def draft(self, question: Question, sources: Sequence[Source]) -> Draft:
        """Claims with quotes; `completions` are the calls that came back."""
        shown = sources[: self.sources]
        asked: list[Completion] = []
        for model in self.models:
            attempt = self._attempt(model, question, shown, asked)
            if attempt is not None:
                return replace(attempt, completions=tuple(asked))
        return replace(self.fallback.draft(question, sources), completions=tuple(asked))

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
    ) -> Draft | None:
        """The model's draft, or None where it is not to be used."""
        wanted = Generation(
            max_tokens=self.max_tokens, schema=schema(sources), deadline=self.deadline
        )
        try:
            completion = model.complete(messages(question, sources), wanted)
            asked.append(completion)
            claims = _claims(json.loads(completion.text))
        except (ModelError, InputError, StorageError, ValueError, TypeError, LookupError):
            return None
        standing = _Standing(sources)
        kept = tuple(claim for claim in claims if standing.holds(claim))
        if claims and not kept:
            return None
        return Draft(claims=kept, confidence=standing.confidence(kept))


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


@dataclass(slots=True)
class _Standing:
    """Which claims stand on the sources of this request. The assistant verifies again, against the
    archive; this decides whether the next model must be asked."""

    sources: Sequence[Source]
    _named: dict[str, Source] = field(init=False)

    def __post_init__(self) -> None:
        self._named = {source.token: source for source in self.sources}

    def holds(self, claim: Claim) -> bool:
        if not claim.text or not claim.quotes:
            return False
        quotes = " ".join(quote for _, quote in claim.quotes)
        if any(link.group() not in quotes for link in _LINK.finditer(claim.text)):
            return False
        return all(
            token in self._named and locate(quote, self._named[token].hit.passage.text) is not None
            for token, quote in claim.quotes
        )

    def confidence(self, claims: Sequence[Claim]) -> float:
        """The share of the question's idf mass in the quotes and the headings above them: the same
        scale as the extractive drafter's, so that one floor means one thing."""
        best = 0.0
        for token in {token for claim in claims for token, _ in claim.quotes}:
            passage, weights = self._named[token].hit.passage, self._named[token].hit.weights
            words = [quote for claim in claims for name, quote in claim.quotes if name == token]
            text = " \n ".join((passage.title, *passage.headings, *words))
            terms = set(analyze(text, passage.language))
            total = sum(weights.values())
            covered = sum(weight for term, weight in weights.items() if term in terms)
            best = max(best, covered / total if total else 0.0)
        return best
