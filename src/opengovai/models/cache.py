"""An exact cache: the same redacted request, word for word, has the same reply for a while.

Only for replies that another call would repeat: temperature 0. Nothing is compared by meaning, and
nothing is written to disk. Pseudonyms carry a nonce per conversation, so a request that names a
person can hit only within that conversation.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from hashlib import sha256

from opengovai.types import Completion, Generation, Message, Usage

_FREE = Usage(input_tokens=0, output_tokens=0)


class Cache:
    """At most `entries` replies, each for `seconds`; the least recently used goes first."""

    def __init__(
        self, *, seconds: float, entries: int = 1024, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds, self._entries, self._clock = seconds, entries, clock
        self._mutex = threading.Lock()
        self._kept: OrderedDict[bytes, tuple[float, Completion]] = OrderedDict()

    def get(self, messages: Sequence[Message], generation: Generation) -> Completion | None:
        """The reply, marked as cached and free of cost, or None."""
        key = _key(messages, generation)
        with self._mutex:
            until, completion = self._kept.get(key, (0.0, None))
            if completion is None or until <= self._clock():
                self._kept.pop(key, None)
                return None
            self._kept.move_to_end(key)
        return replace(completion, cached=True, usage=_FREE)

    def put(
        self, messages: Sequence[Message], generation: Generation, completion: Completion
    ) -> None:
        """Keep a reply that would come out the same again."""
        if generation.temperature > 0 or completion.finish != "stop":
            return
        with self._mutex:
            self._kept[_key(messages, generation)] = (self._clock() + self._seconds, completion)
            self._kept.move_to_end(_key(messages, generation))
            while len(self._kept) > self._entries:
                self._kept.popitem(last=False)


def _key(messages: Sequence[Message], generation: Generation) -> bytes:
    asked = [(message.role, message.text) for message in messages]
    wanted = {
        each.name: getattr(generation, each.name)
        for each in fields(generation)
        if each.name not in {"deadline", "cancelled"}
    }
    return sha256(repr((asked, sorted(wanted.items()))).encode("utf-8", "surrogatepass")).digest()
