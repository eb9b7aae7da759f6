"""A fast fake server for measuring clients: asyncio, one process, prepared bytes.

    python -m benchmarks.models.server PORT [TOKENS] [SECONDS_BETWEEN_TOKENS]

Whole replies are about 800 bytes. A stream has TOKENS pieces, each in a chunk of its own, that
carries the server's clock, so that a client can tell how late it came.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

REPLY = json.dumps(
    {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "The fee is 4,550 shillings. " * 20},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 40, "completion_tokens": 120, "total_tokens": 160},
    }
).encode()
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
    len(REPLY),
    REPLY,
)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def _frame(content: str, finish: str | None = None) -> bytes:
    value = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1_790_000_000,
        "model": "m",
        "choices": [{"index": 0, "delta": {"content": content}, "finish_reason": finish}],
    }
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


LAST = _chunk(_frame("", "stop") + b"data: [DONE]\n\n") + b"0\r\n\r\n"


async def _serve(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, tokens: int, pause: float
) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                int(line.split(b":")[1])
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length")
            )
            body = await reader.readexactly(length)
            if b'"stream":true' in body.replace(b" ", b""):
                await _stream(writer, tokens, pause)
            else:
                writer.write(WHOLE)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def _stream(writer: asyncio.StreamWriter, tokens: int, pause: float) -> None:
    writer.write(HEAD)
    for _ in range(tokens):
        writer.write(_chunk(_frame(f"{time.monotonic():.6f} ")))
        await writer.drain()
        await asyncio.sleep(pause)
    writer.write(LAST)


async def _main(port: int, tokens: int, pause: float) -> None:
    server = await asyncio.start_server(
        lambda r, w: _serve(r, w, tokens, pause), "127.0.0.1", port, backlog=2048
    )
    async with server:
        print("ready", flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    given = sys.argv[1:]
    port, tokens, pause = (given + ["100", "0.05"][len(given) - 1 :])[:3]
    asyncio.run(_main(int(port), int(tokens), float(pause)))
