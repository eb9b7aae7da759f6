"""The stream parser: what it says must not depend on how the network cuts the bytes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.adapters.openai_compatible.sse import Event, Parser
from opengovai.errors import ModelOutputError

TEXT = st.text(st.characters(blacklist_characters="\r\n", blacklist_categories=("Cs",)), max_size=9)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def _parse(chunks: list[bytes]) -> list[Event]:
    parser = Parser()
    events = [event for chunk in chunks for event in parser.feed(chunk)]
    return events + list(parser.finish())


def _cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in itertools.pairwise(edges)]


@given(st.lists(st.lists(TEXT, min_size=1, max_size=3), max_size=4), ENDS, st.lists(st.integers(0)))
def test_what_was_written_is_read_at_every_split(
    events: list[list[str]], end: str, places: list[int]
) -> None:
    written = "".join(
        ": keep-alive" + end + "".join(f"data: {line}{end}" for line in lines) + end
        for lines in events
    ).encode()
    read = _parse(_cut(written, places))
    assert [event.data for event in read] == ["\n".join(lines) for lines in events]


@given(st.binary(max_size=200), st.lists(st.integers(0)))
def test_any_bytes_read_the_same_at_every_split(data: bytes, places: list[int]) -> None:
    assert _parse(_cut(data, places)) == _parse([data])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"data: a\ndata: b\n\n", ["a\nb"]),
        (b"data:a\n\n", ["a"]),
        (b"data:  a\n\n", [" a"]),
        (b"data\n\n", [""]),
        (b"\n\n\n", []),
        (b": ping\n\ndata: a\n\n: ping\n\n", ["a"]),
        (b"id: 7\nretry: 3\nunknown: x\ndata: a\n\n", ["a"]),
        (b"\xef\xbb\xbfdata: a\n\n", ["a"]),
        (b"data: a\n\ndata: \xef\xbb\xbf\n\n", ["a", "\ufeff"]),
        (b"data: a", ["a"]),
        (b"data: a\r", ["a"]),
        (b"event: error\ndata: a\n\n", ["a"]),
    ],
)
def test_the_cases_of_the_standard(body: bytes, expected: list[str]) -> None:
    for chunks in ([body], [bytes([byte]) for byte in body]):
        assert [event.data for event in _parse(chunks)] == expected


def test_the_type_of_an_event_lasts_for_that_event() -> None:
    read = _parse([b"event: error\ndata: a\n\ndata: b\n\n"])
    assert [event.kind for event in read] == ["error", ""]


@pytest.mark.parametrize("line", [b"x", b"data: x\n", b": x"])
def test_an_event_without_end_is_an_error_before_it_fills_the_memory(line: bytes) -> None:
    parser = Parser(limit=1000)
    with pytest.raises(ModelOutputError, match="over 1,000 bytes"):
        _ = [event for _ in range(100_000) for event in parser.feed(line)]
