"""Puts money and energy beside the tokens of each call."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from opengovai.models.energy import estimate_energy
from opengovai.protocols import ChatModel
from opengovai.types import Completion, Generation, Message, ModelCard, Usage

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class MeteredModel:
    """`inner` with the prices and the size that `card` declares. A figure that the model measured
    itself stays."""

    inner: ChatModel
    card: ModelCard

    def complete(self, messages: Sequence[Message], generation: Generation) -> Completion:
        """As `inner`, with cost and energy."""
        return self._metered(self.inner.complete(messages, generation))

    def stream(
        self, messages: Sequence[Message], generation: Generation
    ) -> Generator[str, None, Completion]:
        """As `inner`, with cost and energy."""
        return self._metered((yield from self.inner.stream(messages, generation)))

    def close(self) -> None:
        """Close `inner`, where it can be closed."""
        close(self.inner)

    def _metered(self, completion: Completion) -> Completion:
        return replace(completion, usage=priced(completion.usage, self.card))


def priced(usage: Usage, card: ModelCard) -> Usage:
    """`usage` with what it costs by the card's prices and the energy its size makes likely."""
    cost = (
        usage.input_tokens * card.input_price + usage.output_tokens * card.output_price
    ) / _MILLION
    energy = usage.energy
    if energy is None and card.active_parameters > 0:
        energy = estimate_energy(
            usage.output_tokens,
            active_parameters=card.active_parameters,
            total_parameters=card.total_parameters,
        )
    return replace(usage, cost=cost, currency=card.currency, energy=energy)


def close(model: object) -> None:
    """Close a model that can be closed."""
    if hasattr(model, "close"):
        model.close()
