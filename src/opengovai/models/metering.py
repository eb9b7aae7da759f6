"""Puts money and energy beside the tokens of each call."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from opengovai.errors import ModelError
from opengovai.models.energy import estimate_energy
from opengovai.models.meter import Meter
from opengovai.protocols import ChatModel
from opengovai.types import Completion, Energy, Generation, Message, ModelCard, Usage

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class MeteredModel:
    """`inner` with the prices and the size that `card` declares. `meter` is this machine's, for a
    model that runs on it. A figure that the model measured itself stays."""

    inner: ChatModel
    card: ModelCard
    meter: Meter | None = None

    def complete(self, messages: Sequence[Message], generation: Generation) -> Completion:
        """As `inner`, with cost and energy."""
        measured = _Measured(self.meter)
        with self._failing(measured), measured:
            completion = self.inner.complete(messages, generation)
        return self._metered(completion, measured.energy)

    def stream(
        self, messages: Sequence[Message], generation: Generation
    ) -> Generator[str, None, Completion]:
        """As `inner`, with cost and energy."""
        measured = _Measured(self.meter)
        with self._failing(measured), measured:
            completion = yield from self.inner.stream(messages, generation)
        return self._metered(completion, measured.energy)

    def close(self) -> None:
        """Close `inner`, where it can be closed."""
        close(self.inner)

    @contextmanager
    def _failing(self, measured: _Measured) -> Iterator[None]:
        """What a failed call took has its price and energy as well."""
        try:
            yield
        except ModelError as error:
            if error.spent is not None:
                error.spent = self._metered(error.spent, measured.energy)
            raise

    def _metered(self, completion: Completion, measured: Energy | None) -> Completion:
        usage = completion.usage
        if usage.energy is None:
            usage = replace(usage, energy=measured)
        return replace(completion, usage=priced(usage, self.card))


class _Measured:
    """A block's energy, where there is a meter that can be read."""

    def __init__(self, meter: Meter | None) -> None:
        self._meter = meter
        self._key: object = None
        self.energy: Energy | None = None

    def __enter__(self) -> Self:
        with suppress(OSError, ValueError):
            self._key = self._meter.enter() if self._meter else None
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError, ValueError):
            if self._meter and self._key is not None:
                self.energy = self._meter.leave(self._key)


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
