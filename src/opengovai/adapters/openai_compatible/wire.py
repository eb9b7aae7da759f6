"""OpenAI's JSON, read and written. Pure: no I/O here.

Source: OpenAI API reference, "Chat completions", as vLLM, llama.cpp, Ollama, SGLang, LiteLLM and
TGI document theirs. Unknown members are passed over; missing ones that matter are an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeGuard

from opengovai.adapters.openai_compatible.endpoint import message_of
from opengovai.errors import ModelOutputError, ModelUnavailableError
from opengovai.types import Completion, Generation, Usage

Turn = dict[str, str]
Finish = Literal["stop", "length", "filter"]


def chat_body(
    model: str, turns: Sequence[Turn], generation: Generation, extra: Mapping[str, Any]
) -> dict[str, Any]:
    """The body of a request without a schema. `extra` goes in as it is and overrules nothing."""
    body: dict[str, Any] = {
        **extra,
        "model": model,
        "messages": list(turns),
        "max_tokens": generation.max_tokens,
        "temperature": generation.temperature,
    }
    # Some servers refuse members that they do not know: only what was asked for is sent.
    asked = {
        "top_p": generation.top_p if generation.top_p < 1 else None,
        "seed": generation.seed,
        "stop": list(generation.stop) or None,
        "logprobs": generation.logprobs or None,
    }
    return body | {name: value for name, value in asked.items() if value is not None}


def by_json_schema(body: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The body with a schema as OpenAI has it, and with it vLLM, SGLang, Ollama and LiteLLM."""
    named = {"name": "reply", "strict": True, "schema": dict(schema)}
    return {**body, "response_format": {"type": "json_schema", "json_schema": named}}


def by_json_object(body: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The body with a schema as llama-cpp-python has it (`schema`), and TGI (`value`)."""
    named = {"type": "json_object", "schema": dict(schema), "value": dict(schema)}
    return {**body, "response_format": named}


def read_completion(value: Any, turns: Sequence[Turn], model: str) -> Completion:
    """A completion from the body of a reply. Raises ModelOutputError."""
    complain(value)
    choice = _first(value)
    message = choice.get("message")
    text = message.get("content") if isinstance(message, dict) else None
    if not isinstance(text, str):
        raise _unusable("the reply holds no text")
    return Completion(
        text=text,
        model=_name(value, model),
        finish=_finish(choice.get("finish_reason")),
        usage=_usage(value.get("usage"), turns, text),
        logprobs=tuple(_logprobs(choice)),
    )


def nothing_came(turns: Sequence[Turn], model: str) -> Completion:
    """What a call may have taken whose reply did not come: at least, its prompt was read."""
    return Completion(text="", model=model, finish="length", usage=_usage(None, turns, ""))


@dataclass(slots=True)
class Gathered:
    """What a stream has said so far."""

    model: str
    text: list[str] = field(default_factory=list)
    finish: Any = None
    usage: Any = None
    logprobs: list[float] = field(default_factory=list)

    def add(self, value: Any) -> str:
        """The text that this chunk adds. Raises for an error inside the stream."""
        complain(value)
        if not isinstance(value, dict):
            raise _unusable("a chunk of the stream is no object")
        self.model = _name(value, self.model)
        self.usage = value.get("usage") or self.usage
        choices = value.get("choices")
        if not choices:
            return ""
        choice = _first(value)
        self.finish = choice.get("finish_reason") or self.finish
        self.logprobs += _logprobs(choice)
        delta = choice.get("delta")
        piece = delta.get("content") if isinstance(delta, dict) else None
        if not isinstance(piece, str):
            return ""
        self.text.append(piece)
        return piece

    def completion(self, turns: Sequence[Turn]) -> Completion:
        """The whole. Raises ModelOutputError where the stream broke off before its end."""
        if self.finish is None:
            raise _unusable("the stream broke off: it gave no finish_reason")
        return self.so_far(turns)

    def so_far(self, turns: Sequence[Turn]) -> Completion:
        """What has come, whole or not."""
        text = "".join(self.text)
        return Completion(
            text=text,
            model=self.model,
            finish=_finish(self.finish or "length"),
            usage=_usage(self.usage, turns, text),
            logprobs=tuple(self.logprobs),
        )


def complain(value: Any) -> None:
    """Raise for an error object, which some servers send with status 200."""
    if isinstance(value, dict) and value.get("error"):
        raise ModelUnavailableError(
            f"The model server failed: {' '.join(message_of(value).split())[:300]}",
            remedy="Look into the server's log.",
        )


def _first(value: Any) -> dict[str, Any]:
    choices = value.get("choices") if isinstance(value, dict) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise _unusable("the reply has no choices")
    return choices[0]


def _name(value: Any, model: str) -> str:
    name = value.get("model")
    return name if isinstance(name, str) and name else model


def _finish(reason: Any) -> Finish:
    if reason == "length":
        return "length"
    return "filter" if reason == "content_filter" else "stop"


def _logprobs(choice: Mapping[str, Any]) -> list[float]:
    held = choice.get("logprobs")
    rows = held.get("content") if isinstance(held, dict) else None
    found = [row.get("logprob") for row in rows or () if isinstance(row, dict)]
    return [float(value) for value in found if isinstance(value, int | float)]


def _usage(value: Any, turns: Sequence[Turn], text: str) -> Usage:
    taken = value if isinstance(value, dict) else {}
    read, written = taken.get("prompt_tokens"), taken.get("completion_tokens")
    if _is_count(read) and _is_count(written):
        return Usage(input_tokens=read, output_tokens=written)
    return Usage(
        input_tokens=sum(estimate_tokens(turn["content"]) + 8 for turn in turns),
        output_tokens=estimate_tokens(text),
        counted=False,
    )


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def estimate_tokens(text: str) -> int:
    """An upper estimate: one token for two bytes of UTF-8. Today's vocabularies need one for 2.5
    to 5 in our languages; a budget must not be overdrawn because a server does not count."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // 2)


def _unusable(what: str) -> ModelOutputError:
    return ModelOutputError(
        f"The model server does not speak OpenAI's interface: {what}",
        remedy="Check base_url and the server's version.",
    )
