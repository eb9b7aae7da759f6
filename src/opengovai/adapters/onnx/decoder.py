"""Text generation on this machine: a decoder with its key-value cache, token by token."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from typing import Any, Literal

import numpy as np
import onnxruntime
from llguidance import LLMatcher, LLTokenizer
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.decoders import DecodeStream

from opengovai.adapters.onnx.directory import ModelDirectory
from opengovai.errors import (
    ConfigurationError,
    InputError,
    ModelCancelledError,
    ModelError,
    ModelOutputError,
    ModelTimeoutError,
)
from opengovai.types import Completion, Generation, Message, Usage

Logits = NDArray[np.float32]
Cache = dict[str, NDArray[Any]]
_PAST, _PRESENT = "past_key_values", "present"


class OnnxChatModel:
    """`ChatModel`; thread safe. The chat's markup is the manifest's `chat`: a text with {text} for
    each role, and `reply`, which opens the answer. Special tokens inside a message are read as
    ordinary text, so that nobody can close their own turn. With a schema, each token is chosen
    among those that the schema allows (llguidance), so the reply satisfies it by construction."""

    def __init__(self, model: ModelDirectory, *, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._name, self._limit, self._chat = model.name, model.max_tokens, dict(model.chat)
        try:
            self._session = onnxruntime.InferenceSession(
                model.file("model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            described = model.file("tokenizer.json")
            self._markup: Tokenizer = Tokenizer.from_buffer(described)
            self._plain: Tokenizer = Tokenizer.from_buffer(described)
            self._plain.encode_special_tokens = True
            self._ends = _numbers(self._markup, model.ends)
            self._allowing = LLTokenizer(described.decode(), eos_token=self._ends)
            self._inputs = {node.name: node for node in self._session.get_inputs()}
            self._outputs = [node.name for node in self._session.get_outputs()]
            self._empty()
        except ConfigurationError:
            raise
        except Exception as error:
            raise ConfigurationError(
                f"The model {model.name!r} cannot be loaded: {str(error)[:300]}",
                remedy="Export it again, as docs/how-to/local-models.md says.",
            ) from error

    def complete(self, messages: Sequence[Message], generation: Generation) -> Completion:
        """The whole reply; a schema that max_tokens cuts is a ModelOutputError."""
        stream = self._generate(messages, generation)
        while True:
            try:
                next(stream)
            except StopIteration as end:
                completion: Completion = end.value
                break
        if generation.schema is not None and completion.finish != "stop":
            cut = ModelOutputError(
                "The reply was cut at max_tokens", where=self._name, remedy="Allow more tokens."
            )
            cut.spent = completion
            raise cut
        return completion

    def stream(
        self, messages: Sequence[Message], generation: Generation
    ) -> Generator[str, None, Completion]:
        """Pieces as they are generated."""
        if generation.schema is not None:
            raise InputError("A stream takes no schema", remedy="Use complete().")
        return (yield from self._generate(messages, generation))

    def _generate(
        self, messages: Sequence[Message], generation: Generation
    ) -> Generator[str, None, Completion]:
        end = time.monotonic() + generation.deadline
        prompt = self._prompt(messages, generation)
        choose = _Chooser(generation, self._matcher(generation))
        speaker = _Speaker(self._markup, generation.stop)
        cache, given = self._empty(), np.array([prompt], np.int64)
        finish: Literal["stop", "length"] = "length"
        tokens = 0
        while tokens < generation.max_tokens and not speaker.stopped:
            if time.monotonic() > end or _is_cancelled(generation):
                error = self._late(generation)
                error.spent = self._completion(speaker, choose, "length", len(prompt), tokens)
                raise error
            logits, cache = self._step(given, cache, len(prompt) + tokens)
            token = choose(logits)
            if token is None or token in self._ends:
                finish = "stop"
                break
            tokens += 1
            given = np.array([[token]], np.int64)
            yield from speaker.say(token)
        yield from speaker.rest()
        finish = "stop" if speaker.stopped else finish
        return self._completion(speaker, choose, finish, len(prompt), tokens)

    def _completion(
        self,
        speaker: _Speaker,
        choose: _Chooser,
        finish: Literal["stop", "length"],
        read: int,
        written: int,
    ) -> Completion:
        return Completion(
            text=speaker.said,
            model=self._name,
            finish=finish,
            usage=Usage(input_tokens=read, output_tokens=written),
            logprobs=tuple(choose.logprobs[:written]),
        )

    def _prompt(self, messages: Sequence[Message], generation: Generation) -> list[int]:
        if not messages:
            raise InputError("There is no message to complete", remedy="Give at least one.")
        ids: list[int] = []
        for message in messages:
            before, _, after = self._chat[message.role].partition("{text}")
            for tokenizer, part in (
                (self._markup, before),
                (self._plain, message.text),
                (self._markup, after),
            ):
                ids += tokenizer.encode(part, add_special_tokens=False).ids
        ids += self._markup.encode(self._chat["reply"], add_special_tokens=False).ids
        if len(ids) + generation.max_tokens > self._limit:
            raise ModelError(
                f"{len(ids)} tokens and a reply of {generation.max_tokens} are over the model's "
                f"{self._limit}",
                where=self._name,
                remedy="Give it fewer sources, or ask for fewer tokens.",
            )
        return ids

    def _matcher(self, generation: Generation) -> LLMatcher | None:
        if generation.schema is None:
            return None
        matcher = LLMatcher(
            self._allowing, LLMatcher.grammar_from_json_schema(dict(generation.schema))
        )
        if matcher.is_error():
            raise InputError(
                f"This schema cannot be generated: {matcher.get_error()[:300]}",
                remedy="Use simpler keywords.",
            )
        return matcher

    def _empty(self) -> Cache:
        """No keys and values yet: zero positions in the one dimension that grows."""
        cache: Cache = {}
        for name, node in self._inputs.items():
            if name.startswith(_PAST):
                _, heads, _, size = node.shape
                if not isinstance(heads, int) or not isinstance(size, int):
                    raise ValueError(f"the graph does not say the heads and size of {name}")
                kind = np.float16 if "16" in node.type else np.float32
                cache[name] = np.zeros((1, heads, 0, size), kind)
        return cache

    def _step(self, ids: NDArray[np.int64], cache: Cache, length: int) -> tuple[Logits, Cache]:
        """Logits after the last of `ids`; `length` counts all tokens so far, `ids` included."""
        given: dict[str, Any] = {
            "input_ids": ids,
            "attention_mask": np.ones((1, length), np.int64),
            "position_ids": np.arange(length - ids.shape[1], length, dtype=np.int64)[None, :],
        }
        feed = {name: given[name] for name in self._inputs if name in given} | cache
        try:
            found = dict(zip(self._outputs, self._session.run(None, feed), strict=True))
            kept = {name: found[name.replace(_PAST, _PRESENT)] for name in cache}
            logits: Logits = np.asarray(found["logits"][0, -1], np.float32)
        except Exception as error:
            raise ModelError(
                f"The model failed: {str(error)[:300]}",
                where=self._name,
                remedy="Check that it is a decoder with a cache, as the how-to says.",
            ) from error
        return logits, kept

    def _late(self, generation: Generation) -> ModelError:
        if _is_cancelled(generation):
            return ModelCancelledError("The call was cancelled by its caller", where=self._name)
        return ModelTimeoutError(
            f"The model did not finish within {generation.deadline:g} s",
            where=self._name,
            remedy="Give the call more time, ask for fewer tokens, or use a smaller model.",
        )


def _is_cancelled(generation: Generation) -> bool:
    return generation.cancelled is not None and generation.cancelled.is_set()


def _numbers(tokenizer: Tokenizer, tokens: Sequence[str]) -> list[int]:
    """Raises ValueError for a token that the tokenizer does not have."""
    vocabulary = tokenizer.get_vocab(with_added_tokens=True)
    missing = [token for token in tokens if token not in vocabulary]
    if missing:
        raise ValueError(f"the tokenizer has no token {missing[0]!r}")
    return [vocabulary[token] for token in tokens]


class _Chooser:
    """The next token: greedy at temperature 0, else drawn by the seed among the likeliest that
    reach `top_p` together. `logprobs` are those of the model itself, at temperature 1."""

    def __init__(self, generation: Generation, matcher: LLMatcher | None) -> None:
        self._temperature, self._matcher = generation.temperature, matcher
        self._top_p, self._told = generation.top_p, generation.logprobs
        self.logprobs: list[float] = []
        self._random = np.random.default_rng(generation.seed)

    def __call__(self, logits: Logits) -> int | None:
        """None where the schema is satisfied and allows nothing more."""
        own = logits - logits.max()
        if self._matcher is not None:
            if self._matcher.is_stopped():
                return None
            allowed = np.frombuffer(self._matcher.compute_bitmask(), np.uint8)
            mask = np.unpackbits(allowed, bitorder="little")[: len(logits)].astype(bool)
            logits = np.where(mask, logits[: len(mask)], -np.inf)
        token = self._draw(logits)
        if self._told:
            self.logprobs.append(float(own[token] - np.log(np.exp(own).sum())))
        if self._matcher is not None:
            self._matcher.consume_token(token)
        return token

    def _draw(self, logits: Logits) -> int:
        if self._temperature <= 0:
            return int(np.argmax(logits))
        scaled = np.exp((logits.astype(np.float64) - logits.max()) / self._temperature)
        scaled /= scaled.sum()
        if self._top_p < 1:
            order = np.argsort(-scaled, kind="stable")
            before = np.cumsum(scaled[order]) - scaled[order]
            scaled[order[before >= self._top_p]] = 0  # the likeliest always stays: 0 is before it
            scaled /= scaled.sum()
        return int(self._random.choice(len(scaled), p=scaled))


class _Speaker:
    """Spells tokens out, up to the first stop text; holds back what may be the beginning of one."""

    def __init__(self, tokenizer: Tokenizer, stops: Sequence[str]) -> None:
        self._tokenizer, self._stops = tokenizer, stops
        self._spelled = DecodeStream(skip_special_tokens=True)
        self._held = ""
        self.said, self.stopped = "", False

    def say(self, token: int) -> Iterator[str]:
        """The text that is certain now."""
        self._held += self._spelled.step(self._tokenizer, token) or ""
        places = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if places:
            self.stopped = True
            yield from self._release(min(places))
            self._held = ""
        else:
            yield from self._release(len(self._held) - self._doubtful())

    def rest(self) -> Iterator[str]:
        """What was held back, when nothing more comes."""
        yield from self._release(len(self._held))

    def _release(self, end: int) -> Iterator[str]:
        piece, self._held = self._held[:end], self._held[end:]
        self.said += piece
        if piece:
            yield piece

    def _doubtful(self) -> int:
        """Characters at the end that a stop text may begin with."""
        lengths = (
            n for stop in self._stops for n in range(1, len(stop)) if self._held.endswith(stop[:n])
        )
        return max(lengths, default=0)
