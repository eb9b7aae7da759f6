"""The OpenAI-compatible adapter against a server over real sockets, well-behaved and not."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

pytest.importorskip("httpcore2")

from opengovai.errors import (
    InputError,
    ModelCancelledError,
    ModelError,
    ModelOutputError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from opengovai.plugins import build
from opengovai.protocols import ChatModel
from opengovai.testing import model_server as served
from opengovai.testing.model_server import Behaviour, ModelServer, Received, Wire
from opengovai.testing.models import (
    chat_model_rules,
    embedder_rules,
    reranker_rules,
)
from opengovai.types import Completion, Generation, Message, RedactedText

ASKED = [Message(role="user", text=RedactedText("Habari? [PHONE-1-kqzvrt]"))]
QUICK = Generation(max_tokens=50, deadline=5.0)
SCHEMA = {
    "type": "object",
    "properties": {"yes": {"type": "boolean"}},
    "required": ["yes"],
}


@contextmanager
def _serve(
    *behaviours: Behaviour, group: str = "models", **keys: Any
) -> Iterator[tuple[Any, ModelServer]]:
    with ModelServer(behaviours) as server:
        model: Any = build(
            group, "openai-compatible", {"base_url": server.base_url, "model": "m", **keys}
        )
        try:
            yield model, server
        finally:
            model.close()


def _ask(*behaviours: Behaviour, generation: Generation = QUICK) -> Completion:
    with _serve(*behaviours) as (model, _):
        return model.complete(ASKED, generation)


def _drain(model: ChatModel, generation: Generation = QUICK) -> tuple[list[str], Completion]:
    stream, pieces = model.stream(ASKED, generation), []
    while True:
        try:
            pieces.append(next(stream))
        except StopIteration as end:
            return pieces, end.value


def _stream(*parts: bytes, **how: Any) -> tuple[list[str], Completion]:
    with _serve(served.events(parts, **how)) as (model, _):
        return _drain(model)


@pytest.mark.parametrize("rule", chat_model_rules, ids=lambda rule: rule.__name__)
def test_it_keeps_the_contract(rule: Callable[[ChatModel], None]) -> None:
    with _serve(served.obedient) as (model, _):
        rule(model)


@pytest.mark.parametrize("rule", embedder_rules, ids=lambda rule: rule.__name__)
def test_the_embedder_keeps_the_contract(rule: Callable[[Any], None]) -> None:
    with _serve(served.echo_embeddings(), group="embedders", batch=2) as (embedder, _):
        rule(embedder)


@pytest.mark.parametrize("rule", reranker_rules, ids=lambda rule: rule.__name__)
def test_the_reranker_keeps_the_contract(rule: Callable[[Any], None]) -> None:
    with _serve(served.overlap_ranking, group="rerankers") as (reranker, _):
        rule(reranker)


def test_the_request_is_what_the_servers_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODEL_KEY", "s3cret")
    keys = {"api_key_env": "MODEL_KEY", "extra": {"chat_template_kwargs": {"thinking": False}}}
    with _serve(served.reply("Nzuri."), **keys) as (model, server):
        wanted = Generation(max_tokens=9, seed=4, stop=("\n",), top_p=0.5, logprobs=True)
        done = model.complete(ASKED, wanted)
    (request,) = server.received
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == "Bearer s3cret"
    assert request.json == {
        "chat_template_kwargs": {"thinking": False},
        "model": "m",
        "messages": [{"role": "user", "content": "Habari? [PHONE-1-kqzvrt]"}],
        "max_tokens": 9,
        "temperature": 0.0,
        "top_p": 0.5,
        "logprobs": True,
        "seed": 4,
        "stop": ["\n"],
    }
    assert (done.text, done.model, done.finish) == ("Nzuri.", "fake", "stop")
    assert (done.usage.input_tokens, done.usage.output_tokens, done.usage.counted) == (7, 3, True)


def test_tokens_are_estimated_upwards_where_the_server_does_not_count() -> None:
    done = _ask(served.reply("Паспорт беріледі.", usage=None))
    assert not done.usage.counted
    assert done.usage.output_tokens >= 12
    assert done.usage.input_tokens >= 12


def test_the_tokens_probabilities_are_told_whole_and_streamed() -> None:
    told = {"content": [{"token": "a", "logprob": -0.5}, {"token": "b", "logprob": -2}]}
    choice = {"message": {"content": "ab"}, "finish_reason": "stop", "logprobs": told}
    done = _ask(served.body(json.dumps({"choices": [choice]}).encode()))
    assert done.logprobs == (-0.5, -2.0)
    frames = [
        {"choices": [{"delta": {"content": one["token"]}, "logprobs": {"content": [one]}}]}
        for one in told["content"]
    ]
    frames.append({"choices": [{"delta": {}, "finish_reason": "stop", "logprobs": None}]})
    _, done = _stream(b"".join(b"data: " + json.dumps(each).encode() + b"\n\n" for each in frames))
    assert done.logprobs == (-0.5, -2.0)


def test_the_models_are_listed() -> None:
    with _serve(served.body(b'{"data": [{"id": "a"}, {"id": "b"}]}')) as (model, _):
        assert model.models() == ["a", "b"]


def test_a_proxy_is_used_where_it_is_named_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ModelServer([served.reply("ok")]) as proxy, ModelServer([served.reply("no")]) as other:
        proxy_url, other_url = (one.base_url.removesuffix("/v1") for one in (proxy, other))
        monkeypatch.setenv("HTTP_PROXY", other_url)
        monkeypatch.setenv("http_proxy", other_url)
        keys = {"base_url": "http://model.example/v1", "model": "m", "proxy": proxy_url}
        model: Any = build("models", "openai-compatible", keys)
        assert model.complete(ASKED, QUICK).text == "ok"
        model.close()
    assert proxy.received[0].path == "http://model.example/v1/chat/completions"
    with ModelServer([served.reply("no")]) as other, _serve(served.reply("direct")) as (model, _):
        monkeypatch.setenv("http_proxy", other.base_url.removesuffix("/v1"))
        assert model.complete(ASKED, QUICK).text == "direct"


# Streams


def test_a_stream_split_at_every_byte_is_the_same() -> None:
    body = served.streamed(["Қазақ", "стан ", "🇰🇿", "é"])
    whole = _stream(body)
    assert whole[0] == ["Қазақ", "стан ", "🇰🇿", "é"]
    assert _stream(*[bytes([byte]) for byte in body]) == whole
    assert whole[1].usage.input_tokens == 7


def test_comments_keep_alives_and_a_missing_done_do_no_harm() -> None:
    body = b": hello\n\n" + served.streamed(["a", "b"], done=False).replace(
        b"\n\n", b"\n\n: keep-alive\n\n"
    )
    pieces, done = _stream(body)
    assert (pieces, done.text, done.usage.output_tokens) == (["a", "b"], "ab", 3)


def test_a_stream_without_a_usage_chunk_is_estimated() -> None:
    _, done = _stream(served.streamed(["abcd"], usage=None))
    assert (done.usage.output_tokens, done.usage.counted) == (2, False)


def test_what_follows_done_is_not_read() -> None:
    pieces, _ = _stream(served.streamed(["a"]) + b'data: {"choices": [}\n\n')
    assert pieces == ["a"]


@pytest.mark.parametrize(
    ("parts", "how", "kind", "complaint"),
    [
        ([served.streamed(["a"], finish=None)], {}, ModelOutputError, "broke off"),
        (
            [served.streamed(["a"], finish=None, done=False)],
            {"end": False},
            ModelUnavailableError,
            "broke",
        ),
        (
            [served.streamed(["a"], done=False), b'data: {"error": {"message": "CUDA"}}\n\n'],
            {},
            ModelUnavailableError,
            "CUDA",
        ),
        ([b'data: {"choices": [{"delta"\n\n'], {}, ModelOutputError, "no JSON"),
        ([b"data: [1]\n\n"], {}, ModelOutputError, "no object"),
        ([b'data: {"choices": [7]}\n\n'], {}, ModelOutputError, "no choices"),
        ([b"<html>Sign in</html>"], {"kind": "text/html"}, ModelOutputError, "broke off"),
    ],
)
def test_a_broken_stream_is_an_error_and_never_sent_again(
    parts: list[bytes], how: dict[str, Any], kind: type[ModelError], complaint: str
) -> None:
    with _serve(served.events(parts, **how)) as (model, server):
        with pytest.raises(kind, match=complaint) as caught:
            _drain(model)
        assert len(server.received) == 1
    assert caught.value.remedy


def test_closing_a_stream_drops_the_connection() -> None:
    dropped = threading.Event()

    def act(wire: served.Wire, request: served.Received) -> None:
        try:
            served.endless(wire, request)
        except OSError:
            dropped.set()
            raise

    with _serve(act) as (model, _):
        stream = model.stream(ASKED, QUICK)
        assert next(stream).startswith("word")
        stream.close()
        assert dropped.wait(5)


def test_a_stream_may_be_read_by_one_thread_after_another() -> None:
    body = served.streamed(["a"] * 8)
    with _serve(served.events([body[:100], body[100:]], pause=0.05)) as (model, _):
        stream, pieces = model.stream(ASKED, QUICK), []

        def read() -> None:
            pieces.append(next(stream, None))

        for _ in range(8):
            thread = threading.Thread(target=read)
            thread.start()
            thread.join()
    assert pieces == ["a"] * 8


# What a failed call took, and calls that nobody waits for any more


@pytest.mark.parametrize(
    ("behaviour", "took"),
    [
        (served.silent, True),
        (served.reset, True),
        (served.body(b"<html>"), True),
        (served.status(504), True),
        (served.status(400), False),
        (served.status(401), False),
        (served.status(503, retry_after="99"), False),
    ],
    ids=["silent", "reset", "no JSON", "504", "400", "401", "503"],
)
def test_what_may_be_billed_is_told_when_a_call_fails(behaviour: Behaviour, *, took: bool) -> None:
    with pytest.raises(ModelError) as caught:
        _ask(behaviour, generation=Generation(deadline=0.5))
    spent = caught.value.spent
    assert (spent is not None) == took
    if spent is not None:
        assert (spent.usage.counted, spent.usage.output_tokens) == (False, 0)
        assert spent.usage.input_tokens > 8


def test_a_server_that_nobody_reached_has_taken_nothing() -> None:
    with ModelServer([served.silent]) as server:
        address = server.base_url
    model: Any = build("models", "openai-compatible", {"base_url": address, "model": "m"})
    with pytest.raises(ModelUnavailableError) as caught:
        model.complete(ASKED, Generation(deadline=1))
    assert caught.value.spent is None


def test_a_stream_that_breaks_tells_what_had_come() -> None:
    body = served.streamed(["abcd", "efgh"], finish=None, usage=None, done=False)
    with (
        _serve(served.events([body], end=False)) as (model, _),
        pytest.raises(ModelUnavailableError) as caught,
    ):
        _drain(model)
    assert caught.value.spent
    assert (caught.value.spent.text, caught.value.spent.usage.output_tokens) == ("abcdefgh", 4)


def test_a_repair_that_fails_took_both_calls() -> None:
    with (
        _serve(served.reply("no", usage=(10, 5)), served.reply("no", usage=(20, 6))) as (model, _),
        pytest.raises(ModelOutputError) as caught,
    ):
        model.complete(ASKED, Generation(schema=SCHEMA))
    assert caught.value.spent
    usage = caught.value.spent.usage
    assert (usage.input_tokens, usage.output_tokens, usage.counted) == (30, 11, True)
    with (
        _serve(served.reply("no", usage=(10, 5)), served.status(401)) as (model, _),
        pytest.raises(ModelError) as caught,
    ):
        model.complete(ASKED, Generation(schema=SCHEMA))
    assert caught.value.spent
    assert caught.value.spent.usage.input_tokens == 10


@pytest.mark.parametrize(
    "behaviour",
    [served.silent, served.status(503, retry_after="20"), served.drip(b"{" + b" " * 5000)],
    ids=["silent", "waiting to retry", "drip"],
)
def test_a_call_is_cancelled_from_another_thread(behaviour: Behaviour) -> None:
    given_up = threading.Event()
    timer = threading.Timer(0.2, given_up.set)
    with _serve(behaviour) as (model, _):
        timer.start()
        begin = time.monotonic()
        with pytest.raises(ModelCancelledError):
            model.complete(ASKED, Generation(deadline=30, cancelled=given_up))
        assert time.monotonic() - begin < 1.5


def test_who_cancels_is_not_the_servers_fault() -> None:
    given_up = threading.Event()
    given_up.set()
    with _serve(served.reply("ok")) as (model, server):
        for _ in range(9):
            with pytest.raises(ModelCancelledError):
                model.complete(ASKED, Generation(cancelled=given_up))
        assert server.received == []
        assert model.complete(ASKED, QUICK).text == "ok"


# Faults: each ends in the right error, within the deadline


@pytest.mark.parametrize(
    "behaviour",
    [
        served.silent,
        served.drip(b"{" + b" " * 5000),
        served.endless_headers,
        served.later(60, served.reply("late")),
        served.events([b" "] * 5000, pause=0.02),
    ],
    ids=["silent", "drip", "headers", "late", "chunks"],
)
@pytest.mark.parametrize("streaming", [False, True])
def test_the_deadline_holds_whatever_the_server_does(
    behaviour: Behaviour, *, streaming: bool
) -> None:
    generation = Generation(deadline=0.3)
    with _serve(behaviour) as (model, _):
        call = (lambda: _drain(model, generation)) if streaming else None
        begin = time.monotonic()
        with pytest.raises(ModelTimeoutError, match=r"within 0\.3 s"):
            (call or (lambda: model.complete(ASKED, generation)))()
        assert time.monotonic() - begin < 1.5


@pytest.mark.parametrize(
    ("behaviour", "kind", "complaint"),
    [
        (served.reset, ModelUnavailableError, "broke"),
        (served.cut(b'{"choices": ['), ModelUnavailableError, "broke"),
        (lambda wire, _: wire.send(b"SSH-2.0-OpenSSH\r\n\r\n"), ModelUnavailableError, "broke"),
        (served.gzip_bomb, ModelOutputError, "compressed"),
        (served.body(b"<html>"), ModelOutputError, "no JSON"),
        (served.body(b"[]"), ModelOutputError, "no choices"),
        (served.body(b'{"choices": []}'), ModelOutputError, "no choices"),
        (served.body(b'{"choices": [{"message": {"content": null}}]}'), ModelOutputError, "text"),
        (served.body(b'{"error": "out of memory"}'), ModelUnavailableError, "out of memory"),
        (served.body(b"[" * 100_000), ModelOutputError, "no JSON"),
        (served.status(401), ModelError, "api_key_env"),
        (served.status(404, message="no model m"), ModelError, "no model m"),
        (served.status(400, message="too long"), ModelError, "too long"),
        (served.status(504), ModelUnavailableError, "504"),
        (
            served.body(b"", code=302, headers={"Location": "http://evil.example/"}),
            ModelError,
            "redirects to http://evil.example/.*not followed",
        ),
    ],
)
def test_a_fault_is_an_error_that_is_not_repeated(
    behaviour: Behaviour, kind: type[ModelError], complaint: str
) -> None:
    with _serve(behaviour) as (model, server):
        with pytest.raises(kind, match=complaint) as caught:
            model.complete(ASKED, QUICK)
        assert len(server.received) == 1
    assert caught.value.remedy


def test_a_reply_without_end_stops_at_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opengovai.adapters.openai_compatible.endpoint.BODY_LIMIT", 1_000_000)
    for behaviour in (served.endless, served.endless_line):
        with _serve(behaviour) as (model, _), pytest.raises(ModelOutputError, match="over 1,000,"):
            _drain(model)


@pytest.mark.parametrize("code", [429, 500, 502, 503])
def test_a_request_that_was_turned_away_is_sent_again(code: int) -> None:
    assert _ask(served.status(code), served.status(code), served.reply("ok")).text == "ok"


def test_the_server_says_when_to_come_back() -> None:
    begin = time.monotonic()
    assert _ask(served.status(429, retry_after="1"), served.reply("ok")).text == "ok"
    assert time.monotonic() - begin >= 0.9


def test_coming_back_after_the_deadline_is_given_up_at_once() -> None:
    begin = time.monotonic()
    with pytest.raises(ModelUnavailableError, match=r"429 and asks to wait \d\d\d? s"):
        _ask(served.status(429, retry_after="99"), served.reply("ok"))
    assert time.monotonic() - begin < 2


def test_after_a_storm_the_server_is_left_alone() -> None:
    with _serve(served.status(500)) as (model, server):
        for _ in range(3):
            with pytest.raises(ModelUnavailableError):
                model.complete(ASKED, Generation(deadline=30))
        asked = len(server.received)
        with pytest.raises(ModelUnavailableError, match="left alone for"):
            model.complete(ASKED, QUICK)
        assert len(server.received) == asked <= 6


def test_nobody_listening_is_an_error_within_the_deadline() -> None:
    with ModelServer([served.silent]) as server:
        address = server.base_url
    model: Any = build("models", "openai-compatible", {"base_url": address, "model": "m"})
    with pytest.raises(ModelUnavailableError, match="cannot be reached"):
        model.complete(ASKED, Generation(deadline=3))


def test_a_pool_that_is_full_waits_no_longer_than_the_deadline() -> None:
    with _serve(served.silent, connections=1) as (model, _):

        def wait() -> None:
            with pytest.raises(ModelTimeoutError):
                model.complete(ASKED, Generation(deadline=2))

        first = threading.Thread(target=wait)
        first.start()
        time.sleep(0.2)
        begin = time.monotonic()
        with pytest.raises(ModelError):
            model.complete(ASKED, Generation(deadline=0.3))
        assert time.monotonic() - begin < 1.5
        first.join()


def test_as_many_requests_are_out_at_once_as_connections_are_allowed() -> None:
    allowed, callers = 33, 80  # more than one pool of the library holds
    out, most, lock = 0, 0, threading.Lock()
    slow = served.reply("Karibu")

    def behave(wire: Wire, request: Received) -> None:
        nonlocal out, most
        with lock:
            out += 1
            most = max(most, out)
        wire.wait(0.05)
        with lock:
            out -= 1
        slow(wire, request)

    with _serve(behave, connections=allowed) as (model, _), ThreadPoolExecutor(callers) as pool:
        said = [pool.submit(model.complete, ASKED, Generation(deadline=20)) for _ in range(callers)]
        assert {each.result().text for each in said} == {"Karibu"}
    assert most == allowed


@pytest.mark.parametrize("size", [100, 479, 480, 70_000])
def test_a_stream_of_pieces_of_any_size_is_whole(size: int) -> None:
    pieces = ["a" * size, "b" * (size + 1), "c", "d" * size]
    content = served.streamed(pieces)
    with _serve(served.body(content)) as (model, _):
        assert _drain(model)[0] == pieces


# Structured replies


def test_a_schema_travels_as_response_format() -> None:
    with _serve(served.reply('{"yes": true}')) as (model, server):
        done = model.complete(ASKED, Generation(schema=SCHEMA))
    sent = server.received[0].json["response_format"]
    assert sent["type"] == "json_schema"
    assert sent["json_schema"]["schema"] == SCHEMA
    assert json.loads(done.text) == {"yes": True}


@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"yes": true}\n```',
        'Here it is:\n```\n{"yes": true}\n```\nAnything else?',
        '<think>Is it {"yes": false}?</think>\n{"yes": true}',
        ' \n{"yes":true}\n',
    ],
)
def test_json_is_found_in_what_models_put_around_it(text: str) -> None:
    assert json.loads(_ask(served.reply(text), generation=Generation(schema=SCHEMA)).text) == {
        "yes": True
    }


def test_a_server_that_takes_no_schema_is_told_in_words_from_then_on() -> None:
    refusal = served.status(400, message="response_format is not supported")
    with _serve(refusal, refusal, served.reply('{"yes": true}')) as (model, server):
        for _ in range(2):
            model.complete(ASKED, Generation(schema=SCHEMA))
    first, second, *others = (request.json for request in server.received)
    assert first["response_format"]["type"] == "json_schema"
    assert second["response_format"] == {
        "type": "json_object",
        "schema": SCHEMA,
        "value": SCHEMA,
    }
    assert len(others) == 2
    for later in others:
        assert "response_format" not in later
        assert '"required":["yes"]' in later["messages"][0]["content"]


@pytest.mark.parametrize("code", [400, 422, 500])
def test_the_form_that_a_server_knows_is_used_from_then_on(code: int) -> None:
    refusal = served.status(code, message="response_format: Input should be 'json_object'")
    with _serve(refusal, served.reply('{"yes": true}')) as (model, server):
        for _ in range(2):
            model.complete(ASKED, Generation(schema=SCHEMA))
    kinds = [request.json["response_format"]["type"] for request in server.received]
    assert kinds == ["json_schema", "json_object", "json_object"]


def test_a_bad_request_of_another_kind_leaves_schemas_on() -> None:
    with _serve(served.status(400, message="too long")) as (model, server):
        for _ in range(2):
            with pytest.raises(ModelError, match="too long"):
                model.complete(ASKED, Generation(schema=SCHEMA))
    assert server.received[3].json["response_format"]["type"] == "json_schema"


def test_one_repair_is_asked_for_and_counted() -> None:
    with _serve(served.reply('{"yes": 1}'), served.reply('{"yes": true}')) as (model, server):
        done = model.complete(ASKED, Generation(schema=SCHEMA))
    *_, answered, told = server.received[1].json["messages"]
    assert answered == {"role": "assistant", "content": '{"yes": 1}'}
    assert "$.yes" in told["content"]
    assert (done.usage.input_tokens, done.usage.output_tokens) == (14, 6)


def test_a_second_mistake_is_an_error() -> None:
    with _serve(served.reply("no idea")) as (model, server):
        with pytest.raises(ModelOutputError, match="does not satisfy the schema"):
            model.complete(ASKED, Generation(schema=SCHEMA))
        assert len(server.received) == 2


@pytest.mark.parametrize(
    ("finish", "said"), [("length", "max_tokens"), ("content_filter", "filter")]
)
def test_a_reply_that_was_cut_is_not_repaired(finish: str, said: str) -> None:
    with _serve(served.reply('{"yes"', finish=finish)) as (model, server):
        with pytest.raises(ModelOutputError, match=said):
            model.complete(ASKED, Generation(schema=SCHEMA))
        assert len(server.received) == 1


def test_a_broken_schema_and_a_remote_reference_reach_no_server() -> None:
    with _serve(served.reply("{}")) as (model, server):
        with pytest.raises(InputError, match="no JSON Schema"):
            model.complete(ASKED, Generation(schema={"type": "objekt"}))
        assert server.received == []


# Embeddings and ranking


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b'{"data": [{"index": 0, "embedding": [1, 2]}]}',
        b'{"data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1, 2]}]}',
        b'{"data": [{"index": 0, "embedding": [0, 0]}, {"index": 1, "embedding": [1, 2]}]}',
        b'{"data": [{"index": 0, "embedding": "x"}, {"index": 1, "embedding": [1, 2]}]}',
    ],
)
def test_wrong_vectors_are_an_error(content: bytes) -> None:
    texts = [RedactedText("a"), RedactedText("b")]
    with (
        _serve(served.body(content), group="embedders") as (embedder, _),
        pytest.raises(ModelOutputError),
    ):
        embedder.embed(texts)


def test_prefixes_go_before_queries_and_passages() -> None:
    prefixes = {"query_prefix": "query: ", "passage_prefix": "passage: "}
    with _serve(served.echo_embeddings(), group="embedders", **prefixes) as (embedder, server):
        embedder.embed([RedactedText("a")], query=True)
        embedder.embed([RedactedText("b")])
    assert [request.json["input"] for request in server.received] == [["query: a"], ["passage: b"]]
