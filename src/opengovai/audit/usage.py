"""What the model calls of a request took, as facts for its record.

Names are those of OpenTelemetry's GenAI conventions where it has one; their version goes with them.
Costs and energy are fractions, so they are integers of a small unit (the canonical form has no
floats), rounded up: a ledger that adds them up must not come out too cheap.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from opengovai.types import JSON, Completion

SEMCONV = "1.37.0"
_MICRO = Decimal(1_000_000)


def model_calls(completions: Sequence[Completion]) -> dict[str, JSON]:
    """The facts `completions` and `semconv` for `Trail.note`; none where no model was called."""
    if not completions:
        return {}
    return {"completions": [_call(each) for each in completions], "semconv": SEMCONV}


def _call(completion: Completion) -> dict[str, JSON]:
    usage = completion.usage
    call: dict[str, JSON] = {
        "gen_ai.response.model": completion.model,
        "gen_ai.response.finish_reasons": [completion.finish],
        "gen_ai.usage.input_tokens": usage.input_tokens,
        "gen_ai.usage.output_tokens": usage.output_tokens,
        "tokens_estimated": not usage.counted,
        "cached": completion.cached,
    }
    if usage.currency:
        call |= {"cost_micros": _micro(usage.cost), "currency": usage.currency}
    if usage.energy is not None:
        call |= {
            "energy_uwh": _micro(Decimal(str(usage.energy.wh))),
            "energy_source": usage.energy.method,
        }
    return call


def _micro(amount: Decimal) -> int:
    """In millionths, rounded up."""
    return int((amount * _MICRO).to_integral_value(ROUND_CEILING))
