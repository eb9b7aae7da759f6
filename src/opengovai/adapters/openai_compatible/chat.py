"""A chat model behind an OpenAI-compatible server."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import reduce
from typing import Any

import msgspec

from opengovai.adapters.openai_compatible.deadline import Deadline
from opengovai.adapters.openai_compatible.endpoint import Endpoint, RejectedError
from opengovai.adapters.openai_compatible.http import Reply
from opengovai.adapters.openai_compatible.sse import Parser
from opengovai.adapters.openai_compatible.structured import Form, MismatchError
from opengovai.adapters.openai_compatible.wire import (
    Gathered,
    Turn,
    by_json_object,
    by_json_schema,
    chat_body,
    nothing_came,
    read_completion,
)
from opengovai.errors import InputError, ModelError, ModelOutputError
from opengovai.types import Completion, Generation, Message, Usage

_PATH = "/chat/completions"
_DIALECTS = (by_json_schema, by_json_object)


class OpenAICompatibleModel:
    """`ChatModel` over HTTP; thread safe.

    `extra` are members of the request's body that this interface does not know, such as
    {"chat_template_kwargs": {"enable_thinking": false}}.
    """

    def __init__(self, endpoint: Endpoint, *, model: str, extra: Mapping[str, Any]) -> None:
        self._endpoint, self._model, self._extra = endpoint, model, dict(extra)
        self._dialect = 0

    def complete(self, messages: Sequence[Message], generation: Generation) -> Completion:
        """The whole reply; JSON where a schema is given, after at most one repair."""
        deadline = Deadline(generation.deadline, generation.cancelled)
        turns = _turns(messages)
        if generation.schema is None:
            body = chat_body(self._model, turns, generation, self._extra)
            return self._ask(body, turns, deadline)
        return self._formed(Form(generation.schema), turns, generation, deadline)

    def stream(
        self, messages: Sequence[Message], generation: Generation
    ) -> Generator[str, None, Completion]:
        """Pieces as they come. Nothing is sent again once a piece arrived."""
        if generation.schema is not None:
            raise InputError("A stream takes no schema", remedy="Use complete().")
        deadline = Deadline(generation.deadline, generation.cancelled)
        turns = _turns(messages)
        body = chat_body(self._model, turns, generation, self._extra)
        body |= {"stream": True, "stream_options": {"include_usage": True}}
        gathered = Gathered(self._model)
        try:
            with self._endpoint.open("POST", _PATH, body, deadline) as reply:
                yield from _pieces(reply, gathered)
                return gathered.completion(turns)
        except ModelError as error:
            error.spent = gathered.so_far(turns) if deadline.sent else None
            raise

    def models(self, *, seconds: float = 10.0) -> list[str]:
        """The names of the models that the server has."""
        value = self._endpoint.call("GET", "/models", None, Deadline(seconds))
        rows = value.get("data") if isinstance(value, dict) else None
        if not isinstance(rows, list):
            raise ModelOutputError("The server's list of models is no list", remedy=_CHECK)
        return [str(row.get("id")) for row in rows if isinstance(row, dict)]

    def close(self) -> None:
        """Close the connections."""
        self._endpoint.close()

    def _ask(
        self, body: Mapping[str, Any], turns: Sequence[Turn], deadline: Deadline
    ) -> Completion:
        try:
            value = self._endpoint.call("POST", _PATH, body, deadline)
            return read_completion(value, turns, self._model)
        except ModelError as error:
            error.spent = nothing_came(turns, self._model) if deadline.sent else None
            raise

    def _formed(
        self, form: Form, turns: list[Turn], generation: Generation, deadline: Deadline
    ) -> Completion:
        first = self._constrained(form, turns, generation, deadline)
        try:
            return replace(first, text=form.read(first.text))
        except MismatchError as fault:
            if first.finish != "stop":
                raise _not_formed(first, fault) from fault
            told = f"Your reply is not valid: {fault}. Reply again with the corrected JSON only."
        again = [*turns, _turn("assistant", first.text), _turn("user", told)]
        with _after(first):
            second = self._constrained(form, again, generation, deadline)
        second = replace(second, usage=_sum(first.usage, second.usage))
        try:
            return replace(second, text=form.read(second.text))
        except MismatchError as fault:
            raise _not_formed(second, fault) from fault

    def _constrained(
        self, form: Form, turns: list[Turn], generation: Generation, deadline: Deadline
    ) -> Completion:
        """With the constraint that the server knows, or in words for one that knows none."""
        for place in range(self._dialect, len(_DIALECTS)):
            body = chat_body(self._model, turns, generation, self._extra)
            try:
                reply = self._ask(_DIALECTS[place](body, form.schema), turns, deadline)
            except RejectedError as refusal:
                if refusal.status not in {400, 422}:
                    raise
            else:
                self._dialect = place
                return reply
        told = [_turn("system", form.instruction()), *turns]
        reply = self._ask(chat_body(self._model, told, generation, self._extra), told, deadline)
        # Only a request that goes through without the schema shows that the schema was the trouble.
        self._dialect = len(_DIALECTS)
        return reply


def _pieces(reply: Reply, gathered: Gathered) -> Generator[str, None, None]:
    parser = Parser()
    for chunk in reply.chunks:
        for event in parser.feed(chunk):
            if event.data.strip() == "[DONE]":
                return
            piece = gathered.add(_loaded(event.data))
            if piece:
                yield piece
    for event in parser.finish():
        if event.data.strip() != "[DONE]":
            piece = gathered.add(_loaded(event.data))
            if piece:
                yield piece


def _loaded(data: str) -> Any:
    try:
        return msgspec.json.decode(data)
    except (ValueError, RecursionError) as error:
        raise ModelOutputError(
            f"An event of the stream is no JSON: {error}", remedy=_CHECK
        ) from error


_CHECK = "Check base_url and the server's version."


def _turns(messages: Sequence[Message]) -> list[Turn]:
    if not messages:
        raise InputError("There is no message to complete", remedy="Give at least one.")
    return [_turn(message.role, message.text) for message in messages]


def _turn(role: str, text: str) -> Turn:
    return {"role": role, "content": text}


@contextmanager
def _after(first: Completion) -> Iterator[None]:
    """What fails in the block took `first` as well."""
    try:
        yield
    except ModelError as error:
        more = (error.spent.usage,) if error.spent else ()
        error.spent = replace(first, usage=reduce(_sum, more, first.usage))
        raise


def _sum(one: Usage, two: Usage) -> Usage:
    return Usage(
        input_tokens=one.input_tokens + two.input_tokens,
        output_tokens=one.output_tokens + two.output_tokens,
        counted=one.counted and two.counted,
    )


def _not_formed(reply: Completion, fault: MismatchError) -> ModelOutputError:
    if reply.finish == "length":
        what, remedy = "The reply was cut at max_tokens", "Allow more tokens."
    elif reply.finish == "filter":
        what, remedy = "The server's filter cut the reply", "Ask differently, or use another model."
    else:
        what, remedy = "The reply does not satisfy the schema", "Use a more able model."
    error = ModelOutputError(f"{what}: {fault}", where=reply.model, remedy=remedy)
    error.spent = reply
    return error
