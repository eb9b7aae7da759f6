"""What goes to a model and comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from threading import Event
from typing import Any, Literal

from opengovai.types.text import RedactedText


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One turn of a chat with a model."""

    role: Literal["system", "user", "assistant"]
    text: RedactedText


@dataclass(frozen=True, kw_only=True, slots=True)
class Generation:
    """How a model is to complete.

    `schema` is a JSON Schema (draft 2020-12) that the reply must satisfy; `deadline` is the time
    for the whole call in seconds, retries and repairs included. `top_p` limits the draw to the
    likeliest tokens that together reach this probability (A. Holtzman et al., The Curious Case of
    Neural Text Degeneration, 2020). Setting `cancelled`, from any thread, ends the call with
    ModelCancelledError. `logprobs` asks for the tokens' probabilities.
    """

    max_tokens: int = 1024
    temperature: float = 0.0
    top_p: float = 1.0
    seed: int | None = None
    stop: tuple[str, ...] = ()
    schema: Mapping[str, Any] | None = None
    logprobs: bool = False
    deadline: float = 60.0
    cancelled: Event | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Energy:
    """Energy in watt-hours: the best figure, and the range in which the true one is expected."""

    wh: float
    low: float
    high: float
    method: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """What one call took. `counted` is False where the backend did not say and the tokens are
    our upper estimate. `cost` is in units of `currency` (ISO 4217), 0 where there is no price."""

    input_tokens: int
    output_tokens: int
    counted: bool = True
    cost: Decimal = Decimal(0)
    currency: str = ""
    energy: Energy | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Completion:
    """A model's reply. `finish`: it ended by itself, at `max_tokens`, or at the backend's filter.

    `cached` says that no model was called for it. `logprobs` are the natural logarithms of the
    output tokens' probabilities, in order, where they were asked for and the backend tells them.
    """

    text: str
    model: str
    finish: Literal["stop", "length", "filter"]
    usage: Usage
    cached: bool = False
    logprobs: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelCard:
    """What a ministry declares about a model that it uses.

    `licence` is an SPDX expression for the weights, `weights` "open" or "closed", `residency` an
    ISO 3166-1 code of where it runs, or "local". Prices are per million tokens in `currency`.
    Parameters are in billions; with them the energy of a call is estimated.
    """

    licence: str
    weights: Literal["open", "closed"]
    residency: str
    url: str = ""
    input_price: Decimal = Decimal(0)
    output_price: Decimal = Decimal(0)
    currency: str = ""
    active_parameters: float = 0.0
    total_parameters: float = 0.0
