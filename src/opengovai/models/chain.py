"""Several models as one: the first that answers, within a budget, with a cache before them."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from opengovai.errors import ModelCancelledError, ModelError
from opengovai.models.budget import Budget
from opengovai.models.cache import Cache
from opengovai.models.hedging import Hedge
from opengovai.models.metering import close
from opengovai.protocols import ChatModel
from opengovai.types import Completion, Generation, Message


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelChain:
    """Asks `models` in order until one answers, all within the one deadline: each has an equal
    share of what is left, so the first of two has half. A model at rest fails at once.

    `budget` stops before the first call that would be over it; `cache` answers what was asked
    before in the same words. With `hedge_seconds`, whole replies are asked of the next model as
    well when one has not answered for so long.
    """

    models: Sequence[ChatModel]
    budget: Budget | None = None
    cache: Cache | None = None
    hedge_seconds: float | None = None

    def complete(self, messages: Sequence[Message], generation: Generation) -> Completion:
        """The first answer. Raises the last model's ModelError, or BudgetExceededError."""
        known = self.cache.get(messages, generation) if self.cache else None
        if known is not None:
            return known
        completion = self._first(messages, generation)
        if self.cache:
            self.cache.put(messages, generation, completion)
        return completion

    def _first(self, messages: Sequence[Message], generation: Generation) -> Completion:
        if self.hedge_seconds is not None and self.models:
            hedge = Hedge(
                models=self.models,
                seconds=self.hedge_seconds,
                allow=self._require_budget,
                book=self._spent,
            )
            return hedge.complete(messages, generation)
        last: ModelError | None = None
        for model, share in self._shares(generation):
            self._require_budget()
            try:
                return self._spent(model.complete(messages, share))
            except ModelError as error:
                last = self._failed(error)
        raise last or _empty()

    def stream(
        self, messages: Sequence[Message], generation: Generation
    ) -> Generator[str, None, Completion]:
        """From the first model that begins; after its first piece no other is asked."""
        last: ModelError | None = None
        for model, share in self._shares(generation):
            self._require_budget()
            stream = model.stream(messages, share)
            try:
                first = next(stream)
            except StopIteration as end:
                return self._spent(end.value)
            except ModelError as error:
                last = self._failed(error)
                continue
            try:
                yield first
                return self._spent((yield from stream))
            except ModelError as error:
                raise self._failed(error) from error.__cause__
        raise last or _empty()

    def close(self) -> None:
        """Close the models and the ledger."""
        for model in self.models:
            close(model)
        if self.budget:
            self.budget.ledger.close()

    def _shares(self, generation: Generation) -> Iterator[tuple[ChatModel, Generation]]:
        end = time.monotonic() + generation.deadline
        for place, model in enumerate(self.models):
            left = max(end - time.monotonic(), 0.001)
            yield model, replace(generation, deadline=left / (len(self.models) - place))

    def _require_budget(self) -> None:
        if self.budget:
            self.budget.require()

    def _spent(self, completion: Completion) -> Completion:
        if self.budget:
            self.budget.ledger.add(completion)
        return completion

    def _failed(self, error: ModelError) -> ModelError:
        """`error`, booked; raised where nobody wants the reply any more."""
        if error.spent is not None:
            self._spent(error.spent)
        if isinstance(error, ModelCancelledError):
            raise error
        return error


def _empty() -> ModelError:
    return ModelError("The chain has no models", remedy="Give it at least one table [[...models]].")
