"""What every model must do, as rules that a plugin's author runs against a live one.

    @pytest.mark.parametrize("rule", chat_model_rules, ids=lambda rule: rule.__name__)
    def test_my_model(rule):
        rule(my_model)

A rule raises AssertionError. The model behind must be able to write ten tokens and simple JSON.
"""

# ruff: noqa: S101 to assert is what a rule is for

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

from opengovai.errors import InputError, ModelCancelledError, ModelTimeoutError
from opengovai.protocols import ChatModel, Classifier, Embedder, Reranker
from opengovai.types import Generation, Message, RedactedText

_ASKED = [
    Message(role="system", text=RedactedText("You answer briefly.")),
    Message(role="user", text=RedactedText("Count from zero to nine.")),
]
_PLAIN = Generation(max_tokens=32, seed=1)
_SCHEMA = {
    "type": "object",
    "properties": {"answer": {"type": "string"}, "sure": {"type": "boolean"}},
    "required": ["answer", "sure"],
    "additionalProperties": False,
}


def _a_completion_says_what_it_took(model: ChatModel) -> None:
    done = model.complete(_ASKED, _PLAIN)
    assert done.text
    assert done.model
    assert done.usage.input_tokens > 0
    assert done.usage.output_tokens > 0


def _a_stream_is_the_completion_in_pieces(model: ChatModel) -> None:
    stream, pieces = model.stream(_ASKED, _PLAIN), []
    while True:
        try:
            pieces.append(next(stream))
        except StopIteration as end:
            whole = end.value
            break
    assert len(pieces) > 1
    assert "".join(pieces) == whole.text == model.complete(_ASKED, _PLAIN).text
    assert whole.usage.output_tokens > 0


def _the_token_limit_holds_and_is_told(model: ChatModel) -> None:
    done = model.complete(_ASKED, Generation(max_tokens=2, seed=1))
    assert done.finish == "length"
    assert done.usage.output_tokens <= 2


def _a_schema_is_satisfied(model: ChatModel) -> None:
    done = model.complete(_ASKED, Generation(max_tokens=200, seed=1, schema=_SCHEMA))
    value = json.loads(done.text)
    assert isinstance(value["answer"], str)
    assert isinstance(value["sure"], bool)
    assert len(value) == 2


def _a_stream_takes_no_schema(model: ChatModel) -> None:
    _raises(InputError, lambda: next(model.stream(_ASKED, Generation(schema=_SCHEMA))))


def _no_message_is_an_error(model: ChatModel) -> None:
    _raises(InputError, lambda: model.complete([], _PLAIN))


def _the_deadline_holds(model: ChatModel) -> None:
    _raises(ModelTimeoutError, lambda: model.complete(_ASKED, Generation(deadline=1e-6)))
    _raises(ModelTimeoutError, lambda: next(model.stream(_ASKED, Generation(deadline=1e-6))))


def _a_call_can_be_cancelled(model: ChatModel) -> None:
    given_up = Event()
    given_up.set()
    wanted = replace(_PLAIN, cancelled=given_up)
    _raises(ModelCancelledError, lambda: model.complete(_ASKED, wanted))
    _raises(ModelCancelledError, lambda: list(model.stream(_ASKED, wanted)))
    calm = replace(_PLAIN, cancelled=Event())
    assert model.complete(_ASKED, calm).text == model.complete(_ASKED, _PLAIN).text


def _probabilities_are_told_for_each_token_or_not_at_all(model: ChatModel) -> None:
    done = model.complete(_ASKED, replace(_PLAIN, logprobs=True))
    assert len(done.logprobs) in {0, done.usage.output_tokens, done.usage.output_tokens - 1}
    assert all(value <= 1e-6 for value in done.logprobs)


def _top_p_of_almost_nothing_is_greedy(model: ChatModel) -> None:
    drawn = model.complete(_ASKED, replace(_PLAIN, temperature=1.0, top_p=1e-6))
    assert drawn.text == model.complete(_ASKED, _PLAIN).text


def _a_closed_stream_leaves_the_model_usable(model: ChatModel) -> None:
    for _ in range(3):
        stream = model.stream(_ASKED, _PLAIN)
        assert next(stream)
        stream.close()
    assert model.complete(_ASKED, _PLAIN).text


def _threads_may_share_it(model: ChatModel) -> None:
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda _: model.complete(_ASKED, _PLAIN).text, range(16)))
    assert len(set(texts)) == 1


chat_model_rules: tuple[Callable[[ChatModel], None], ...] = (
    _a_completion_says_what_it_took,
    _a_stream_is_the_completion_in_pieces,
    _the_token_limit_holds_and_is_told,
    _a_schema_is_satisfied,
    _a_stream_takes_no_schema,
    _no_message_is_an_error,
    _the_deadline_holds,
    _a_call_can_be_cancelled,
    _probabilities_are_told_for_each_token_or_not_at_all,
    _top_p_of_almost_nothing_is_greedy,
    _a_closed_stream_leaves_the_model_usable,
    _threads_may_share_it,
)
"""For every `ChatModel`."""

_TEXTS = [RedactedText(text) for text in ("a passport", "a tax return", "pasipoti", "паспорт", "")]


def _vectors_have_unit_length(model: Embedder) -> None:
    vectors = model.embed(_TEXTS)
    assert vectors.dtype.name == "float32"
    assert vectors.ndim == 2
    assert len(vectors) == len(_TEXTS)
    lengths = (vectors.astype("float64") ** 2).sum(axis=1) ** 0.5
    assert abs(lengths - 1).max() < 1e-4


def _vectors_come_in_the_order_of_the_texts(model: Embedder) -> None:
    together = model.embed(_TEXTS)
    for i, text in enumerate(_TEXTS):
        assert abs(model.embed([text])[0] - together[i]).max() < 1e-3


def _nothing_embeds_to_nothing(model: Embedder) -> None:
    assert model.embed([]).shape[0] == 0


def _a_query_has_the_passages_dimensions(model: Embedder) -> None:
    assert model.embed(_TEXTS[:1], query=True).shape == model.embed(_TEXTS[:1]).shape


embedder_rules: tuple[Callable[[Embedder], None], ...] = (
    _vectors_have_unit_length,
    _vectors_come_in_the_order_of_the_texts,
    _nothing_embeds_to_nothing,
    _a_query_has_the_passages_dimensions,
)
"""For every `Embedder`."""

_QUERY = RedactedText("how to renew a passport")


def _scores_come_in_the_order_of_the_texts(model: Reranker) -> None:
    forth = model.score(_QUERY, _TEXTS[:3])
    back = model.score(_QUERY, _TEXTS[:3][::-1])
    assert forth.dtype.name == "float32"
    assert abs(forth - back[::-1]).max() < 1e-3


def _the_text_itself_scores_above_an_alien_one(model: Reranker) -> None:
    same, alien = model.score(_QUERY, [_QUERY, RedactedText("tomatoes ripen in summer")])
    assert same > alien


def _nothing_scores_to_nothing(model: Reranker) -> None:
    assert model.score(_QUERY, []).shape == (0,)


reranker_rules: tuple[Callable[[Reranker], None], ...] = (
    _scores_come_in_the_order_of_the_texts,
    _the_text_itself_scores_above_an_alien_one,
    _nothing_scores_to_nothing,
)
"""For every `Reranker`."""


def _shares_add_up(model: Classifier) -> None:
    rows = model.classify(_TEXTS)
    assert len(rows) == len(_TEXTS)
    for row in rows:
        assert row.keys() == rows[0].keys()
        assert all(0 <= share <= 1 for share in row.values())
        assert sum(row.values()) >= 0.999


def _labels_come_in_the_order_of_the_texts(model: Classifier) -> None:
    together = model.classify(_TEXTS)
    for text, row in zip(_TEXTS, together, strict=True):
        (alone,) = model.classify([text])
        assert all(abs(alone[label] - row[label]) < 1e-3 for label in row)


def _nothing_classifies_to_nothing(model: Classifier) -> None:
    assert not model.classify([])


def _what_ends_a_long_text_counts(model: Classifier) -> None:
    short = model.classify(_TEXTS[:2])
    (long,) = model.classify([RedactedText(f"{_TEXTS[0]} " * 2000 + _TEXTS[1])])
    assert all(long[label] >= row[label] - 0.05 for row in short[1:] for label in row)


classifier_rules: tuple[Callable[[Classifier], None], ...] = (
    _shares_add_up,
    _labels_come_in_the_order_of_the_texts,
    _nothing_classifies_to_nothing,
    _what_ends_a_long_text_counts,
)
"""For every `Classifier`."""


def _raises(kind: type[Exception], action: Callable[[], object]) -> None:
    try:
        action()
    except kind:
        return
    raise AssertionError(f"{kind.__name__} was not raised")
