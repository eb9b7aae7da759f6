"""How much energy a completion took, estimated where no meter tells.

Method: the server-side energy model of EcoLogits 0.11 (S. Rincé, A. Banse: EcoLogits: Evaluating
the Environmental Impacts of Generative AI, JOSS 10(111), 7471, 2025; ecologits.ai, methodology of
LLM inference), a regression on measurements of the ML.ENERGY leaderboard. With P_active and P_total
in billions of parameters and B requests in one batch:

    GPU energy per output token = 1.1665e-3 * exp(-1.1206e-2 * B) * P_active + 4.0529e-2 mWh
    seconds per output token    = 6.7851e-4 * P_active + 3.1193e-4 * B + 1.9474e-2
    GPUs of 80 GB               = 1.2 * P_total * bits / 8 / 80, up to the next power of two
    server without its GPUs     = 1.2 kW * seconds * GPUs / 8 / B
    request                     = PUE * (server + GPUs * GPU energy)

Best figure: B = 64, 16 bits, PUE 1.2. Range: from B = 256, 4 bits, PUE 1.05 (a busy, well-run
centre) to B = 1, 16 bits, PUE 1.6 (a server of one's own with one user). Other hardware and the
reading of the prompt are in neither: an order of magnitude, not a meter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from opengovai.types import Energy

METHOD = "estimate: EcoLogits 0.11"


@dataclass(frozen=True, slots=True)
class _Conditions:
    batch: int
    bits: int
    pue: float


_BEST = _Conditions(batch=64, bits=16, pue=1.2)
_LOW = _Conditions(batch=256, bits=4, pue=1.05)
_HIGH = _Conditions(batch=1, bits=16, pue=1.6)


def estimate_energy(
    output_tokens: int, *, active_parameters: float, total_parameters: float
) -> Energy:
    """Watt-hours for that many output tokens; parameters in billions, above 0."""
    total = max(total_parameters, active_parameters)
    best, low, high = (
        output_tokens * _per_token(active_parameters, total, conditions)
        for conditions in (_BEST, _LOW, _HIGH)
    )
    return Energy(wh=best, low=low, high=high, method=METHOD)


def _per_token(active: float, total: float, at: _Conditions) -> float:
    """Watt-hours."""
    gpus = 2.0 ** math.ceil(math.log2(max(math.ceil(1.2 * total * at.bits / 8 / 80), 1)))
    gpu_wh = (1.1665273e-3 * math.exp(-1.1205921e-2 * at.batch) * active + 4.0529281e-2) / 1000
    seconds = 6.7850881e-4 * active + 3.1193103e-4 * at.batch + 1.9473718e-2
    server_wh = 1200 * seconds / 3600 * gpus / 8 / at.batch
    return at.pue * (server_wh + gpus * gpu_wh)
