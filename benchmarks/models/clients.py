"""One client in a process of its own: `python -m benchmarks.models.clients NAME WHAT URL COUNT`.

Prints one JSON object. WHAT: `calls` (COUNT whole replies, one after another: CPU per call),
`tokens` (one stream of COUNT tokens: CPU per token), `streams` (COUNT streams at once, each in a
thread: seconds, lateness of tokens, memory), `service` (the same with the interpreter's switch
interval at 0.1 s, as docs/how-to/connect-a-model.md advises a service), `async` (the same with
asyncio) or `import` (CPU, modules).
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

AsyncMaker = Callable[[], AsyncIterator[str]]
ASKED = "What is the fee for an ordinary passport?"


def _opengovai(url: str) -> tuple[Callable[[], object], Callable[[], Iterator[str]]]:
    from opengovai.adapters.openai_compatible.chat import OpenAICompatibleModel
    from opengovai.adapters.openai_compatible.endpoint import Endpoint
    from opengovai.adapters.openai_compatible.http import Http
    from opengovai.types import Generation, Message, RedactedText

    model = OpenAICompatibleModel(
        Endpoint(Http(url, connections=2000), where=url), model="m", extra={}
    )
    asked, how = [Message(role="user", text=RedactedText(ASKED))], Generation(deadline=300)
    return lambda: model.complete(asked, how).text, lambda: model.stream(asked, how)


def _raw(module: str) -> Callable[[str], tuple[Callable[[], object], Callable[[], Iterator[str]]]]:
    def make(url: str) -> tuple[Callable[[], object], Callable[[], Iterator[str]]]:
        http: Any = __import__(module)
        client = http.Client(
            timeout=300, limits=http.Limits(max_connections=2000, max_keepalive_connections=2000)
        )
        body = {"model": "m", "messages": [{"role": "user", "content": ASKED}]}

        def call() -> object:
            reply = client.post(url + "/chat/completions", json=body).json()
            return reply["choices"][0]["message"]["content"]

        def stream() -> Iterator[str]:
            with client.stream(
                "POST", url + "/chat/completions", json={**body, "stream": True}
            ) as r:
                for line in r.iter_lines():
                    if line.startswith("data: {"):
                        yield json.loads(line[6:])["choices"][0]["delta"]["content"]

        return call, stream

    return make


def _openai(url: str) -> tuple[Callable[[], object], Callable[[], Iterator[str]]]:
    import openai

    client = openai.OpenAI(base_url=url, api_key="x", timeout=300)
    how: Any = {"model": "m", "messages": [{"role": "user", "content": ASKED}]}

    def stream() -> Iterator[str]:
        for chunk in client.chat.completions.create(stream=True, **how):
            yield chunk.choices[0].delta.content or ""

    return lambda: client.chat.completions.create(**how).choices[0].message.content, stream


def _litellm(url: str) -> tuple[Callable[[], object], Callable[[], Iterator[str]]]:
    import litellm

    how: Any = {
        "model": "openai/m",
        "messages": [{"role": "user", "content": ASKED}],
        "api_base": url,
        "api_key": "x",
    }

    def stream() -> Iterator[str]:
        for chunk in litellm.completion(stream=True, **how):
            yield chunk.choices[0].delta.content or ""

    return lambda: litellm.completion(**how).choices[0].message.content, stream


def _langchain(url: str) -> tuple[Callable[[], object], Callable[[], Iterator[str]]]:
    from langchain_openai import ChatOpenAI

    model: Any = ChatOpenAI(base_url=url, api_key="x", model="m")
    return lambda: model.invoke(ASKED).content, lambda: (c.content for c in model.stream(ASKED))


def _pydantic_ai(url: str) -> tuple[Callable[[], object], Callable[[], Iterator[str]]]:
    from pydantic_ai.direct import model_request_stream_sync, model_request_sync
    from pydantic_ai.messages import ModelRequest
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    model = OpenAIChatModel("m", provider=OpenAIProvider(base_url=url, api_key="x"))
    asked = [ModelRequest.user_text_prompt(ASKED)]

    def stream() -> Iterator[str]:
        with model_request_stream_sync(model, asked) as events:
            for event in events:
                piece = getattr(getattr(event, "delta", None), "content_delta", None)
                if piece:
                    yield piece

    return lambda: model_request_sync(model, asked).parts[0].content, stream


CLIENTS = {
    "opengovai": _opengovai,
    "httpx": _raw("httpx"),
    "httpx2": _raw("httpx2"),
    "openai": _openai,
    "litellm": _litellm,
    "langchain-openai": _langchain,
    "pydantic-ai": _pydantic_ai,
}


def calls(call: Callable[[], object], count: int) -> dict[str, float]:
    """CPU per call in milliseconds, after a warm-up: the best of five rounds."""
    for _ in range(20):
        assert call()
    rounds = []
    for _ in range(5):
        begin = time.process_time()
        for _ in range(count // 5):
            call()
        rounds.append((time.process_time() - begin) / (count // 5) * 1000)
    return {"cpu_ms": min(rounds)}


def tokens(stream: Callable[[], Iterator[str]]) -> dict[str, float]:
    """CPU per token of one stream in microseconds: the best of five."""
    rounds = []
    for _ in range(5):
        begin = time.process_time()
        count = sum(1 for _ in stream())
        rounds.append((time.process_time() - begin) / count * 1e6)
    return {"cpu_us": min(rounds)}


def streams(stream: Callable[[], Iterator[str]], count: int) -> dict[str, Any]:
    """`count` streams at once in as many threads, which wait for work as those of a service do."""
    before, late, failed = _memory_mb(), [], []
    threading.stack_size(256 * 1024)
    # One each: behind a lock that all of them take, they would start one after the other.
    gates = [threading.Lock() for _ in range(count)]

    def read(gate: threading.Lock) -> None:
        gate.acquire()
        try:
            late.extend([_lateness(piece) for piece in stream() if piece.strip()])
        except Exception as error:  # noqa: BLE001 counted
            failed.append(repr(error)[:200])

    threads = [threading.Thread(target=read, args=(gate,)) for gate in gates]
    for gate, thread in zip(gates, threads, strict=True):
        gate.acquire()
        thread.start()
    begin, cpu = time.monotonic(), time.process_time()
    for gate in gates:
        gate.release()
    for thread in threads:
        thread.join()
    return _streamed(before, late, failed, begin, cpu)


async def _openai_pieces(url: str, count: int) -> AsyncMaker:
    import openai

    client = openai.AsyncOpenAI(base_url=url, api_key="x", timeout=300, max_retries=0)
    how: Any = {"model": "m", "messages": [{"role": "user", "content": ASKED}]}

    async def pieces() -> AsyncIterator[str]:
        async for chunk in await client.chat.completions.create(stream=True, **how):
            yield chunk.choices[0].delta.content or ""

    return pieces


async def _httpx_pieces(url: str, count: int) -> AsyncMaker:
    import httpx

    client = httpx.AsyncClient(timeout=300, limits=httpx.Limits(max_connections=2 * count))
    how = {"model": "m", "messages": [{"role": "user", "content": ASKED}], "stream": True}

    async def pieces() -> AsyncIterator[str]:
        async with client.stream("POST", url + "/chat/completions", json=how) as reply:
            async for line in reply.aiter_lines():
                if line.startswith("data: {"):
                    yield json.loads(line[6:])["choices"][0]["delta"]["content"]

    return pieces


async def async_streams(client: str, url: str, count: int) -> dict[str, Any]:
    """The same with asyncio, for the clients that have it."""
    before, late, failed = _memory_mb(), [], []
    pieces = await (_openai_pieces if client == "openai" else _httpx_pieces)(url, count)

    async def read() -> None:
        try:
            late.extend([_lateness(piece) async for piece in pieces() if piece.strip()])
        except Exception as error:  # noqa: BLE001 counted
            failed.append(repr(error)[:200])

    begin, cpu = time.monotonic(), time.process_time()
    await asyncio.gather(*(read() for _ in range(count)))
    return _streamed(before, late, failed, begin, cpu)


def _lateness(piece: str) -> float:
    return time.monotonic() - float(piece)


def _streamed(
    before: float, late: list[float], failed: list[str], begin: float, cpu: float
) -> dict[str, Any]:
    late.sort()
    return {
        "seconds": time.monotonic() - begin,
        "cpu_s": time.process_time() - cpu,
        "tokens": len(late),
        "p99_late_ms": late[int(len(late) * 0.99)] * 1000 if late else 0,
        "memory_mb": _memory_mb() - before,
        "total_mb": _memory_mb(),
        "failed": len(failed),
        "first_failure": failed[:1],
    }


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    client, what, url, count = sys.argv[1:5]
    if what == "async":
        print(json.dumps(asyncio.run(async_streams(client, url, int(count)))))
        return
    begin = time.process_time()
    call, stream = CLIENTS[client](url)
    made = time.process_time() - begin
    if what == "import":
        result: dict[str, float] = {"cpu_ms": made * 1000, "modules": len(sys.modules)}
    elif what == "calls":
        result = calls(call, int(count))
    elif what == "tokens":
        result = tokens(stream)
    else:
        # Threads that wait for the interpreter ask for it this often: with hundreds of them the
        # asking costs more than the work.
        sys.setswitchinterval(0.1 if what == "service" else sys.getswitchinterval())
        result = streams(stream, int(count))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
