"""Every fault a model server can show, many times, seeded: right error, in time, never a hang.

    python -m benchmarks.models.faults --runs 10000

Each run draws a fault and its details from its seed, sends one call (whole or streamed) with a
deadline to a real server, and compares outcome and time with what the fault allows.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from opengovai.errors import (
    ModelError,
    ModelOutputError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from opengovai.plugins import build
from opengovai.testing import model_server as served
from opengovai.testing.model_server import Behaviour, ModelServer, Received, Wire
from opengovai.types import Generation, Message, RedactedText

DEADLINE = 1.0
# What a busy machine may add: threads wait for their turn.
SLACK = 2.0
BODY = served.streamed(["Karibu ", "сізді ", "тыңдаймыз", "."] * 4)
FRAMES = [frame + b"\n\n" for frame in BODY.split(b"\n\n")[:9]]
WHOLE = json.dumps(
    {"choices": [{"message": {"content": "Karibu"}, "finish_reason": "stop"}]}
).encode()

TIMEOUT, DOWN, BROKEN, REFUSED, FINE = (
    ModelTimeoutError.__name__,
    ModelUnavailableError.__name__,
    ModelOutputError.__name__,
    "RejectedError",
    "answer",
)


@dataclass(frozen=True)
class Fault:
    """`make` draws the behaviour; `allowed` are the outcomes that are right for it."""

    make: Callable[[random.Random], Behaviour]
    allowed: frozenset[str]


def _pieces(rng: random.Random, body: bytes) -> list[bytes]:
    edges = sorted({0, len(body), *(rng.randrange(len(body)) for _ in range(rng.randrange(9)))})
    return [body[a:b] for a, b in itertools.pairwise(edges)]


def _cut_stream(rng: random.Random) -> Behaviour:
    # Before the chunk that says why the reply ended.
    end = rng.randrange(1, BODY.index(b"finish_reason"))
    return served.events(_pieces(rng, BODY[:end]), end=rng.random() < 0.5)


def _status(code: int) -> Callable[[random.Random], Behaviour]:
    return lambda rng: served.status(
        code, retry_after=rng.choice([None, "0", "1", "99", "soon", "-1"])
    )


def _wrong_json(rng: random.Random) -> Behaviour:
    text = bytearray(WHOLE)
    for _ in range(rng.randrange(1, 4)):
        text[rng.randrange(len(text) // 2)] = rng.choice(b'{}[]":,0x')
    return served.body(bytes(text))


def _slow_then_reset(rng: random.Random) -> Behaviour:
    wait = rng.uniform(0, 0.3)

    def act(wire: Wire, request: Received) -> None:
        wire.wait(wait)
        served.reset(wire, request)

    return act


ANY = frozenset({TIMEOUT, DOWN, BROKEN, REFUSED, FINE})
STREAMED: dict[str, Fault] = {
    "split anywhere": Fault(
        lambda rng: served.events(_pieces(rng, BODY)), frozenset({FINE, TIMEOUT})
    ),
    "half frames": Fault(_cut_stream, frozenset({DOWN, BROKEN, TIMEOUT})),
    "slow frames": Fault(
        lambda rng: served.events([b": wait\n\n"] * 99, pause=rng.uniform(0.02, 0.2)),
        frozenset({TIMEOUT}),
    ),
    "endless stream": Fault(lambda _: served.endless, frozenset({TIMEOUT, BROKEN})),
    "endless line": Fault(lambda _: served.endless_line, frozenset({TIMEOUT, BROKEN})),
    "error inside": Fault(
        lambda rng: served.events([*FRAMES[: rng.randrange(9)], b'data: {"error": "x"}\n\n']),
        frozenset({DOWN, TIMEOUT}),
    ),
}
WHOLES: dict[str, Fault] = {
    "fine": Fault(lambda _: served.body(WHOLE), frozenset({FINE, TIMEOUT})),
    "drip": Fault(
        lambda rng: served.drip(WHOLE, seconds=rng.uniform(0.02, 0.1)), frozenset({TIMEOUT})
    ),
    "cut body": Fault(
        lambda rng: served.cut(WHOLE[: rng.randrange(len(WHOLE))]), frozenset({DOWN, TIMEOUT})
    ),
    "wrong JSON": Fault(_wrong_json, frozenset({BROKEN, DOWN, FINE, TIMEOUT})),
}
EITHER: dict[str, Fault] = {
    "silent": Fault(lambda _: served.silent, frozenset({TIMEOUT})),
    "late": Fault(lambda _: served.later(30, served.body(WHOLE)), frozenset({TIMEOUT})),
    "endless headers": Fault(lambda _: served.endless_headers, frozenset({TIMEOUT})),
    "reset": Fault(_slow_then_reset, frozenset({DOWN, TIMEOUT})),
    "gzip bomb": Fault(lambda _: served.gzip_bomb, frozenset({BROKEN, TIMEOUT})),
    **{
        f"{code} storm": Fault(_status(code), frozenset({DOWN, TIMEOUT}))
        for code in (429, 500, 502, 503, 504)
    },
    **{f"{code}": Fault(_status(code), frozenset({REFUSED, TIMEOUT})) for code in (400, 401, 404)},
}


def _draw(seed: int) -> tuple[str, Fault, bool, random.Random]:
    rng = random.Random(seed)  # noqa: S311 cases to repeat, no secret
    streaming = rng.random() < 0.5
    faults = {**EITHER, **(STREAMED if streaming else WHOLES)}
    name = rng.choice(sorted(faults))
    return name, faults[name], streaming, rng


def _act(wire: Wire, request: Received) -> None:
    _, fault, _, rng = _draw(request.json["seed"])
    fault.make(rng)(wire, request)


def _run(base_url: str, seed: int) -> tuple[str, str, float]:
    name, _, streaming, _ = _draw(seed)
    model = build("models", "openai-compatible", {"base_url": base_url, "model": "m"})
    asked = [Message(role="user", text=RedactedText("Habari?"))]
    wanted = Generation(seed=seed, deadline=DEADLINE)
    begin = time.monotonic()
    try:
        if streaming:
            for _ in model.stream(asked, wanted):  # type: ignore[attr-defined]
                pass
        else:
            model.complete(asked, wanted)  # type: ignore[attr-defined]
        outcome = FINE
    except ModelError as error:
        outcome = type(error).__name__
    finally:
        model.close()  # type: ignore[attr-defined]
    return name, outcome, time.monotonic() - begin


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=32)
    arguments = parser.parse_args()
    outcomes: Counter[tuple[str, str]] = Counter()
    slowest, wrong = 0.0, []
    with ModelServer([_act]) as server, ThreadPoolExecutor(arguments.threads) as pool:
        jobs = pool.map(lambda seed: (seed, *_run(server.base_url, seed)), range(arguments.runs))
        for seed, name, outcome, seconds in jobs:
            outcomes[name, outcome] += 1
            slowest = max(slowest, seconds)
            allowed = {**EITHER, **STREAMED, **WHOLES}[name].allowed
            if outcome not in allowed or seconds > DEADLINE + SLACK:
                wrong.append((seed, name, outcome, round(seconds, 2)))
    for (name, outcome), count in sorted(outcomes.items()):
        print(f"{name:<18} {outcome:<24} {count:>6}")
    print(f"{arguments.runs} runs, {len(wrong)} wrong, slowest {slowest:.2f} s")
    for case in wrong[:20]:
        print("WRONG", *case)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
